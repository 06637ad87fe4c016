"""A DOCX with what other programs set into a text: python-docx' file, parts and elements added."""

import io
import struct

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from weboffice.paper.docx.parts import R
from weboffice.paper.markup import archive

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMES = (
    f'xmlns:w="{W}" xmlns:m="{M}" xmlns:a="{A}" xmlns:c="{C}" xmlns:wp="{WP}" xmlns:r="{R}" '
    f'xmlns:wpg="{WPG}" xmlns:wps="{WPS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"'
)
EQUATION = (
    f"<m:oMath {NAMES}><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>-b±</m:t></m:r><m:rad>"
    "<m:radPr><m:degHide/></m:radPr><m:deg/><m:e><m:r><m:t>D</m:t></m:r></m:e></m:rad></m:num>"
    "<m:den><m:r><m:t>2a</m:t></m:r></m:den></m:f></m:oMath>"
)
CONTROL = (
    f'<w:sdt {NAMES}><w:sdtPr><w:alias w:val="부서"/><w:dropDownList>'
    '<w:listItem w:displayText="총무과" w:value="1"/>'
    '<w:listItem w:displayText="기획과" w:value="2"/>'
    "</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>총무과</w:t></w:r></w:sdtContent></w:sdt>"
)
GROUP = (
    f'<w:drawing {NAMES}><wp:inline wp14:anchorId="1A2B3C4D"><wp:extent cx="3600000" cy="1800000"/>'
    '<wp:docPr id="7" name="흐름도" descr="결재 흐름"/><a:graphic><a:graphicData '
    f'uri="{WPG}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr/>'
    + "".join(
        "<wps:wsp><wps:cNvSpPr/><wps:spPr><a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
        f"</wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        for said in ("기안", "결재")
    )
    + "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
CHART = (
    f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:chart><c:plotArea><c:layout/>'
    '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/>'
    '<c:order val="0"/><c:cat><c:strLit><c:ptCount val="2"/><c:pt idx="0"><c:v>1분기</c:v></c:pt>'
    '<c:pt idx="1"><c:v>2분기</c:v></c:pt></c:strLit></c:cat><c:val><c:numLit><c:ptCount val="2"/>'
    '<c:pt idx="0"><c:v>30</c:v></c:pt><c:pt idx="1"><c:v>70</c:v></c:pt></c:numLit></c:val>'
    "</c:ser>"
    '<c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/>'
    '<c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx>'
    '<c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/>'
    '</c:valAx></c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
)


def drawn_chart(key: str) -> str:
    return (
        f'<w:drawing {NAMES}><wp:inline><wp:extent cx="4320000" cy="2520000"/>'
        '<wp:docPr id="3" name="차트 1" descr="분기별 예산"/><a:graphic>'
        f'<a:graphicData uri="{C}"><c:chart r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def drawn_object(key: str, kind: str = "Embed") -> str:
    return (
        f'<w:object {NAMES}><v:shape id="s1" style="width:120pt;height:60pt"/>'
        f'<o:OLEObject Type="{kind}" ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" '
        f'ObjectID="_1" r:id="{key}"/></w:object>'
    )


def sheet(*parts: str, target: str = "") -> bytes:
    """A workbook with nothing in it but what is named."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    made = {"[Content_Types].xml": types.encode(), "xl/workbook.xml": b"<workbook/>"}
    made |= dict.fromkeys(parts, b"<x/>")
    if target:
        made["xl/_rels/workbook.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{R}/externalLink" TargetMode="External" '
            f'Target="{target}"/></Relationships>'
        ).encode()
    return archive(made)


def compound(*names: str) -> bytes:
    """[MS-CFB]: one sector of a table, one of a directory with these names."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", head, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", *names)
    )
    return bytes(head) + table + entries.ljust(512, b"\0")


class Word:
    def __init__(self) -> None:
        self.made = docx.Document()
        self.count = 0

    def part(
        self, data: bytes, kind: str, name: str, owner: Part | None = None
    ) -> tuple[str, Part]:
        self.count += 1
        uri = PackURI(f"/word/added/{self.count}_{name}")
        kinds = {"chart": "drawingml.chart+xml", "package": "spreadsheetml.sheet"}
        media = f"application/vnd.openxmlformats-officedocument.{kinds.get(kind, 'oleObject')}"
        part = Part(uri, media, data, self.made.part.package)
        return (owner or self.made.part).relate_to(part, f"{R}/{kind}"), part

    def chart(self, data: bytes) -> str:
        """A chart with its numbers as a workbook."""
        key, chart = self.part(CHART.encode(), "chart", "chart.xml")
        self.part(data, "package", "book.xlsx", chart)
        return drawn_chart(key)

    def say(self, before: str, element: str, after: str = "") -> None:
        line = self.made.add_paragraph(before)
        found = parse_xml(element)
        in_run = found.tag.rpartition("}")[2] in {"drawing", "object", "pict"}
        into = line.add_run().element if in_run else line.paragraph_format.element
        into.append(found)
        if after:
            line.add_run(after)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.made.save(out)
        return out.getvalue()


def whole() -> bytes:
    """One of each that is kept."""
    word = Word()
    word.say("식은 ", EQUATION, " 이다.")
    word.say("", word.chart(sheet()))
    word.say("", GROUP)
    key, _ = word.part(sheet(), "package", "object.xlsx")
    word.say("", drawn_object(key))
    word.say("부서: ", CONTROL)
    return word.saved()


def turned_in_the_middle() -> bytes:
    """A page upright with a header of its own, then one that lies."""
    made = docx.Document()
    made.add_paragraph("세로")
    made.sections[0].header.paragraphs[0].text = "첫 구역"
    second = made.add_section()
    second.orientation = WD_ORIENT.LANDSCAPE
    second.page_width, second.page_height = second.page_height, second.page_width
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "둘째 구역"
    made.add_paragraph("가로")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
