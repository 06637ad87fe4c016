"""One shared document in memory: applies updates, answers what somebody lacks.

Updates and states are in Yjs' v1 encoding. pycrdt ends a bad update with ValueError, RuntimeError
or, rarely, a panic of the Rust below; all become BadUpdate here.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pycrdt import Doc, Map, TransactionEvent, XmlFragment
from pycrdt import get_update as _missing_from
from pycrdt import merge_updates as _merge

from weboffice.ydoc.model import PAGES, ROOT

EMPTY_UPDATE = b"\x00\x00"
EMPTY_STATE = b"\x00"
T = TypeVar("T")


class BadUpdate(Exception):
    """Not an update of a document."""


def merge(updates: list[bytes]) -> bytes:
    """One update that does what all do; raise BadUpdate. Quadratic: give it a few dozen."""
    return updates[0] if len(updates) == 1 else _guarded(lambda: _merge(*updates))


def _guarded(call: Callable[[], T]) -> T:
    try:
        return call()
    except (ValueError, RuntimeError) as error:
        raise BadUpdate(str(error)) from error
    except BaseException as error:
        # A Rust panic is no Exception, and its type cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise BadUpdate(str(error)) from error


class SharedDoc:
    """Used by one thread at a time."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self.doc: Doc[XmlFragment] = Doc(allow_multithreading=True)
        self.body: XmlFragment = self.doc.get(ROOT, type=XmlFragment)
        self.turn = 0  # raised by whatever was applied
        self._whole: bytes | None = None
        for update in updates:
            self.apply(update)

    def apply(self, update: bytes) -> None:
        """Raise BadUpdate, after which the document is as before."""
        _guarded(lambda: self.doc.apply_update(update))
        self._whole = None
        self.turn += 1

    def brings(self, update: bytes) -> bool:
        """Apply, and tell whether the update held anything new, also if it must wait for others."""
        state, told = self.state(), list[TransactionEvent]()
        # Not for as long as the document lives: who listens and what is heard hold each other.
        subscription = self.doc.observe(told.append)
        try:
            self.apply(update)
        finally:
            self.doc.unobserve(subscription)
        return bool(told) or _guarded(lambda: _missing_from(update, state))[:1] != b"\x00"

    def holds(self, update: bytes) -> bool:
        """Whether all of what an update adds is here, and nothing of it waits for others."""
        return _guarded(lambda: _missing_from(update, self.state()))[:1] == b"\x00"

    def knows(self, update: bytes) -> bool:
        """Whether applying it would change nothing; tried on a copy. Raise BadUpdate."""
        return update == EMPTY_UPDATE or not SharedDoc([self.whole()]).brings(update)

    @property
    def pages(self) -> Map[Any]:
        doc: Doc[Any] = self.doc
        found: Map[Any] = doc.get(PAGES, type=Map)
        return found

    def state(self) -> bytes:
        """The state vector: how much of each client's work is here."""
        return self.doc.get_state()

    def since(self, state: bytes) -> bytes:
        """What somebody with `state` lacks; raise BadUpdate if that is no state."""
        if state in {b"", EMPTY_STATE}:
            return self.whole()
        return _guarded(lambda: self.doc.get_update(state))

    def whole(self) -> bytes:
        """All of it as one update; kept until the next change or `rest`, for many who ask."""
        if self._whole is None:
            self._whole = self.doc.get_update()
        return self._whole

    def rest(self) -> None:
        """Nobody has asked for a while: what was encoded is let go."""
        self._whole = None
