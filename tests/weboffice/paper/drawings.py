"""Drawings for Windows, byte by byte, and a DOCX that has one."""

import struct

from tests.weboffice.paper.word_insets import NAMES, Word


def emf(middle: bytes = b"") -> bytes:
    """[MS-EMF]: a filled rectangle of 40 by 20 mm."""
    brush = struct.pack("<IIIIII", 39, 24, 1, 0, 0x1E26B3, 0)
    chosen = struct.pack("<III", 37, 12, 1)
    drawn = struct.pack("<II4i", 43, 24, 0, 0, 400, 200)
    end = struct.pack("<IIIII", 14, 20, 0, 0, 20)
    body = brush + chosen + middle + drawn + end
    head = struct.pack("<II4i4i", 1, 88, 0, 0, 400, 200, 0, 0, 4000, 2000)
    head += struct.pack("<IIIIHHIII", 0x464D4520, 0x10000, 88 + len(body), 5, 2, 0, 0, 0, 0)
    return head + struct.pack("<iiii", 1000, 1000, 100, 100) + body


def wmf(function: int) -> bytes:
    """[MS-WMF]: placeable, with one record."""
    place = struct.pack("<IHhhhhHIH", 0x9AC6CDD7, 0, 0, 0, 1440, 720, 1440, 0, 0)
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 15, 0, 3, 0)
    return place + head + struct.pack("<IH", 3, function) + struct.pack("<IH", 3, 0)


def drawn(key: str) -> str:
    return (
        f'<w:drawing {NAMES}><wp:inline><wp:extent cx="1440000" cy="720000"/>'
        '<wp:docPr id="3" name="그림 1" descr="배치도"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip r:embed="{key}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def word(data: bytes, name: str = "image.emf") -> bytes:
    made = Word()
    key, _ = made.part(data, "image", name)
    made.say("앞", drawn(key), "뒤")
    return made.saved()
