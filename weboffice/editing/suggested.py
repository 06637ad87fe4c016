"""Whose suggestions there are in a room, and whether what a member sends may be one of theirs.

Nobody suggests in another's name [SG3]: an update that speaks of a suggestion speaks of one's own,
or of one that is known to be that person's, as when a line is split or an act is taken back.
Who may only suggest is held to it on a copy of the document [SG2].
"""

from collections.abc import Iterable

from weboffice.editing.model import Member, Mode
from weboffice.ydoc.bounds import Inspected, clocks
from weboffice.ydoc.machine import EMPTY_UPDATE, BadUpdate, SharedDoc
from weboffice.ydoc.model import ROOT
from weboffice.ydoc.suggestions import Branch, Stamp, branches, may_suggest


class Suggested:
    def __init__(self) -> None:
        self.authors: dict[str, str] = {}  # by the suggestion's id
        self._copy: SharedDoc | None = None
        self._tree: tuple[Branch, ...] | None = None  # of the copy

    def takes(self, member: Member, doc: SharedDoc, update: bytes, found: Inspected) -> bool:
        """Raise BadUpdate."""
        who = member.visitor.person_id
        if not self._is_honest(found.stamps, who):
            return False
        if member.right is not Mode.SUGGEST or update == EMPTY_UPDATE:
            return True
        if not found.roots <= {ROOT.encode()}:
            return False
        copy = self._followed(doc)
        before, pages = self._tree or branches(copy), copy.pages.to_py()
        self._copy = self._tree = None
        after = _with(copy, update, found)
        if after is None or not may_suggest(before, after, who):
            return False
        if copy.pages.to_py() != pages:
            return False  # a value that is there already is changed without naming its root
        self._copy, self._tree = copy, after
        return True

    def _is_honest(self, stamps: Iterable[Stamp], who: str) -> bool:
        return all(self.authors.get(stamp.id, who) == stamp.by for stamp in stamps)

    def note(self, found: Inspected) -> tuple[str, ...]:
        """The ids that are new, which are the sender's."""
        new = {stamp.id: stamp.by for stamp in found.stamps if stamp.id not in self.authors}
        self.authors.update(new)
        return tuple(sorted(new))

    def _followed(self, doc: SharedDoc) -> SharedDoc:
        """A copy with all that the room has; one that took what the room did not is thrown away."""
        if self._copy is None:
            self._tree = None
            return SharedDoc([doc.whole()])
        if self._copy.apply(doc.since(self._copy.state())):
            self._tree = None
        return self._copy


def _with(copy: SharedDoc, update: bytes, found: Inspected) -> tuple[Branch, ...] | None:
    """The document with it; None where a part of it would wait for what is not here yet.

    What waits would take effect later, when nobody looks.
    """
    try:
        copy.apply(update)
        if not copy.holds(update):
            return None
    except BadUpdate:
        return None
    here = clocks(copy.state())
    if any(last > here.get(client, 0) for client, last in found.deletes.items()):
        return None
    return branches(copy)
