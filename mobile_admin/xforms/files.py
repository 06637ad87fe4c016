"""Which files a form names beside itself, and what each of them is for.

Source: ODK XForms specification, "Secondary instances" and "Media"; pyxform 4.5 for addresses.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from lxml import etree

from kernel.text import nfc
from mobile_admin.xforms.safe import local

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no other name for it
LAST_SAVED = "jr://instance/last-saved"
_ADDRESS = re.compile(r"jr://(file-csv|file|images|audio|video)/([^/\\\s][^/\\]*)$")
_PULLED = re.compile(r"pulldata\(" + r"\s*['\"]([^'\"]+)['\"]\s*," * 3)
_OF_LIST = re.compile(r"\s*(?:randomize\()?instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item")


class FileKind(StrEnum):
    LIST = "list"
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"


_KINDS = {"images": FileKind.PICTURE, "audio": FileKind.SOUND, "video": FileKind.FILM}


@dataclass(frozen=True)
class Wanted:
    """A file that a form cannot do without. Of a list: which columns are read, and which of them
    holds the values that are chosen."""

    name: str
    kind: FileKind
    columns: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


def wanted(model: Element, body: Element) -> tuple[Wanted, ...]:
    """In the order of the form, each once."""
    lists = dict(_sources(model))
    columns: dict[str, set[str]] = {name: set() for name in lists.values()}
    values: dict[str, set[str]] = {name: set() for name in lists.values()}
    for source, value, label in _itemsets(body):
        if source in lists:
            values[lists[source]].add(value)
            columns[lists[source]] |= {value, label} - {""}
    for source, column, key in _pulled(model):
        if source in lists:
            columns[lists[source]] |= {column, key}
    found = {
        name: Wanted(name, FileKind.LIST, frozenset(columns[name]), frozenset(values[name]))
        for name in lists.values()
    }
    for address in _shown(model):
        name, kind = address
        found.setdefault(name, Wanted(name, kind))
    return tuple(found.values())


def sources(model: Element) -> Mapping[str, str]:
    """The file of each list by the name that expressions call it."""
    return dict(_sources(model))


def _sources(model: Element) -> Iterator[tuple[str, str]]:
    for instance in model:
        if local(instance.tag) == "instance" and instance.get("src"):
            address = _ADDRESS.match(instance.get("src") or "")
            if address:
                yield str(instance.get("id")), nfc(address[2])


def _itemsets(body: Element) -> Iterator[tuple[str, str, str]]:
    for itemset in body.iter():
        source = _OF_LIST.match(itemset.get("nodeset") or "")
        if local(itemset.tag) == "itemset" and source:
            refs = {local(c.tag): c.get("ref") or "" for c in itemset}
            label = refs.get("label", "")
            yield source[1], refs.get("value", "name"), "" if label.startswith("jr:") else label


def _pulled(model: Element) -> Iterator[tuple[str, str, str]]:
    for element in model.iter():
        for text in element.attrib.values():
            yield from _PULLED.findall(str(text))


def _shown(model: Element) -> Iterator[tuple[str, FileKind]]:
    """Of labels and choices, and pictures that a question begins with."""
    for element in model.iter():
        address = _ADDRESS.match((element.text or "").strip())
        if address and address[1] in _KINDS:
            yield nfc(address[2]), _KINDS[address[1]]
