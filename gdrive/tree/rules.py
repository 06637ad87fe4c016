"""Names and places."""

import re
import unicodedata
from collections.abc import Container, Sequence

from gdrive.tree.model import Drive, Kind, Made, Node, NodeId
from kernel.errors import ConditionMissing, Conflict, Denied, Invalid, Stale
from kernel.text import name_key, nfc

LONGEST_NAME_BYTES = 255  # the limit of ext4 and most others
DEEPEST = 64
# Windows keeps these for devices, with any extension (Naming Files, learn.microsoft.com).
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_FORBIDDEN = set('/\\:*?"<>|')
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


class BadName(Invalid):
    code = "bad_name"


class NameTaken(Conflict):
    code = "name_taken"


class CycleMade(Denied):
    code = "folder_into_itself"


class TooDeep(Denied):
    code = "too_deep"


class NotAFolder(Denied):
    code = "not_a_folder"


class RootFixed(Denied):
    """A drive's own folder is neither renamed, moved nor thrown away."""

    code = "root_fixed"


def clean_name(name: str) -> str:
    """The name as it is kept, or BadName with the reason."""
    kept = nfc(name).strip()
    reason = _fault(kept)
    if reason:
        raise BadName(reason=reason)  # [TR2]
    return kept


def _fault(name: str) -> str | None:
    if not name or not name.strip("."):
        return "empty"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME_BYTES:
        return "too_long"
    if name.endswith("."):
        return "ends_with_dot"
    if _DEVICES.fullmatch(name):
        return "reserved"
    if any(c in _FORBIDDEN or c in _BIDI or unicodedata.category(c) in _UNSEEN for c in name):
        return "forbidden_character"
    return None


# Controls, lone surrogates, unassigned code points, line and paragraph separators (UAX #44).
_UNSEEN = {"Cc", "Cs", "Cn", "Zl", "Zp"}


def numbered(name: str, taken: Container[str]) -> str:
    """`name`, or the first of `name (2).ext`, `name (3).ext` … whose key is not taken [TR1]."""
    if name_key(name) not in taken:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 2
    while True:
        tail = f" ({number}){dot}{ending}"
        room = LONGEST_NAME_BYTES - len(tail.encode())
        found = stem.encode()[:room].decode(errors="ignore").rstrip() + tail
        if name_key(found) not in taken:
            return found
        number += 1


def root_of(drive: Drive, name: str, made: Made) -> Node:
    return _new(drive, None, Kind.FOLDER, name, made)


def child_of(parent: Node, drive: Drive, kind: Kind, name: str, made: Made) -> Node:
    """A node without contents yet; raise BadName."""
    return _new(drive, parent.id, kind, clean_name(name), made)


def _new(drive: Drive, parent_id: NodeId | None, kind: Kind, name: str, made: Made) -> Node:
    return Node(
        id=made.id,
        drive_id=drive.id,
        parent_id=parent_id,
        kind=kind,
        name=name,
        rev=1,
        version=0,
        size_bytes=0,
        media_type="",
        created_by=made.by,
        created_at=made.at,
        updated_by=made.by,
        updated_at=made.at,
        trashed_at=None,
    )


def check_state(node: Node, condition: str | None) -> None:
    """Raise unless `condition` (an entity tag, RFC 9110 §13.1.1) names the node as it is [TR4]."""
    if condition is None:
        raise ConditionMissing(etag=node.etag)
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in condition.split(",")}
    if node.etag not in tags and "*" not in tags:
        raise Stale(etag=node.etag)


def check_folder(node: Node) -> None:
    if node.kind is not Kind.FOLDER:
        raise NotAFolder


def check_movable(node: Node) -> None:
    if node.is_root:
        raise RootFixed


def check_place(node_id: NodeId, height: int, above: Sequence[NodeId]) -> None:
    """`above` are the target folder and its ancestors; `height` the levels under the node [TR3]."""
    if node_id in above:
        raise CycleMade
    if len(above) + height > DEEPEST:
        raise TooDeep(deepest=DEEPEST)


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbours in each word of a name's key; a word of one syllable has none.

    A trigram index finds no word of two syllables, and most Korean search words have two.
    """
    words = name_key(text).split()
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))
