"""A document that is read once, and afterwards only where it changes.

Reading a whole text takes some hundred times as long as applying an update to it. Yrs' events tell
which of its blocks came, went or changed inside; only these are read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.suggestions import LINE, Branch, part_of, without

MANY = 32  # blocks; from so many on, walking over all is cheaper than finding each
INSERT, DELETE, RETAIN = "insert", "delete", "retain"
Step = tuple[str, int]


@dataclass(frozen=True)
class Changed:
    """The blocks before and after an update; outside of `first` and `ends` they are the same."""

    before: Sequence[Branch]
    after: Sequence[Branch]
    first: int
    ends: tuple[int, int]  # behind the last that differs, before and after

    def is_suggested_by(self, who: str) -> bool:
        """Whether only this person's own suggestions differ: `may_suggest`, where it changed [SG2].

        A line whose break stays, whatever becomes of the person's suggestions, begins something
        new: nothing before it reaches what is behind it. Between two such lines lies what matters.
        """
        if self.first == max(self.ends):
            return True
        above = range(self.first - 1, -1, -1)
        start = next((at for at in above if _stays(self.before[at], who)), 0)
        below = range(self.ends[0], len(self.before))
        stop = next((at + 1 for at in below if _stays(self.before[at], who)), len(self.before))
        more = stop - self.ends[0]
        former, now = self.before[start:stop], self.after[start : self.ends[1] + more]
        return without(tuple(former), who) == without(tuple(now), who)


def _stays(part: Branch, who: str) -> bool:
    if part.tag != LINE:
        return False
    edge = part.edge
    return edge is None or edge[1].by != who or edge[0] == "del"


class Reading:
    """Used by one thread at a time; `close` it, as Yrs' and Python's memory hold each other."""

    def __init__(self, state: bytes) -> None:
        self.shared = SharedDoc([state])
        self.parts = [part_of(child) for child in self.shared.body.children]
        self._heard: list[tuple[int, list[Step]]] = []  # a block that changed, or steps over all
        self._subscription = self.shared.body.observe_deep(partial(_note, self._heard))

    def close(self) -> None:
        self.shared.body.unobserve(self._subscription)

    def take(self, update: bytes) -> Changed:
        """Raise BadUpdate, after which this one is of no use."""
        self._heard.clear()
        self.shared.apply(update)
        before, after = self.parts, list(self.parts)
        marks = _Marks()
        for _, steps in self._heard:
            marks.walk(after, steps)
        for at, steps in self._heard:
            if not steps:
                marks.touch(at)
        self._read(after, marks.touched)
        self.parts = after
        first, end = marks.span(len(after))
        return Changed(before, after, first, (end + len(before) - len(after), end))

    def _read(self, parts: list[Branch], touched: set[int]) -> None:
        children = self.shared.body.children
        if len(touched) >= MANY:
            for at, child in enumerate(children):
                if at in touched:
                    parts[at] = part_of(child)
            return
        for at in touched:
            parts[at] = part_of(children[at])


_UNREAD = Branch("?", {})


class _Marks:
    """Which blocks are to be read, by their places after the update."""

    def __init__(self) -> None:
        self.touched: set[int] = set()
        self._edges: list[int] = []  # where blocks went

    def touch(self, at: int) -> None:
        self.touched.add(at)

    def walk(self, parts: list[Branch], steps: list[Step]) -> None:
        at = 0
        for kind, count in steps:
            if kind == DELETE:
                del parts[at : at + count]
                self._edges.append(at)
                continue
            if kind == INSERT:
                parts[at:at] = [_UNREAD] * count
                self.touched.update(range(at, at + count))
            at += count

    def span(self, length: int) -> tuple[int, int]:
        """The first place that differs, and the one behind the last."""
        starts = [*self.touched, *self._edges]
        if not starts:
            return length, length
        return min(starts), max([*(at + 1 for at in self.touched), *self._edges])


def _note(heard: list[tuple[int, list[Step]]], events: list[Any]) -> None:
    for event in events:
        if event.path:
            heard.append((int(event.path[0]), []))
        elif event.delta:
            heard.append((0, [_step(one) for one in event.delta]))


def _step(said: dict[str, Any]) -> Step:
    if INSERT in said:
        return INSERT, len(said[INSERT])
    return (DELETE, said[DELETE]) if DELETE in said else (RETAIN, said[RETAIN])
