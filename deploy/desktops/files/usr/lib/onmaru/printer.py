"""The printer of a desktop: every program finds it by CUPS's own socket, and what is printed lies
as a PDF in `TRAY` (deploy/desktops/PROTOCOL.md §9).

As much of IPP (RFC 8010, 8011) and HTTP as libcups needs; a print server of its own would take more
memory than this whole process. Only programs of the same user can speak to it.
"""

import contextlib
import itertools
import os
import re
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

SOCKET = Path(os.environ.get("CUPS_SERVER", "/run/desktop/cups.sock"))  # noqa: TID251
TRAY = Path.home() / ".cache/onmaru/prints"
NAME = "온마루-인쇄"
URI = f"ipp://localhost/printers/{quote(NAME)}"
MOST_BYTES = 100 * 1024 * 1024
MOST_WAITING = 20
LONGEST_NAME = 160  # bytes of UTF-8
CHUNK = 256 * 1024

# RFC 8011 and cups/ipp.h
PRINT_JOB, VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT = 0x02, 0x04, 0x05, 0x06
CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x08, 0x09, 0x0A, 0x0B
GET_DEFAULT, GET_PRINTERS = 0x4001, 0x4002
ASKS_PRINTER = (GET_PRINTER, GET_DEFAULT, GET_PRINTERS)
MAKES_NOTHING = (VALIDATE_JOB, GET_JOBS, CANCEL_JOB)
ABOUT_A_JOB = (PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, GET_JOB)
OPERATIONS = (*ASKS_PRINTER, *MAKES_NOTHING, *ABOUT_A_JOB)
OK, NO_PDF, NOT_SUPPORTED = 0, 0x040A, 0x0501
OPERATION_GROUP, JOB_GROUP, END, PRINTER_GROUP = 1, 2, 3, 4
INTEGER, BOOLEAN, ENUM, RESOLUTION, RANGE = 0x21, 0x22, 0x23, 0x32, 0x33
TEXT, NAME_TAG, KEYWORD, URI_TAG, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
IDLE, COMPLETED = 3, 9
DEFAULT_PRINTER, COLOUR, SMALL, MEDIUM = 0x20000, 0x8, 0x200, 0x400
PAGES = {"A4": (595, 842), "A3": (842, 1191), "B5": (516, 729), "Letter": (612, 792)}
MEDIA = ("iso_a4_210x297mm", "iso_a3_297x420mm", "jis_b5_182x257mm", "na_letter_8.5x11in")

Attribute = tuple[int, str, list[object]]
PRINTER: list[Attribute] = [
    (URI_TAG, "printer-uri-supported", [URI]),
    (NAME_TAG, "printer-name", [NAME]),
    (TEXT, "printer-info", ["온마루 인쇄"]),
    (TEXT, "printer-location", ["내 기기의 프린터나 문서함"]),
    (TEXT, "printer-make-and-model", ["Onmaru PDF"]),
    (ENUM, "printer-state", [IDLE]),
    (KEYWORD, "printer-state-reasons", ["none"]),
    (BOOLEAN, "printer-is-accepting-jobs", [True]),
    (BOOLEAN, "printer-is-shared", [False]),
    (ENUM, "printer-type", [DEFAULT_PRINTER | COLOUR | SMALL | MEDIUM]),
    (URI_TAG, "device-uri", ["onmaru:/"]),
    (INTEGER, "queued-job-count", [0]),
    (KEYWORD, "ipp-versions-supported", ["1.1", "2.0"]),
    (ENUM, "operations-supported", list(OPERATIONS)),
    (CHARSET, "charset-configured", ["utf-8"]),
    (CHARSET, "charset-supported", ["utf-8"]),
    (LANGUAGE, "natural-language-configured", ["ko"]),
    (LANGUAGE, "generated-natural-language-supported", ["ko"]),
    (MIME, "document-format-default", ["application/pdf"]),
    (MIME, "document-format-supported", ["application/pdf"]),
    (KEYWORD, "pdl-override-supported", ["attempted"]),
    (KEYWORD, "compression-supported", ["none"]),
    (BOOLEAN, "color-supported", [True]),
    (KEYWORD, "print-color-mode-default", ["color"]),
    (KEYWORD, "print-color-mode-supported", ["color", "monochrome"]),
    (INTEGER, "copies-default", [1]),
    (RANGE, "copies-supported", [(1, 99)]),
    (KEYWORD, "sides-default", ["one-sided"]),
    (KEYWORD, "sides-supported", ["one-sided"]),
    (KEYWORD, "media-default", [MEDIA[0]]),
    (KEYWORD, "media-ready", [MEDIA[0]]),
    (KEYWORD, "media-supported", list(MEDIA)),
    (RESOLUTION, "printer-resolution-default", [300]),
    (RESOLUTION, "printer-resolution-supported", [300]),
]


class Broken(Exception):
    """Not what libcups says."""


def encode(tag: int, value: object) -> bytes:
    if tag == BOOLEAN:
        return struct.pack(">B", bool(value))
    if tag == RESOLUTION:
        return struct.pack(">iiB", value, value, 3)  # dots an inch, both ways
    if isinstance(value, tuple):
        return struct.pack(">ii", *value)
    return struct.pack(">i", value) if isinstance(value, int) else str(value).encode()


def packed(attributes: list[Attribute]) -> bytes:
    made = b""
    for tag, name, values in attributes:
        for place, value in enumerate(values):
            said, raw = name.encode() if place == 0 else b"", encode(tag, value)
            made += struct.pack(">BH", tag, len(said)) + said + struct.pack(">H", len(raw)) + raw
    return made


def answer(status: int, request: int, *groups: tuple[int, list[Attribute]]) -> bytes:
    first: list[Attribute] = [
        (CHARSET, "attributes-charset", ["utf-8"]),
        (LANGUAGE, "attributes-natural-language", ["ko"]),
    ]
    made = struct.pack(">BBHI", 2, 0, status, request)
    for group, attributes in ((OPERATION_GROUP, first), *groups):
        made += struct.pack(">B", group) + packed(attributes)
    return made + struct.pack(">B", END)


def read_attributes(body: bytes) -> tuple[dict[str, bytes], int]:
    """The first value of each, and where the document begins."""
    found: dict[str, bytes] = {}
    at = 8
    while body[at] != END:
        if body[at] < 0x10:  # noqa: PLR2004 - a group begins
            at += 1
            continue
        (length,) = struct.unpack_from(">H", body, at + 1)
        name = body[at + 3 : at + 3 + length].decode()
        at += 3 + length
        (size,) = struct.unpack_from(">H", body, at)
        found.setdefault(name, body[at + 2 : at + 2 + size])
        at += 2 + size
    return found, at + 1


def about(number: int) -> list[Attribute]:
    return [
        (URI_TAG, "job-uri", [f"ipp://localhost/jobs/{number}"]),
        (INTEGER, "job-id", [number]),
        (ENUM, "job-state", [COMPLETED]),
        (KEYWORD, "job-state-reasons", ["none"]),
    ]


class Printer:
    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.titles: dict[int, str] = {}
        self.lock = threading.Lock()

    def hear(self, body: bytes) -> bytes:
        _, _, operation, request = struct.unpack_from(">BBHI", body)
        wish, start = read_attributes(body)
        document = body[start:]
        if operation in ASKS_PRINTER:
            return answer(OK, request, (PRINTER_GROUP, PRINTER))
        if operation in MAKES_NOTHING:
            return answer(OK, request)
        if operation not in ABOUT_A_JOB:
            return answer(NOT_SUPPORTED, request)
        if operation in {CREATE_JOB, PRINT_JOB}:
            number = self.begin(wish)
        else:
            (number,) = struct.unpack(">i", wish.get("job-id", bytes(4)))
        takes = operation in {PRINT_JOB, SEND_DOCUMENT} and bool(document)
        status = self.keep(number, document) if takes else OK
        return answer(status, request, (JOB_GROUP, about(number)))

    def begin(self, wish: dict[str, bytes]) -> int:
        number = next(self.numbers)
        title = wish.get("job-name") or wish.get("document-name") or "문서".encode()
        self.titles[number] = title.decode(errors="replace")
        return number

    def keep(self, number: int, document: bytes) -> int:
        """Whole or not at all; then whoever watches the tray sees it."""
        if not document.startswith(b"%PDF-"):
            return NO_PDF
        waiting = sorted(TRAY.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
        for old in waiting[: max(0, len(waiting) - MOST_WAITING + 1)]:
            old.unlink(missing_ok=True)
        coming = TRAY / f".{number}"
        coming.write_bytes(document)
        coming.rename(self.unused(self.titles.pop(number, "문서")))
        return OK

    def unused(self, title: str) -> Path:
        plain = re.sub(r"[/\0\n\r\t]+", " ", title).strip(" .").removesuffix(".pdf")
        stem = plain.encode()[:LONGEST_NAME].decode(errors="ignore") or "문서"
        names = itertools.chain([stem], (f"{stem} ({number})" for number in itertools.count(2)))
        return next(path for name in names if not (path := TRAY / f"{name}.pdf").exists())


def ppd() -> bytes:
    """What older ways of printing ask for: pages, and that a PDF is taken as it is."""
    lines = [
        '*PPD-Adobe: "4.3"', '*FormatVersion: "4.3"', '*FileVersion: "1.0"',
        "*LanguageVersion: English", "*LanguageEncoding: ISOLatin1", '*PCFileName: "ONMARU.PPD"',
        '*Manufacturer: "Onmaru"', '*Product: "(Onmaru)"', '*ModelName: "Onmaru PDF"',
        '*ShortNickName: "Onmaru PDF"', '*NickName: "Onmaru PDF"', '*PSVersion: "(3010.000) 0"',
        '*LanguageLevel: "3"', "*ColorDevice: True", "*DefaultColorSpace: RGB",
        "*FileSystem: False", "*TTRasterizer: Type42",
        '*cupsVersion: 2.4', '*cupsFilter2: "application/pdf application/pdf 0 -"',
    ]  # fmt: skip
    for option in ("PageSize", "PageRegion"):
        lines += [f"*OpenUI *{option}: PickOne", f"*Default{option}: A4"]
        lines += [f'*{option} {n}: "<</PageSize[{w} {h}]>>setpagedevice"' for n, (w, h) in PAGES.items()]  # fmt: skip  # noqa: E501
        lines += [f"*CloseUI: *{option}"]
    lines += ["*DefaultImageableArea: A4", "*DefaultPaperDimension: A4"]
    lines += [f'*ImageableArea {name}: "0 0 {w} {h}"' for name, (w, h) in PAGES.items()]
    lines += [f'*PaperDimension {name}: "{w} {h}"' for name, (w, h) in PAGES.items()]
    lines += ["*DefaultFont: Courier", '*Font Courier: Standard "(1.0)" Standard ROM']
    return ("\n".join(lines) + "\n").encode()


def head_of(stream: BinaryIO) -> tuple[str, str, dict[str, str]] | None:
    """Method, path and headers; None at the end of the connection."""
    words = stream.readline(4096).decode("latin-1").split()
    if len(words) != 3:  # noqa: PLR2004 - POST / HTTP/1.1
        return None
    headers = {}
    while line := stream.readline(4096).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return words[0], words[1], headers


def chunks(stream: BinaryIO, headers: dict[str, str]) -> Iterator[bytes]:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        yield stream.read(min(int(headers.get("content-length", "0")), MOST_BYTES))
        return
    while size := int(stream.readline(64).split(b";")[0], 16):
        if size > MOST_BYTES:
            raise Broken
        yield stream.read(size)
        stream.readline(64)
    stream.readline(64)


def body_of(stream: BinaryIO, headers: dict[str, str]) -> bytes:
    body = bytearray()
    for chunk in chunks(stream, headers):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Broken
    return bytes(body)


def say(stream: BinaryIO, status: str, kind: str, body: bytes) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    stream.write(head.encode() + body)
    stream.flush()


def converse(peer: socket.socket, printer: Printer) -> None:
    with peer, peer.makefile("rwb") as stream:
        while (head := head_of(stream)) is not None:
            method, path, headers = head
            if headers.get("expect", "").lower() == "100-continue":
                stream.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                stream.flush()
            body = body_of(stream, headers)
            if method == "POST":
                with printer.lock:
                    said = printer.hear(body)
                say(stream, "200 OK", "application/ipp", said)
            elif path.endswith(".ppd"):
                say(stream, "200 OK", "application/vnd.cups-ppd", ppd())
            else:
                say(stream, "404 Not Found", "text/plain", b"")


def serve() -> None:
    TRAY.mkdir(parents=True, exist_ok=True)
    SOCKET.unlink(missing_ok=True)
    printer = Printer()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(SOCKET))
        SOCKET.chmod(0o600)
        listener.listen(16)
        while True:
            peer, _ = listener.accept()
            threading.Thread(target=quietly, args=(peer, printer), daemon=True).start()


def quietly(peer: socket.socket, printer: Printer) -> None:
    """A program that breaks off, or says nonsense, ends its own connection."""
    with contextlib.suppress(OSError, ValueError, IndexError, struct.error, Broken):
        converse(peer, printer)
