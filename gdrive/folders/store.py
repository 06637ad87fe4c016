"""Pages of a folder, by key and not by number: what comes or goes meanwhile shifts nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, text, tuple_
from sqlalchemy.orm import Session

from gdrive.folders.model import Order, Place, SortKey, Twig
from gdrive.tree.model import Kind, Node, NodeId
from gdrive.tree.rules import DEEPEST
from gdrive.tree.store import columns, node_of, nodes

_KEYS = {
    SortKey.NAME: nodes.c.name_key,
    SortKey.UPDATED_AT: nodes.c.updated_at,
    SortKey.SIZE: nodes.c.size_bytes,
}


def children(
    db: Session, parent_id: NodeId, order: Order, after: Place | None, limit: int
) -> list[Node]:
    is_file = nodes.c.kind != Kind.FOLDER.value
    key, node_id = _KEYS[order.key], nodes.c.id
    directed = (key.desc(), node_id.desc()) if order.descending else (key.asc(), node_id.asc())
    found = (
        select(*columns())
        .where(nodes.c.parent_id == parent_id, nodes.c.trashed_at.is_(None))
        .order_by(is_file, *directed)
        .limit(limit)
    )
    if after is not None:
        found = found.where(_beyond(is_file, order, after))
    return [node_of(row) for row in db.execute(found).mappings()]


def _beyond(is_file: ColumnElement[bool], order: Order, after: Place) -> ColumnElement[bool]:
    here = tuple_(_KEYS[order.key], nodes.c.id)
    there = tuple_(_bound(order.key, after.value), literal(str(after.node_id)))
    further = here < there if order.descending else here > there
    same_kind = is_file == (not after.is_folder)
    return or_(is_file, and_(same_kind, further)) if after.is_folder else and_(is_file, further)


def _bound(key: SortKey, value: str | int) -> Any:
    if key is SortKey.UPDATED_AT:
        return literal(datetime.fromisoformat(str(value)), _KEYS[key].type)
    return literal(value, _KEYS[key].type)


def folders_under(db: Session, roots: Iterable[NodeId], limit: int) -> list[Twig]:
    """All folders from `roots` down, those in the trash left out; by name."""
    rows = db.execute(
        text(
            "WITH RECURSIVE down(id, parent_id, name, name_key, depth) AS ("
            " SELECT id, parent_id, name, name_key, 0 FROM gdrive_nodes WHERE id = ANY(:roots)"
            " UNION ALL SELECT n.id, n.parent_id, n.name, n.name_key, depth + 1"
            " FROM gdrive_nodes n JOIN down ON n.parent_id = down.id"
            " WHERE n.kind = 'folder' AND n.trashed_at IS NULL AND depth <= :deepest"
            ") SELECT id, parent_id, name FROM down ORDER BY depth, name_key, id LIMIT :limit"
        ),
        {"roots": list(roots), "deepest": DEEPEST, "limit": limit},
    )
    return [Twig(NodeId(r.id), NodeId(r.parent_id) if r.parent_id else None, r.name) for r in rows]


def place_of(node: Node, name_key: str, order: Order) -> Place:
    values: dict[SortKey, str | int] = {
        SortKey.NAME: name_key,
        SortKey.UPDATED_AT: node.updated_at.isoformat(),
        SortKey.SIZE: node.size_bytes,
    }
    return Place(node.kind is Kind.FOLDER, values[order.key], node.id)
