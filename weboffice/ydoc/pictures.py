"""The pictures that a shared document names; their pixels are kept by the drive."""

from collections.abc import Iterator, Mapping

from pycrdt import XmlElement, XmlFragment

from weboffice.ydoc.machine import SharedDoc

TAGS, KEY = frozenset({"picture", "inset"}), "picture"


def keys_in(shared: SharedDoc) -> set[str]:
    return {key for element in _elements(shared.body) if (key := _key(element))}


def rename(shared: SharedDoc, names: Mapping[str, str]) -> None:
    """Each picture by its new name; those without one stay as they are."""
    with shared.doc.transaction():
        for element in _elements(shared.body):
            if name := names.get(_key(element)):
                element.attributes[KEY] = name


def _key(element: XmlElement) -> str:
    """Another client may have written anything."""
    key = element.attributes.get(KEY)
    return key if isinstance(key, str) else ""


def _elements(parent: XmlFragment | XmlElement) -> Iterator[XmlElement]:
    for child in parent.children:
        if isinstance(child, XmlElement):
            if child.tag in TAGS:
                yield child
            else:
                yield from _elements(child)
