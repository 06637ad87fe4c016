"""How the pages of a further section of an HWPX are in its file's own words, kept whole [FM8].

Columns, page borders, notes, line numbers, vertical text, master pages: what the editor has no word
for comes back with the section's break, as a fragment. The first section lies in the base itself.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from hashlib import sha256
from typing import Any

from lxml import etree

from weboffice.paper import fragments
from weboffice.paper.model import Fragment
from weboffice.paper.safe import attribute, local

LAST = "last"  # of what has no break behind it
_GONE = frozenset(
    {"presentation", "linesegarray", "header", "footer", "headerApply", "footerApply", "pageNum"}
)


def properties_of(root: Any) -> Any | None:
    """The `secPr` of a section."""
    return next((one for one in root.iter() if local(one) == "secPr"), None)


def columns_of(run: Any) -> Iterator[Any]:
    """The controls of columns beside a `secPr`, in the line that it begins."""
    for control in run.getparent().iter():
        if local(control) == "colPr" and local(control.getparent()) == "ctrl":
            yield control


def kept(root: Any, *, is_last: bool) -> Fragment | None:
    """None where it says nothing, or too much."""
    properties = properties_of(root)
    if properties is None:
        return None
    own = properties.getparent()
    run = etree.Element(own.tag, dict(own.attrib), nsmap=own.nsmap)
    run.append(deepcopy(properties))
    for control in columns_of(own):
        etree.SubElement(run, control.getparent().tag).append(deepcopy(control))
    for one in list(run.iter()):
        if local(one) in _GONE or attribute(one, "binaryItemIDRef"):
            one.getparent().remove(one)
    data = bytes(etree.tostring(named(run), encoding="UTF-8"))
    if len(data) > fragments.MOST_ELEMENT_BYTES:
        return None
    made = fragments.made({fragments.MAIN: data}, {fragments.MAIN: "application/xml"})
    return Fragment(LAST, made.parts, made.types) if is_last else made


def master(key: str) -> str:
    """The name of a master page in a base, by the one that it has in its file."""
    return f"masterpage{int.from_bytes(sha256(key.encode()).digest()[:3], 'big')}"


def named(run: Any) -> Any:
    """With master pages under these names."""
    for one in run.iter():
        if local(one) == "masterPage":
            one.set("idRef", master(attribute(one, "idRef")))
    return run


def with_masters(run: Any, is_there: Callable[[str], bool]) -> Any:
    """Only those whose parts are there."""
    for section in (one for one in run.iter() if local(one) == "secPr"):
        for one in [one for one in section if local(one) == "masterPage"]:
            if not is_there(f"Contents/{attribute(one, 'idRef')}.xml"):
                section.remove(one)
        section.set("masterPageCnt", str(sum(local(one) == "masterPage" for one in section)))
    return run
