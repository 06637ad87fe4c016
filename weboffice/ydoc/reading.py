"""A document whose updates are judged where they change something.

Reading a whole text takes some hundred times as long as applying an update to it. So two copies are
kept, as it was and as it is; Yrs' events tell which blocks came, went or changed inside, and only
these are read, in the one and in the other. Of a table only the cells that changed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pycrdt import XmlElement

from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.suggestions import LINE, Branch, part_of, without

MANY = 32  # blocks; from so many on, walking over all is cheaper than finding each
INSERT, DELETE, RETAIN = "insert", "delete", "retain"
Step = tuple[str, int]
Path = tuple[int, ...]
Blocks = tuple[Branch, ...]


@dataclass
class Heard:
    """What Yrs tells of one update: paths after it, and steps over the body's own children."""

    paths: set[Path] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Hunk:
    """Blocks that differ; each the first and the one behind the last."""

    was: tuple[int, int]
    now: tuple[int, int]


class Changed:
    """By the last update; asked before the next one is taken."""

    def __init__(self, was: SharedDoc, now: SharedDoc, heard: Heard) -> None:
        self._was, self._now, self._heard = _Body(was), _Body(now), heard

    def is_suggested_by(self, who: str) -> bool:
        """Whether only this person's own suggestions differ: `may_suggest`, where it changed [SG2].

        A line whose break stays, whatever becomes of the person's suggestions, begins something
        new: nothing before it reaches what is behind it. Between two such lines lies what matters.
        """
        units = {self._unit(path) for path in self._heard.paths}
        whole = sorted({unit[0] for unit in units if len(unit) == 1})
        hunks, places = _hunks(self._heard.steps, whole, sorted({unit[0] for unit in units}))
        inner = (unit for unit in units if len(unit) > 1 and unit[0] in places)
        return all(
            self._is_same_within((places[unit[0]], *unit[1:]), unit, who) for unit in inner
        ) and all(
            without(former, who) == without(now, who) for former, now in self._between(hunks, who)
        )

    def _unit(self, path: Path) -> Path:
        """The innermost element around a change, no line, that with all around it stays as it was.

        Such elements do not reach each other, whatever a person suggested within them; a block
        itself stands for all that has none.
        """
        unit, element = path[:1], self._now[path[0]]
        for depth in range(1, len(path) + 1):
            is_line = not isinstance(element, XmlElement) or element.tag == LINE
            if is_line or path[:depth] in self._heard.paths:
                break
            unit = path[:depth]
            if depth < len(path):
                element = element.children[path[depth]]
        return unit

    def _is_same_within(self, was: Path, now: Path, who: str) -> bool:
        former, element = self._was[was[0]], self._now[now[0]]
        for step in now[1:]:
            if _goes(element, who):
                return True
            former, element = former.children[step], element.children[step]
        return without((part_of(former),), who) == without((part_of(element),), who)

    def _between(self, hunks: list[Hunk], who: str) -> Iterator[tuple[Blocks, Blocks]]:
        """Before and after, between lines that stay."""
        groups: list[tuple[int, list[Hunk]]] = []
        for hunk in hunks:
            floor = groups[-1][1][-1].was[1] if groups else 0
            above = range(hunk.was[0] - 1, floor - 1, -1)
            start = next((at for at in above if not _goes_on(self._was[at], who)), None)
            if start is None and groups:
                groups[-1][1].append(hunk)
            else:
                groups.append((start or 0, [hunk]))
        for start, group in groups:
            (first, _), (_, last) = group[0].was, group[-1].was
            below = range(last, len(self._was))
            stop = next((at + 1 for at in below if not _goes_on(self._was[at], who)), below.stop)
            now = self._now.read(group[0].now[0], group[-1].now[1])
            former = self._was.read(first, last)
            head, tail = self._was.read(start, first), self._was.read(last, stop)
            yield (*head, *former, *tail), (*head, *now, *tail)


class Reading:
    """Used by one thread at a time; `close` it, as Yrs' and Python's memory hold each other."""

    def __init__(self, state: bytes) -> None:
        self.shared, self._was = SharedDoc([state]), SharedDoc([state])
        self._last: bytes | None = None
        self._heard = Heard()
        self._subscription = self.shared.body.observe_deep(partial(_note, self))

    def close(self) -> None:
        self.shared.body.unobserve(self._subscription)

    def take(self, update: bytes) -> Changed:
        """Raise BadUpdate, after which this one is of no use."""
        if self._last is not None:
            self._was.apply(self._last)
        self._heard, self._last = Heard(), update
        self.shared.apply(update)
        return Changed(self._was, self.shared, self._heard)

    def hear(self, events: Iterable[Any]) -> None:
        for event in events:
            if event.path:
                self._heard.paths.add(tuple(event.path))
            else:
                self._heard.steps += [_step(one) for one in event.delta or ()]


class _Body:
    """The blocks of a document that does not change meanwhile."""

    def __init__(self, shared: SharedDoc) -> None:
        self._children = shared.body.children
        self._length = len(self._children)
        self._all: list[Any] | None = None
        self._asked = 0

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> Any:
        self._asked += 1
        if self._all is None and self._asked > MANY:
            self._all = list(self._children)
        return self._children[at] if self._all is None else self._all[at]

    def read(self, first: int, last: int) -> Blocks:
        return tuple(part_of(self[at]) for at in range(first, last))


def _goes_on(child: Any, who: str) -> bool:
    """Whether what is before it may reach what is behind it, without this person's suggestions."""
    return not isinstance(child, XmlElement) or child.tag != LINE or _goes(child, who)


def _goes(child: XmlElement, who: str) -> bool:
    """Whether it, or a line's break, is nothing but a suggestion of this person."""
    edge = Branch("?", {"edge": child.attributes.get("edge")}).edge
    return edge is not None and edge[1].by == who and edge[0] != "del"


def _hunks(
    steps: list[Step], whole: list[int], every: list[int]
) -> tuple[list[Hunk], dict[int, int]]:
    """What differs, in its order, and where those of `every` were that had been there."""
    hunks: list[Hunk] = []
    places: dict[int, int] = {}
    was = now = 0
    end = (RETAIN, every[-1] + 1 if every else 0)
    for kind, count in [*steps, end]:
        left, come = int(kind != INSERT) * count, int(kind != DELETE) * count
        if kind == RETAIN:
            places.update((at, at - now + was) for at in _within(every, now, count))
            hunks += [
                Hunk((places[at], places[at] + 1), (at, at + 1))
                for at in _within(whole, now, count)
            ]
        else:
            hunks.append(Hunk((was, was + left), (now, now + come)))
        was, now = was + left, now + come
    return hunks, places


def _within(places: list[int], first: int, count: int) -> list[int]:
    return places[bisect_left(places, first) : bisect_left(places, first + count)]


def _note(reading: Reading, events: list[Any]) -> None:
    reading.hear(events)


def _step(said: dict[str, Any]) -> Step:
    if INSERT in said:
        return INSERT, len(said[INSERT])
    return (DELETE, said[DELETE]) if DELETE in said else (RETAIN, said[RETAIN])
