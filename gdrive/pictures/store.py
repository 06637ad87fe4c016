"""Pictures in SQL: nodes below a document's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from gdrive.tree.model import Kind, Node, NodeId
from gdrive.tree.store import columns, node_of, nodes


def find(db: Session, picture_id: NodeId) -> Node | None:
    """Of whichever document: its `parent_id` says which."""
    wanted = select(*columns()).where(nodes.c.id == picture_id, nodes.c.kind == Kind.PICTURE.value)
    row = db.execute(wanted).mappings().one_or_none()
    return node_of(row) if row else None
