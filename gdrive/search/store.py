"""Names that hold words, among the nodes that somebody may read: rights are in the query."""

from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from gdrive.access.model import Who
from gdrive.search.rules import as_pattern
from gdrive.tree.model import NodeId
from gdrive.tree.rules import DEEPEST, bigrams

# A node is readable if and only if a way up from it meets an entrance: a drive of one's own, or a
# grant to oneself. No grant hides, so the first entrance decides (gdrive.access.rules).
_FIND = text(
    "WITH RECURSIVE"
    " found AS MATERIALIZED ("
    "  SELECT id, parent_id, trashed_at, name_key, updated_at FROM gdrive_nodes"
    "  WHERE bigrams @> CAST(:bigrams AS varchar[]) AND name_key LIKE ALL(:patterns)"
    "  AND trashed_at IS NULL AND parent_id IS NOT NULL AND kind <> 'picture'),"
    " up(start, id, parent_id, trashed, depth) AS ("
    "  SELECT id, id, parent_id, false, 0 FROM found"
    "  UNION ALL SELECT up.start, n.id, n.parent_id, n.trashed_at IS NOT NULL, depth + 1"
    "  FROM gdrive_nodes n JOIN up ON n.id = up.parent_id WHERE depth <= :deepest),"
    " entrances AS ("
    "  SELECT id FROM gdrive_drives WHERE (kind = 'personal' AND owner_id = :person)"
    "   OR (kind = 'division' AND owner_id = ANY(:manages))"
    "  UNION SELECT node_id FROM gdrive_grants WHERE (subject_kind = 'person'"
    "   AND subject_id = :person) OR (subject_kind = 'division'"
    "   AND subject_id = ANY(:divisions))),"
    " open AS (SELECT start FROM up GROUP BY start HAVING NOT bool_or(trashed)"
    "  AND bool_or(id IN (SELECT id FROM entrances)))"
    " SELECT found.id FROM found JOIN open ON open.start = found.id"
    " ORDER BY found.name_key LIKE :first DESC, found.updated_at DESC, found.id LIMIT :limit"
)


def find(db: Session, who: Who, words: Sequence[str], limit: int) -> list[NodeId]:
    """Names that begin with the first word come first, then the latest."""
    pairs: Collection[str] = frozenset().union(*map(bigrams, words))
    rows = db.scalars(
        _FIND,
        {
            "bigrams": sorted(pairs),
            "patterns": [_within(word) for word in words],
            "first": f"{as_pattern(words[0])}%",
            "person": who.user_id,
            "divisions": sorted(who.divisions),
            "manages": sorted(who.manages),
            "deepest": DEEPEST,
            "limit": limit,
        },
    )
    return [NodeId(node_id) for node_id in rows]


def _within(word: str) -> str:
    return f"%{as_pattern(word)}%"
