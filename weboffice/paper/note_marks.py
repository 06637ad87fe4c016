"""Marks of the letters in a footnote, as the shared document has them beside its text.

A list as JSON: from, to (in UTF-16 units), the mark's name, and what it says, if anything. Web:
web/src/weboffice/notes/marks.ts.
"""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from weboffice.paper.fit import merged
from weboffice.paper.model import PLAIN, Run
from weboffice.paper.stamps import marks_of, style_of

MOST_SPANS = 200
_SAID = {"link": "href", "ink": "name"}
_NAMES = frozenset({"bold", "italic", "underline", "strike", *_SAID})


def spans_of(runs: Iterable[Run], longest: int) -> str | None:
    """None where no letter has a mark."""
    spans: list[list[Any]] = []
    at = 0
    for run in runs:
        end = at + _units(run.text)
        for name, said in marks_of(run.style).items():
            value = [said[_SAID[name]]] if name in _SAID else []
            if at < longest:
                spans.append([at, min(end, longest), name, *value])
        at = end
    made = spans[:MOST_SPANS]
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) if made else None


def runs_of(text: str, said: object) -> tuple[Run, ...]:
    """Another client may have written anything."""
    spans = [span for span in _read(said) if span[0] < span[1]]
    units = text.encode("utf-16-le")
    cuts = sorted(
        {0, len(units) // 2, *(min(cut, len(units) // 2) for s in spans for cut in s[:2])}
    )
    runs = []
    for start, stop in pairwise(cuts):
        letters = units[2 * start : 2 * stop].decode("utf-16-le", "ignore")
        marks = {name: value for a, b, name, value in spans if a <= start and stop <= b}
        runs.append(Run(letters, style_of(marks) if marks else PLAIN))
    return tuple(part for part in merged(runs) if isinstance(part, Run))


def _read(said: object) -> list[tuple[int, int, str, dict[str, str]]]:
    try:
        found = json.loads(said) if isinstance(said, str) else []
    except (ValueError, RecursionError):
        return []
    spans = found if isinstance(found, list) else []
    return [span for one in spans[:MOST_SPANS] if (span := _span(one)) is not None]


def _span(one: object) -> tuple[int, int, str, dict[str, str]] | None:
    match one:
        case [int(start), int(end), str(name), *rest] if name in _NAMES and 0 <= start < end:
            if name not in _SAID:
                return start, end, name, {}
            value = rest[0] if rest else None
            return (start, end, name, {_SAID[name]: value}) if isinstance(value, str) else None
    return None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
