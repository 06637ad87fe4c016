"""Takes out of a DOCX' XML what may not be carried along: macros, objects, other files [FM8]."""

import re
from collections.abc import Callable
from typing import Any

from weboffice.paper.docx.parts import R
from weboffice.paper.safe import local

_R = f"{{{R}}}"
# What runs, opens or fetches something, whether or not it names a part.
BARRED = frozenset(
    {
        "object", "control", "OLEObject", "altChunk", "subDoc", "attachedTemplate", "mailMerge",
        "linkStyles", "saveThroughXslt", "attachedSchema", "schemaLibrary", "frameset",
        "numPicBullet", "lvlPicBulletId", "printerSettings", "sectPrChange", "movie", "contentPart",
    }
)  # fmt: skip
_ADDRESSES = frozenset(
    {"href", "src", "althref", "relid", "hyperlinkbase"}
)  # of VML and Office' own attributes
_REACHING = re.compile(
    r"\b(INCLUDE\w*|LINK|DDE\w*|IMPORT|DATABASE|EMBED|MACROBUTTON|RD|AUTOTEXT\w*)\b", re.IGNORECASE
)
Bring = Callable[[str], str | None]


def cleaned(root: Any, bring: Bring = lambda _: None, barred: frozenset[str] = BARRED) -> Any:
    """`root`, changed; `bring` names anew the part that a relation leads to, or says no."""
    for element in list(root.iter()):
        if local(element) in barred or not _brought(element, bring):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in list(element.attrib):
            if name.rpartition("}")[2].lower() in _ADDRESSES:
                del element.attrib[name]
    return root


def _brought(element: Any, bring: Bring) -> bool:
    """Whether all that it names comes along."""
    for name, key in list(element.attrib.items()):
        if not name.startswith(_R):
            continue
        new = bring(str(key))
        if new is None:
            return False
        element.set(name, new)
    return True


def reaches_out(root: Any) -> bool:
    """Whether a field in it fetches, opens or runs something."""
    said = [e.text or "" for e in root.iter() if local(e) in {"instrText", "delInstrText"}]
    said = ["".join(said)]
    for element in root.iter():
        said += [str(v) for n, v in element.attrib.items() if n.rpartition("}")[2] == "instr"]
    return any(_REACHING.search(one) for one in said)
