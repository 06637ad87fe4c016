"""Office documents and archives, as packages: what runs in them, what leads out, their words."""

import re
from collections.abc import Iterator

from weboffice.paper.docx.clean import reaches_out
from weboffice.paper.safe import Package, Refusal, local

OOXML = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_BY_NAME = (
    ("vbaproject", "macro"),
    ("vbadata", "macro"),
    ("/macrosheets/", "macro"),
    ("/dialogsheets/", "macro"),
    ("activex", "script"),
    ("customui", "script"),
    ("webextension", "script"),
    ("/embeddings/", "embedded"),
    ("/externallinks/external", "linked"),
)
_WORDS = frozenset({"t", "v", "p", "h", "span", "a", "instrText", "text"})
_BLOCKS = frozenset({"p", "si", "row", "h", "tr", "c"})
_ODF = re.compile(r"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)")
_ODF_NAMES = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}


def form_of(package: Package) -> str:
    """docx, xlsx, pptx, hwpx, odt, ods, odp, jar, or zip for what is merely packed."""
    if "mimetype" in package.names:
        said = package.read("mimetype")[:200].decode("ascii", "replace").strip()
        if said == "application/hwp+zip":
            return "hwpx"
        if found := _ODF.match(said):
            return _ODF_NAMES[found[1]]
    if "[Content_Types].xml" in package.names:
        for start, form in OOXML.items():
            if any(name.lower().startswith(start) for name in package.names):
                return form
    return "jar" if "META-INF/MANIFEST.MF" in package.names else "zip"


def traits(package: Package, form: str) -> Iterator[tuple[str, str]]:
    """(trait, part) for each that is found."""
    if form == "jar":
        yield "program", "META-INF/MANIFEST.MF"
    for name in sorted(package.names):
        low = name.lower()
        if form in {"docx", "xlsx", "pptx"}:
            yield from _of_ooxml(package, name, low)
        elif form == "hwpx" and low.startswith("scripts/"):
            yield "script", name
        elif form.startswith("od") and low.startswith(("basic/", "scripts/")):
            if not low.endswith("/"):
                yield "macro", name
        elif form.startswith("od") and re.match(r"object[^/]*$", low):
            yield "embedded", name


def _of_ooxml(package: Package, name: str, low: str) -> Iterator[tuple[str, str]]:
    for word, trait in _BY_NAME:
        if word in low:
            yield trait, name
    if low.endswith(".rels") and _leads_out(package, name):
        yield "linked", name
    if low == "[content_types].xml" and _has_macros(package, name):
        yield "macro", name
    if low.startswith("word/") and low.endswith(".xml") and reaches_out(package.xml(name)):
        yield "linked", name


def _has_macros(package: Package, name: str) -> bool:
    """A name may hide it, but without its type no office runs it."""
    types = package.xml(name)
    return any("macroenabled" in str(one.get("ContentType", "")).lower() for one in types)


def _leads_out(package: Package, name: str) -> bool:
    return any(
        one.get("TargetMode") == "External" and not str(one.get("Type", "")).endswith("/hyperlink")
        for one in package.xml(name)
        if local(one) == "Relationship"
    )


def texts(package: Package, form: str) -> Iterator[str]:
    """The words of each part of XML that has any; comments, notes and hidden sheets as well."""
    if form in {"zip", "jar"}:
        return
    for name in sorted(package.names):
        if name.lower().endswith(".xml") and not name.startswith("["):
            try:
                root = package.xml(name)
            except Refusal:
                continue  # a part that no office could read either
            if found := _words(root):
                yield found


def _words(root: object) -> str:
    """Runs of one paragraph stand together: a number may be set in two of them."""
    lines: list[str] = [""]
    for element in root.iter():  # type: ignore[attr-defined]
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        if name in _BLOCKS:
            lines.append("")
        if name in _WORDS and element.text:
            lines[-1] += element.text
        if element.tail and element.tail.strip():
            lines[-1] += element.tail
    return "\n".join(line for line in lines if line.strip())


def inside(package: Package, form: str) -> list[str]:
    """Parts that are files themselves."""
    names = sorted(name for name in package.names if not name.endswith("/"))
    if form in {"zip", "jar"}:
        return names
    return [name for name in names if "/embeddings/" in name.lower()]
