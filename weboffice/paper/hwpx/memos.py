"""Memos (메모) of an HWPX, read and written: fields of type MEMO around the words they are about.

Hangul knows no answers and nothing that is done with: a thread is a memo for each remark over the
same words, and their ids say what belongs together. A memo of others is a thread of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from weboffice.paper.docx.changes import LONGEST_NAME, moment
from weboffice.paper.docx.comments_read import (
    LONGEST_QUOTE,
    LONGEST_REMARK,
    MOST_OPEN,
    MOST_REMARKS,
    MOST_TALKS,
    runs_in,
)
from weboffice.paper.features import Feature, Losses
from weboffice.paper.markup import quoted, said
from weboffice.paper.model import Block, Change, Inline, Line, Paper, Remark, Run, Talk
from weboffice.paper.safe import attribute, clean, local

F = Feature
_OURS = re.compile(r"^onmaru-(\w{1,80})-(\d{1,4})-(open|done)$")
_NO_SHAPE = "65535"


class Memos:
    """Reads: which memos there are, and which are open over the letters that come now."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.made: dict[str, Talk] = {}
        self.ended: set[str] = set()
        self._open: list[tuple[str, str]] = []  # field, thread
        self._waiting: set[str] = set()
        self._threads: dict[str, str] = {}

    def look_at(self, section: Any) -> None:
        """Which fields end: one that never does is about its line."""
        ends = (one for one in section.iter() if local(one) == "fieldEnd")
        self.ended |= {attribute(one, "beginIDRef") for one in ends}

    def begin(self, field: Any, lines: Iterable[str]) -> None:
        text = clean("\n".join(lines)).strip()
        told = {attribute(e, "name"): e.text or "" for e in field.iter() if attribute(e, "name")}
        key = self._thread(told.get("ID", ""))
        if key is None or not text:
            self.losses[F.COMMENT] += 1
            return
        self.losses[F.COMMENT] += len(text) > LONGEST_REMARK
        author = clean(told.get("Author", "")).strip()[:LONGEST_NAME]
        by = Change(f"~{author}", author, moment(told.get("CreateDateTime", "").strip()))
        talk = self.made[key]
        if len(talk.remarks) < MOST_REMARKS:
            remark = Remark(by, text[:LONGEST_REMARK].strip())
            self.made[key] = replace(talk, remarks=(*talk.remarks, remark))
        else:
            self.losses[F.COMMENT] += 1
        if attribute(field, "id") in self.ended and len(self._open) < MOST_OPEN:
            self._open.append((attribute(field, "id"), key))
        else:
            self._waiting.add(key)

    def _thread(self, name: str) -> str | None:
        found = _OURS.match(name)
        key = self._threads.get(found[1]) if found else None
        if key is None:
            if len(self.made) >= MOST_TALKS:
                return None
            key = str(len(self.made))
            self.made[key] = Talk(key, (), found is not None and found[3] == "done")
            if found:
                self._threads[found[1]] = key
        return key

    def end(self, field: str) -> None:
        self._open = [one for one in self._open if one[0] != field]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(sorted({key for _, key in self._open}))

    def aside(self) -> list[tuple[str, str]]:
        """What is open, while a note or a header is read; to be given back."""
        held, self._open = self._open, []
        return held

    def back(self, held: list[tuple[str, str]]) -> None:
        self._open = held

    def pointed(self, parts: Iterable[Inline]) -> list[Inline]:
        """The parts of a line, all of which a memo without an end is about."""
        waiting, self._waiting = self._waiting, set()
        return [
            replace(part, talks=tuple(sorted({*part.talks, *waiting})))
            if waiting and isinstance(part, Run)
            else part
            for part in parts
        ]

    def found(self, blocks: Iterable[Block]) -> tuple[Talk, ...]:
        """All with what they are about; those without a place are counted."""
        quotes: dict[str, str] = {}
        for run in runs_in(blocks):
            for key in run.talks:
                quotes[key] = (quotes.get(key, "") + run.text)[:LONGEST_QUOTE]
        talks = [talk for talk in self.made.values() if talk.remarks]
        self.losses[F.COMMENT_PLACE] += sum(talk.key not in quotes for talk in talks)
        return tuple(replace(t, quote=" ".join(quotes.get(t.key, "").split())) for t in talks)


@dataclass
class Flow:
    """Lines that follow each other: a section's, or a cell's. A field ends where it began."""

    left: Counter[str]


class Memoed:
    """Writes: each thread in the flow in which it is met first."""

    def __init__(self, paper: Paper, fresh: Iterator[int]) -> None:
        self.talks = {talk.key: talk for talk in paper.talks if talk.remarks}
        self.fresh = fresh
        self.numbers: dict[str, list[int]] = {}
        self.homes: dict[str, Flow] = {}

    def flow(self, blocks: Sequence[Block]) -> Flow:
        lines = (block for block in blocks if isinstance(block, Line))
        runs = (run for line in lines for run in line.inlines if isinstance(run, Run))
        return Flow(Counter(key for run in runs for key in run.talks))

    def around(self, run: Run, made: str, flow: Flow | None) -> str:
        if flow is None:
            return made
        before = after = ""
        for key in run.talks:
            if key not in self.talks:
                continue
            if key not in self.homes:
                self.homes[key] = flow
                self.numbers[key] = [next(self.fresh) for _ in self.talks[key].remarks]
                before += self._begins(key)
            if self.homes[key] is flow:
                flow.left[key] -= 1
                if flow.left[key] == 0:
                    after += self._ends(key)
        return before + made + after

    def _begins(self, key: str) -> str:
        talk = self.talks[key]
        state = "done" if talk.is_resolved else "open"
        pairs = enumerate(zip(self.numbers[key], talk.remarks, strict=True))
        return "".join(
            _control(_begin(number, f"onmaru-{_word(key)}-{place}-{state}", remark))
            for place, (number, remark) in pairs
        )

    def _ends(self, key: str) -> str:
        return "".join(
            _control(f'<hp:fieldEnd beginIDRef="{number}" fieldid="{number}"/>')
            for number in reversed(self.numbers[key])
        )


def _word(key: str) -> str:
    return re.sub(r"\W", "_", key)[:80]


def _control(inner: str) -> str:
    return f'<hp:run charPrIDRef="0"><hp:ctrl>{inner}</hp:ctrl></hp:run>'


def _begin(number: int, name: str, remark: Remark) -> str:
    at = datetime.fromtimestamp(max(remark.by.at, 0) / 1000, UTC)
    texts = {
        "ID": name,
        "CreateDateTime": f"{at:%Y-%m-%dT%H:%M:%SZ}" if remark.by.at > 0 else "",
        "Author": remark.by.name or "?",
        "MemoShapeIDRef": _NO_SHAPE,
    }
    parameters = f'<hp:integerParam name="Number">{number}</hp:integerParam>' + "".join(
        f"<hp:stringParam name={quoted(key)}>{said(value)}</hp:stringParam>"
        for key, value in texts.items()
    )
    lines = "".join(
        '<hp:p id="0" paraPrIDRef="0" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="0"><hp:t>{said(line)}</hp:t></hp:run></hp:p>'
        for line in remark.text.split("\n")
    )
    return (
        f'<hp:fieldBegin id="{number}" type="MEMO" name="" editable="1" dirty="0" zorder="-1" '
        f'fieldid="{number}"><hp:parameters cnt="5" name="">{parameters}</hp:parameters>'
        '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="TOP" '
        'linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" '
        f'hasNumRef="0">{lines}</hp:subList></hp:fieldBegin>'
    )
