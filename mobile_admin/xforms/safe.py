"""Reading XML that strangers send: no entities, no network, no more than a device would send."""

from dataclasses import dataclass, field
from weakref import ref

from lxml import etree

from kernel.errors import Invalid
from kernel.text import nfc
from mobile_admin.xforms.values import NOTHING, Node

LARGEST_FORM = 8 << 20  # bytes; the largest form we know (WHO verbal autopsy) has 1.2 million
LARGEST_ANSWERS = 4 << 20
MOST_ELEMENTS = 60_000
LONGEST_NAME = 200
_PARSER = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


class XmlRefused(Invalid):
    """`reason`: too_large, malformed, declares_a_type."""

    code = "xml_refused"


def parse(data: bytes, largest: int) -> "etree._Element":
    """Raise XmlRefused [FS6]."""
    if len(data) > largest:
        raise XmlRefused(reason="too_large")
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as error:
        raise XmlRefused(reason="malformed") from error
    if root is None:
        raise XmlRefused(reason="malformed")
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused(reason="declares_a_type")
    return root


def as_node(element: "etree._Element") -> Node:
    """Text as people see it: Hangul in one form, wherever it was typed."""
    return _Copy().of(element, None)


@dataclass
class _Copy:
    left: int = MOST_ELEMENTS
    names: dict[object, str] = field(default_factory=dict)  # a form says the same ones for ever

    def of(self, element: "etree._Element", around: "ref[Node] | None") -> Node:
        self.left -= 1
        if self.left < 0:
            raise XmlRefused(reason="too_large")
        tag = element.tag
        name = self.names.get(tag)
        if name is None:
            name = self.names[tag] = local(tag) if isinstance(tag, str) else ""
        if not name:
            return Node("", around=around)
        said, text = element.items(), element.text
        attributes = {local(key): nfc(str(value)) for key, value in said} if said else NOTHING
        node = Node(name, nfc(text) if text else "", attributes, [], around)
        if len(element):
            inside = ref(node)
            node.children = [self.of(child, inside) for child in element]
        return node


def local(name: object) -> str:
    return str(name).rpartition("}")[2][:LONGEST_NAME]
