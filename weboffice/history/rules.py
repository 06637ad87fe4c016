"""How strokes become chapters."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kernel.errors import Invalid
from kernel.text import nfc
from weboffice.history.model import Chapter, Stroke

PAUSE = timedelta(minutes=10)  # who writes again later begins a new chapter
LONGEST = timedelta(hours=1)
LONGEST_NAME = 80


class VersionNameInvalid(Invalid):
    code = "version_name_invalid"


def chapters(strokes: Iterable[Stroke]) -> list[Chapter]:
    """Strokes in the order of their numbers; the oldest chapter first [HI1]."""
    found: list[Chapter] = []
    for stroke in strokes:
        if found and _goes_on(found[-1], stroke):
            found[-1] = _with(found[-1], stroke)
        else:
            writers = (stroke.person_id,)
            found.append(Chapter(stroke.first, stroke.last, stroke.began, stroke.ended, writers))
    return found


def _goes_on(chapter: Chapter, stroke: Stroke) -> bool:
    # Two who write in the same minute have strokes whose numbers interleave: never part them.
    if stroke.first <= chapter.last:
        return True
    return stroke.began - chapter.ended <= PAUSE and stroke.ended - chapter.began <= LONGEST


def _with(chapter: Chapter, stroke: Stroke) -> Chapter:
    is_new = stroke.person_id not in chapter.writers
    return Chapter(
        chapter.first,
        max(chapter.last, stroke.last),
        chapter.began,
        max(chapter.ended, stroke.ended),
        (*chapter.writers, stroke.person_id) if is_new else chapter.writers,
    )


def with_suggestions(chapters: Iterable[Chapter], made: Iterable[int]) -> list[Chapter]:
    """`made` are the numbers of the log at which suggestions were made [SG3]."""
    numbers = sorted(made)
    return [
        replace(
            chapter,
            suggested=bisect_right(numbers, chapter.last) - bisect_left(numbers, chapter.first),
        )
        for chapter in chapters
    ]


def version_name(wished: str) -> str:
    """Raise VersionNameInvalid when nothing is left of it, or too much."""
    name = " ".join(nfc(wished).split())
    if not name or len(name) > LONGEST_NAME:
        raise VersionNameInvalid(most=LONGEST_NAME)
    return name
