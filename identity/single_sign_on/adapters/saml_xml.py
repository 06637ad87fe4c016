"""An answer as XML, before anybody believes it: small, plain, and without a document type.

Sources: SAML 2.0 Bindings §3.5.4 (base64), Core §1.3 (strings and times).
"""

from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

LONGEST = 400_000  # characters of base64: an answer with hundreds of groups has a tenth of that
ELEMENTS, ATTRIBUTES, NAMESPACES = 4_000, 32, 400  # writing XML canonically takes their square
PROTOCOL = "{urn:oasis:names:tc:SAML:2.0:protocol}"
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"


class Unbelievable(ValueError):
    """Why, in our own words and for the log: nothing of what the answer says."""


def document(posted: str) -> etree._Element:
    if len(posted) > LONGEST:
        raise Unbelievable("too long")
    try:
        raw = b64decode("".join(posted.split()), validate=True)
        text = raw.decode("utf-8")
    except ValueError as error:
        raise Unbelievable("not base64 of UTF-8") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unbelievable("it has a document type")
    if text.count("xmlns") > NAMESPACES:
        raise Unbelievable("too many namespaces")
    try:
        root = etree.fromstring(raw, parser())
    except etree.XMLSyntaxError as error:
        raise Unbelievable("not XML") from error
    _check_size(root)
    _check_ids(root)
    return root


def parser() -> etree.XMLParser:
    """UTF-8 whatever the answer calls itself: what was looked through is what is read."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
    )


def _check_size(root: etree._Element) -> None:
    for number, node in enumerate(root.iter()):
        if number >= ELEMENTS:
            raise Unbelievable("too many elements")
        if node.tag is etree.Entity:
            raise Unbelievable("it has entities")
        if isinstance(node.tag, str) and len(node.attrib) > ATTRIBUTES:
            raise Unbelievable("too many attributes")


def _check_ids(root: etree._Element) -> None:
    """A signature names what it signs by its ID: nothing else may have it, in any spelling."""
    ids = Counter(
        value
        for element in root.iter(etree.Element)
        for name, value in element.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    )
    if any(times > 1 for times in ids.values()):
        raise Unbelievable("two elements have one ID")


def only(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.findall(tag)
    if len(found) != 1:
        raise Unbelievable(f"{len(found)} {etree.QName(tag).localname}, not one")
    return found[0]


def whole_text(element: etree._Element) -> str:
    """All of it: a comment in the middle is no end [SO2]."""
    return "".join(_pieces(element)).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            raise Unbelievable(f"elements in {etree.QName(element).localname}")
        yield child.tail or ""


def instant(element: etree._Element, name: str) -> datetime | None:
    """UTC, also where it does not say so (Core §1.3.3)."""
    said = element.get(name)
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(said)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unbelievable(f"{name} is no time") from error
