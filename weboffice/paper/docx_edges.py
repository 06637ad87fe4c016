"""What stands in the header and the footer of a DOCX beside text: the number of the page."""

import re
from typing import Any

from weboffice.paper.docx_style import Q
from weboffice.paper.model import Numbers
from weboffice.paper.safe import local

_DASHED = re.compile(r"^[-–—]\s*\d*\s*[-–—]$")
_WORDS = re.compile(r"[^\W\d_]")


def numbers_of(paragraph: Any) -> Numbers | None:
    """How it numbers the page; None for one that says anything else, or nothing."""
    codes = {
        word.upper()
        for said in _codes(paragraph)
        for word in said.split()[:1]
    }  # fmt: skip
    if "PAGE" not in codes:
        return None
    text = "".join(one.text or "" for one in paragraph.iter(f"{Q}t")).strip()
    if _WORDS.search(text):
        return None
    if "NUMPAGES" in codes:
        return Numbers.OF
    return Numbers.DASH if _DASHED.match(text) else Numbers.PLAIN


def _codes(paragraph: Any) -> list[str]:
    simple = [str(e.get(f"{Q}instr", "")) for e in paragraph.iter() if local(e) == "fldSimple"]
    complex_ = "".join(e.text or "" for e in paragraph.iter() if local(e) == "instrText")
    return simple + re.split(r"(?=\b(?:NUM)?PAGES?\b)", complex_)
