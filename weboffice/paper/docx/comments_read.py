"""Comments of a DOCX (ECMA-376 §17.13.4; threads by [MS-DOCX] commentsExtended), read.

A range that never ends, or ends before it begins, is none; a comment without a range is about the
line in which it is referred to. One that has no place at all is kept, and counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from weboffice.paper.docx.changes import change_of
from weboffice.paper.docx.style import Q, value
from weboffice.paper.features import Feature, Losses
from weboffice.paper.lines import lines_in
from weboffice.paper.model import Block, Inline, Remark, Run, Talk
from weboffice.paper.safe import Package, clean, local

F = Feature
RANGES = frozenset({"commentRangeStart", "commentRangeEnd"})
MOST_TALKS, MOST_REMARKS, LONGEST_REMARK, LONGEST_QUOTE = 2000, 200, 4000, 300
MOST_OPEN = 40  # ranges over one letter
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n"}


@dataclass(frozen=True)
class _Said:
    id: str
    remark: Remark
    paragraph: str


class Talks:
    """What is said in a package; `losses` counts what could not be kept."""

    def __init__(self, package: Package, losses: Losses) -> None:
        self.losses = losses
        self.made: dict[str, Talk] = {}
        self.key_of: dict[str, str] = {}  # comment → its thread
        self.told: set[str] = set()  # all that there are, also those that were not kept
        self.open: list[str] = []
        self.whole: frozenset[str] = frozenset()
        self.waiting: set[str] = set()
        root = package.find_xml("word/comments.xml")
        if root is not None:
            self._gather(list(self._said(root)), _Threads(package))

    def _said(self, root: Any) -> Iterator[_Said]:
        for element in root.findall(f"{Q}comment"):
            self.told.add(value(element, "id"))
            paragraphs = element.findall(f".//{Q}p")
            whole = clean("\n".join(_letters(one) for one in paragraphs)).strip()
            text = whole[:LONGEST_REMARK].strip()
            self.losses[F.COMMENT] += text != whole or not text
            if text:
                last = paragraphs[-1].get(f"{W14}paraId", "")
                yield _Said(value(element, "id"), Remark(change_of(element), text), last)

    def _gather(self, said: list[_Said], threads: "_Threads") -> None:
        groups: dict[str, list[_Said]] = {}
        for one in said:
            key = f"p{threads.root(one.paragraph)}" if one.paragraph else f"c{one.id}"
            groups.setdefault(key, []).append(one)
        for number, group in enumerate(groups.values()):
            if number >= MOST_TALKS:
                self.losses[F.COMMENT] += len(group)
                continue
            self.losses[F.COMMENT] += max(0, len(group) - MOST_REMARKS)
            remarks = tuple(one.remark for one in group[:MOST_REMARKS])
            is_resolved = any(threads.is_done(one.paragraph) for one in group)
            self.made[str(number)] = Talk(str(number), remarks, is_resolved)
            self.key_of.update({one.id: str(number) for one in group})

    def look_at(self, body: Any) -> None:
        """Which ranges begin and end, in this order."""
        begun: set[str] = set()
        ended: set[str] = set()
        for element in body.iter(*(f"{Q}{name}" for name in RANGES)):
            key = value(element, "id")
            if local(element) == "commentRangeStart":
                begun.add(key)
            elif key in begun:
                ended.add(key)
        self.whole = frozenset(ended)

    def pass_(self, element: Any) -> None:
        """A range begins or ends here."""
        key = value(element, "id")
        if local(element) == "commentRangeEnd":
            self.open = [one for one in self.open if one != key]
        elif key in self.whole and key in self.key_of and len(self.open) < MOST_OPEN:
            self.open.append(key)

    def refer(self, element: Any) -> None:
        key = value(element, "id")
        self.losses[F.COMMENT] += key not in self.told
        if key in self.key_of and key not in self.whole:
            self.waiting.add(self.key_of[key])

    def over(self, parts: Iterable[Inline]) -> Iterator[Inline]:
        """The parts of what a range is open over."""
        for part in parts:
            keys = {self.key_of[one] for one in self.open}
            yield _about(part, keys) if keys else part

    def pointed(self, parts: Iterable[Inline]) -> list[Inline]:
        """The parts of a line, all of which what only points into it is about."""
        made = list(parts)
        waiting, self.waiting = self.waiting, set()
        return [_about(part, waiting) for part in made] if waiting else made

    def found(self, blocks: Iterable[Block]) -> tuple[Talk, ...]:
        """All with what they are about; those without a place are counted."""
        quotes: dict[str, str] = {}
        for run in runs_in(blocks):
            for key in run.talks:
                before = quotes.get(key, "")
                quotes[key] = (before + run.text)[:LONGEST_QUOTE]
        self.losses[F.COMMENT_PLACE] += sum(key not in quotes for key in self.made)
        return tuple(
            replace(talk, quote=" ".join(quotes.get(key, "").split()))
            for key, talk in self.made.items()
        )


class _Threads:
    """Which paragraph answers which, and what is done with."""

    def __init__(self, package: Package) -> None:
        self.parents: dict[str, str] = {}
        self.done: set[str] = set()
        root = package.find_xml("word/commentsExtended.xml")
        for one in [] if root is None else root.findall(f"{W15}commentEx"):
            key = one.get(f"{W15}paraId", "").upper()
            if parent := one.get(f"{W15}paraIdParent", "").upper():
                self.parents[key] = parent
            if one.get(f"{W15}done", "0").lower() in {"1", "true", "on"}:
                self.done.add(key)

    def root(self, paragraph: str) -> str:
        """The first of its thread; a circle is cut where it would begin again."""
        key, seen = paragraph.upper(), set[str]()
        while key in self.parents and key not in seen:
            seen.add(key)
            key = self.parents[key]
        return min(seen) if key in seen else key

    def is_done(self, paragraph: str) -> bool:
        """Whether the thread is, of its first comment."""
        return bool(paragraph) and self.root(paragraph) in self.done


def runs_in(blocks: Iterable[Block]) -> Iterator[Run]:
    """In the order of the text, without notes."""
    for line in lines_in(blocks):
        yield from (part for part in line.inlines if isinstance(part, Run))


def _about(part: Inline, keys: Iterable[str]) -> Inline:
    if not isinstance(part, Run):
        return part
    return replace(part, talks=tuple(sorted({*part.talks, *keys})))


def _letters(paragraph: Any) -> str:
    made: list[str] = []
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            made.append(element.text or "")
        elif name in _SIGNS and local(element.getparent()) == "r":
            made.append(_SIGNS[name])
    return "".join(made)
