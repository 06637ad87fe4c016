"""What counts as a document."""

from gdrive.tree.model import Kind, Node
from kernel.errors import NotFound


def check_document(node: Node) -> None:
    if node.kind is not Kind.DOCUMENT:
        raise NotFound
