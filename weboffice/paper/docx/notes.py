"""Notes of a DOCX, at the foot of a page and at the end of the document, by what refers to them."""

from typing import Any

from weboffice.paper.docx.style import value
from weboffice.paper.safe import Package

FOOT = "footnoteReference"
PARTS = {FOOT: "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}


def notes_of(package: Package) -> dict[tuple[str, str], Any]:
    """By the kind of the reference and the note's id."""
    roots = {kind: package.find_xml(part) for kind, part in PARTS.items()}
    return {
        (kind, value(note, "id")): note
        for kind, root in roots.items()
        for note in (() if root is None else root)
    }
