"""Small files that open: made byte by byte, so that the demonstration carries no one's work."""

import zlib
from collections.abc import Sequence
from html import escape
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Rows = Sequence[Sequence[str]]
LONG_AGO = (2026, 1, 1, 0, 0, 0)  # inside an archive every day is the same one
PICTURE = (480, 320)


def plain(lines: Sequence[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def table(rows: Rows) -> bytes:
    """CSV (RFC 4180) with the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + "".join(",".join(row) + "\r\n" for row in rows).encode()


def picture(hue: int) -> bytes:
    """PNG (ISO/IEC 15948): a sky over a field, tinted by `hue` in degrees."""
    width, height = PICTURE
    lines = bytearray()
    for y in range(height):
        lines.append(0)
        lines += bytes(_pixel(y * 255 // height, hue, is_sky=y < height * 2 // 3)) * width
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _pixel(shade: int, hue: int, *, is_sky: bool) -> tuple[int, int, int]:
    if is_sky:
        return (140 + shade // 3, 175 + shade // 4, 235 - hue % 40)
    return (90 + hue % 60, 130 + shade // 5, 80)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def pdf(lines: Sequence[str]) -> bytes:
    """PDF 1.4 (ISO 32000): one page; the reader's own Korean font is named, none is embedded."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -28 Td " for line in lines)
    stream = f"BT /F 14 Tf 72 760 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HYGoThic-Medium"
        b" /Encoding /UniKS-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYGoThic-Medium /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /HYGoThic-Medium /Flags 4 /ItalicAngle 0"
        b" /FontBBox [-6 -145 1003 880] /Ascent 880 /Descent -145 /CapHeight 880 /StemV 93 >>",
    ]
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    """The objects with the table that says where each begins."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(out)


def odt(lines: Sequence[str]) -> bytes:
    """OpenDocument text (ISO/IEC 26300)."""
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    office = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.text"
    return _archive(
        kind,
        {
            "content.xml": f'<office:document-content xmlns:office="{office}:office:1.0"'
            f' xmlns:text="{office}:text:1.0" office:version="1.3"><office:body><office:text>'
            f"{text}</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"'
            ' manifest:version="1.3">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml"'
            ' manifest:media-type="text/xml"/></manifest:manifest>',
        },
    )


def hwpx(lines: Sequence[str]) -> bytes:
    """한글 문서 (KS X 6101, OWPML): the parts that a reader asks for first."""
    base = "http://www.hancom.co.kr/hwpml/2011"
    text = "".join(
        f'<hp:p id="{at}" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">'
        f"<hp:t>{escape(line)}</hp:t></hp:run></hp:p>"
        for at, line in enumerate(lines)
    )
    return _archive(
        "application/hwp+zip",
        {
            "version.xml": f'<hv:HCFVersion xmlns:hv="{base}/version" tagetApplication='
            '"WORDPROCESSOR" major="5" minor="1" micro="0" buildNumber="1" xmlVersion="1.4"/>',
            "META-INF/container.xml": '<ocf:container xmlns:ocf="urn:oasis:names:tc:'
            'opendocument:xmlns:container"><ocf:rootfiles><ocf:rootfile full-path='
            '"Contents/content.hpf" media-type="application/hwpml-package+xml"/>'
            "</ocf:rootfiles></ocf:container>",
            "Contents/content.hpf": '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/">'
            '<opf:manifest><opf:item id="header" href="Contents/header.xml" media-type='
            '"application/xml"/><opf:item id="section0" href="Contents/section0.xml" media-type='
            '"application/xml"/></opf:manifest><opf:spine><opf:itemref idref="header"/>'
            '<opf:itemref idref="section0"/></opf:spine></opf:package>',
            "Contents/header.xml": f'<hh:head xmlns:hh="{base}/head" version="1.4" secCnt="1">'
            '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/>'
            "<hh:refList/></hh:head>",
            "Contents/section0.xml": f'<hs:sec xmlns:hs="{base}/section"'
            f' xmlns:hp="{base}/paragraph">{text}</hs:sec>',
            "Preview/PrvText.txt": "\r\n".join(lines),
        },
    )


def xlsx(rows: Rows) -> bytes:
    """Office Open XML spreadsheet (ISO/IEC 29500) with its text in the cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return _archive(
        None,
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension='
            '"rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": _relation(package, f"{office}/officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relation(package, f"{office}/worksheet", "sheet1.xml"),
            "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
            "</worksheet>",
        },
    )


def _relation(package: str, kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _cell(value: str) -> str:
    if value.isdigit():
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _archive(kind: str | None, parts: dict[str, str]) -> bytes:
    """A ZIP whose first entry says what it is, when formats want that."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        if kind:
            archive.writestr(ZipInfo("mimetype", LONG_AGO), kind, ZIP_STORED)
        for name, text in parts.items():
            is_xml = text.startswith("<")
            body = f'<?xml version="1.0" encoding="UTF-8"?>{text}' if is_xml else text
            archive.writestr(ZipInfo(name, LONG_AGO), body, ZIP_DEFLATED)
    return out.getvalue()
