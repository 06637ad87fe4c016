"""Plain text: lines, the signs of lists, tabs between cells."""

from collections import Counter

from weboffice.paper import fit
from weboffice.paper.features import Feature
from weboffice.paper.model import Form, Line, Paper, Read, Run, plain
from weboffice.paper.numbers import counted
from weboffice.paper.safe import Reason, Refusal

HOLDS = frozenset({Feature.OUTLINE, Feature.LIST})


def write(paper: Paper) -> bytes:
    lines = [_line(block, number) for block, number in counted(paper.blocks)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _line(block: object, number: int) -> str:
    if not isinstance(block, Line):
        return ""
    text = plain(block if block.form in {Form.TEXT, Form.HEADING} else fit.signed(block))
    if block.form is Form.NUMBER:
        text = text.replace("1.", f"{number}.", 1)
    return text.replace("\n", "\r\n")


def read(data: bytes) -> Read:
    """UTF-8 or, as old Korean files are, CP949."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.removesuffix("\n").split("\n")
    return Read(Paper(tuple(Line((Run(t),) if t else ()) for t in lines)), Counter())


def decode(data: bytes) -> str:
    """Raise Refusal for what is no text."""
    for encoding in (
        ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp949")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal(Reason.NOT_THIS_FORMAT)
