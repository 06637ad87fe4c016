"""The pictures of a paper, one by one: made anew, kept elsewhere, brought back."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from weboffice.paper import lines
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import Inline, Inset, Line, Paper, Picture, Run

MOST_PICTURES = 300
MOST_BYTES = 60 << 20
Remake = Callable[[bytes], tuple[bytes, str] | None]
Fetch = Callable[[str], tuple[bytes, str] | None]


def without(picture: Picture) -> Run:
    """What stands where a picture cannot."""
    return Run(f"[그림: {picture.alt}]" if picture.alt else "[그림]")


def pictures_in(paper: Paper) -> Iterator[Picture]:
    for line in lines.lines_in(paper.blocks):
        for part in line.inlines:
            shown = part.picture if isinstance(part, Inset) else part
            if isinstance(shown, Picture):
                yield shown


def changed(paper: Paper, change: Callable[[Picture], Inline]) -> Paper:
    own = partial(_line, change)
    header, footer = (tuple(map(own, edge)) for edge in (paper.header, paper.footer))
    blocks = lines.changed(paper.blocks, own)
    return replace(paper, blocks=blocks, header=header, footer=footer)


def remade(paper: Paper, remake: Remake) -> tuple[Paper, Losses]:
    """With pictures made anew, as many and as large as an import may bring; others are counted."""
    losses: Losses = Counter()
    seen, size = 0, 0

    def change(picture: Picture) -> Inline:
        nonlocal seen, size
        seen += 1
        found = remake(picture.data) if seen <= MOST_PICTURES and size < MOST_BYTES else None
        if found is None:
            losses[Feature.PICTURE] += 1
            return without(picture)
        size += len(found[0])
        return replace(picture, data=found[0], media_type=found[1])

    return changed(paper, change), losses


def filled(paper: Paper, fetch: Fetch) -> tuple[Paper, Losses]:
    """With the bytes of the pictures that a document names; those that are gone are counted."""
    losses: Losses = Counter()
    size = 0

    def change(picture: Picture) -> Inline:
        nonlocal size
        found = fetch(picture.key) if size < MOST_BYTES else None
        if found is None:
            losses[Feature.PICTURE] += 1
            return without(picture)
        size += len(found[0])
        return replace(picture, data=found[0], media_type=found[1])

    return changed(paper, change), losses


def _line(change: Callable[[Picture], Inline], line: Line) -> Line:
    if not any(isinstance(part, Picture | Inset) for part in line.inlines):
        return line
    return replace(line, inlines=tuple(_part(change, part) for part in line.inlines))


def _part(change: Callable[[Picture], Inline], part: Inline) -> Inline:
    """An inset whose picture cannot be had shows what it is in words."""
    if isinstance(part, Inset) and part.picture is not None:
        made = change(part.picture)
        return replace(part, picture=made if isinstance(made, Picture) else None)
    return change(part) if isinstance(part, Picture) else part
