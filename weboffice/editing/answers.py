"""What newcomers lack and what they bring, worked out once for all who come with the same.

Of many who open a document at once most have nothing of it, or all have what it was yesterday; and
each sends back all its deletions. What brought nothing once brings nothing ever: documents grow.
"""

from collections import OrderedDict

from weboffice.editing import codec
from weboffice.ydoc.machine import SharedDoc

MOST, MOST_BYTES = 4, 8 << 20  # of each kind; one is kept however large


class Answers:
    def __init__(self, doc: SharedDoc) -> None:
        self._doc = doc
        self._turn = -1
        self._made: OrderedDict[bytes, bytes] = OrderedDict()
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._is_cool = True

    def to(self, state: bytes) -> bytes:
        """The message for somebody with `state`, the very same object as long as nothing changes.

        Raise BadUpdate if that is no state.
        """
        self._is_cool = False
        if self._turn != self._doc.turn:
            self._made.clear()
            self._turn = self._doc.turn
        found = self._made.get(state)
        if found is None:
            found = self._made[state] = codec.step2(self._doc.since(state))
            while len(self._made) > MOST or (
                len(self._made) > 1 and sum(map(len, self._made.values())) > MOST_BYTES
            ):
                self._made.popitem(last=False)
        return found

    def knows(self, answer: bytes) -> bool:
        return answer in self._known

    def note_known(self, answer: bytes) -> None:
        """It brought nothing, and is wholly in the document."""
        self._known[answer] = None
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def rest(self) -> bool:
        """Called now and then: lets go of what nobody asked for since then, and tells so."""
        was_cool, self._is_cool = self._is_cool, True
        if was_cool:
            self._made.clear()
            self._known.clear()
            self._doc.rest()
        return was_cool
