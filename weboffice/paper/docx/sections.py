"""Sections of a DOCX: what each says of its pages, as Word understands what it leaves unsaid."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from lxml import etree

from weboffice.paper import setup
from weboffice.paper.docx.parts import NAMESPACES
from weboffice.paper.docx.style import Q, value
from weboffice.paper.model import Paper
from weboffice.paper.safe import local

_REFERENCES = ("headerReference", "footerReference")
_SIZES = ("pgSz", "pgMar")
_COLUMNS = ("cols",)
_EDGES = (*_REFERENCES, "titlePg", "pgNumType")
# The order that the schema wants within sectPr.
_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote",
    "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
)  # fmt: skip
HIGHEST_START = 9_999


def sections_in(body: Any) -> list[Any]:
    """In their order, each with the headers and footers that it has from the one before it."""
    former = f"{Q}sectPrChange"
    found = [one for one in body.iter(f"{Q}sectPr") if one.getparent().tag != former]
    said: dict[tuple[str, str], Any] = {}
    for section in found:
        own = {_key(one) for one in section if local(one) in _REFERENCES}
        for one in [one for key, one in said.items() if key not in own]:
            section.insert(0, deepcopy(one))
        said = {_key(one): one for one in section if local(one) in _REFERENCES}
    return found


def is_flowing(sections: Sequence[Any], section: Any) -> bool:
    """Whether what follows a section begins on the same page."""
    following = next((after for one, after in pairwise(sections) if one is section), None)
    if following is None or value(following.find(f"{Q}type")) != "continuous":
        return False
    sizes = [one.find(f"{Q}pgSz") for one in (section, following)]
    wide, tall = ([value(size, side) for size in sizes] for side in ("w", "h"))
    return wide[0] == wide[1] and tall[0] == tall[1]


def is_uneven(section: Any) -> bool:
    """Whether its columns differ in width: here they do not."""
    columns = section.find(f"{Q}cols")
    widths = [] if columns is None else [value(one, "w") for one in columns.findall(f"{Q}col")]
    is_equal = value(columns, "equalWidth") not in {"0", "false", "off"}
    return not is_equal and len(set(widths)) > 1


def start_of(section: Any) -> int:
    """The number of its first page; 0 where numbers go on."""
    said = value(section.find(f"{Q}pgNumType"), "start")
    return min(int(said), HIGHEST_START) if said.isascii() and said.isdecimal() else 0


def joined(kept: str, own: str, was: Paper, wanted: Paper) -> str:
    """Both are sections, written."""
    made, ours = (etree.fromstring(f"<w:r {NAMESPACES}>{one}</w:r>")[0] for one in (kept, own))
    mended(made, ours, was, wanted)
    return str(etree.tostring(made, encoding="unicode"))


def mended(kept: Any, own: Any, was: Paper, wanted: Paper) -> None:
    """`kept` is of the original: what people set otherwise than it `was` is taken from `own`."""
    if was.page != wanted.page:
        _taken(kept, own, _SIZES)
    if setup.edges(was) != setup.edges(wanted):
        _taken(kept, own, _EDGES)
    if was.columns != wanted.columns:
        _taken(kept, own, _COLUMNS)
    known = {_key(one) for one in kept}
    kept.extend(one for one in list(own) if local(one) in _REFERENCES and _key(one) not in known)
    ordered = sorted(kept, key=lambda one: _rank(local(one)))
    for one in ordered:
        kept.remove(one)
    kept.extend(ordered)


def _key(reference: Any) -> tuple[str, str]:
    return local(reference), value(reference, "type")


def _taken(into: Any, source: Any, names: tuple[str, ...]) -> None:
    for one in [one for one in into if local(one) in names]:
        into.remove(one)
    into.extend([one for one in source if local(one) in names])


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
