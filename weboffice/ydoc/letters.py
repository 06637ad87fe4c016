"""How much text a document holds, and how much of it an update would delete."""

from pycrdt import XmlElement, XmlFragment, XmlText

from weboffice.ydoc import ytext
from weboffice.ydoc.bounds import only_deletions
from weboffice.ydoc.machine import SharedDoc


def letters(shared: SharedDoc) -> int:
    return _in(shared.body)


def _in(parent: XmlFragment | XmlElement) -> int:
    return sum(
        len(ytext.plain(child)) if isinstance(child, XmlText) else _in(child)
        for child in parent.children
    )


def deleted(shared: SharedDoc, update: bytes) -> int:
    """So many letters that are there now; tried on a copy. Raise BadUpdate."""
    copy = SharedDoc([shared.whole()])
    copy.apply(only_deletions(update))
    return letters(shared) - letters(copy)
