"""How the parts of a DOCX hang together (ECMA-376 part 2, Open Packaging Conventions)."""

import posixpath
from dataclasses import dataclass

from weboffice.paper.docx.parts import PACKAGE, R
from weboffice.paper.safe import Package

_KINDS = (
    f"{R}/",
    f"{PACKAGE}/relationships/metadata/",
    f"{PACKAGE}/relationships/digital-signature/",
)


@dataclass(frozen=True)
class Relation:
    """`kind` is the last word of its type; `target` a part's name, or an address outside."""

    key: str
    kind: str
    target: str
    is_outside: bool


def relations_of(package: Package, part: str) -> list[Relation]:
    """Those of kinds that the standard names; `part` is empty for the package's own."""
    root = package.find_xml(table_of(part))
    found = []
    for one in [] if root is None else root:
        said = str(one.get("Type", ""))
        start = next((start for start in _KINDS if said.startswith(start)), None)
        if start is None:
            continue
        is_outside = one.get("TargetMode") == "External"
        target = str(one.get("Target", ""))
        if not is_outside:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")
        found.append(Relation(str(one.get("Id", "")), said.removeprefix(start), target, is_outside))
    return found


def table_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
