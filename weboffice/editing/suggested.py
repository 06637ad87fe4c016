"""Whose suggestions there are in a room, and whether what a member sends may be one of theirs.

Nobody suggests in another's name [SG3]: an update that speaks of a suggestion speaks of one's own,
or of one that is known to be that person's, as when a line is split or an act is taken back.
Who may only suggest is held to it on copies of the document [SG2], read only where they differ.
"""

from collections.abc import Iterable

from weboffice.editing.model import Member, Mode
from weboffice.ydoc.bounds import Inspected, clocks
from weboffice.ydoc.machine import EMPTY_UPDATE, BadUpdate, SharedDoc
from weboffice.ydoc.model import ROOT
from weboffice.ydoc.reading import Reading
from weboffice.ydoc.suggestions import Stamp

MOST_BEHIND = 64  # updates of others that the copy has not taken; more are asked for in one


class Suggested:
    def __init__(self) -> None:
        self.authors: dict[str, str] = {}  # by the suggestion's id
        self._copy: Reading | None = None
        self._behind: list[bytes] | None = []  # None: too many to keep

    def takes(self, member: Member, doc: SharedDoc, update: bytes, found: Inspected) -> bool:
        """Raise BadUpdate."""
        who = member.visitor.person_id
        if not self._is_honest(found.stamps, who):
            return False
        if member.right is not Mode.SUGGEST or update == EMPTY_UPDATE:
            return True
        if found.roots <= {ROOT.encode()} and _is_suggestion(
            self._followed(doc), update, found, who
        ):
            return True
        self.forget()  # the copy took what the room does not
        return False

    def _is_honest(self, stamps: Iterable[Stamp], who: str) -> bool:
        return all(self.authors.get(stamp.id, who) == stamp.by for stamp in stamps)

    def note(self, found: Inspected) -> tuple[str, ...]:
        """The ids that are new, which are the sender's."""
        new = {stamp.id: stamp.by for stamp in found.stamps if stamp.id not in self.authors}
        self.authors.update(new)
        return tuple(sorted(new))

    def heard(self, update: bytes) -> None:
        """What the room took, from whomever."""
        if self._copy is not None and self._behind is not None:
            self._behind.append(update)
            if len(self._behind) > MOST_BEHIND:
                self._behind = None

    def stay_for(self, members: Iterable[Member]) -> None:
        """The copy is let go when nobody is here any more who may only suggest."""
        if self._copy is not None and all(one.right is not Mode.SUGGEST for one in members):
            self.forget()

    def forget(self) -> None:
        if self._copy is not None:
            self._copy.close()
        self._copy, self._behind = None, []

    def _followed(self, doc: SharedDoc) -> Reading:
        """The copy, with all that the room has."""
        if self._copy is None:
            self._copy = Reading(doc.whole())
        elif self._behind is None:
            self._copy.take(doc.since(self._copy.shared.state()))
        else:
            for update in self._behind:
                self._copy.take(update)
        self._behind = []
        return self._copy


def _is_suggestion(copy: Reading, update: bytes, found: Inspected, who: str) -> bool:
    """Not where a part of it would wait for what is not here yet.

    What waits would take effect later, when nobody looks.
    """
    pages = copy.shared.pages.to_py()
    try:
        changed = copy.take(update)
        if not copy.shared.holds(update):
            return False
    except BadUpdate:
        return False
    here = clocks(copy.shared.state()) if found.deletes else {}
    if any(last > here.get(client, 0) for client, last in found.deletes.items()):
        return False
    # A value that is there already may be changed without naming its root.
    return changed.is_suggested_by(who) and copy.shared.pages.to_py() == pages
