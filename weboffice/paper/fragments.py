"""Insets of a file on their way into its base and out of it again [FM10]."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from weboffice.paper import lines
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import Fragment, Inline, Inset, Paper, Read, Run

MOST = 500
MOST_BYTES = 6 << 20  # of one
MOST_ELEMENT_BYTES = 512 << 10
LONGEST_TEXT = 200
MAIN = "0.xml"
_WORDS = {
    Feature.EQUATION: "수식", Feature.CHART: "차트", Feature.SHAPE: "도형",
    Feature.OBJECT: "개체", Feature.FIELD: "양식", Feature.CONTROL: "양식",
}  # fmt: skip


def made(parts: Mapping[str, bytes], types: Mapping[str, str]) -> Fragment:
    """Named by what it holds: the same in two files is the same."""
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(f"{name}\0{len(parts[name])}\0".encode())
        digest.update(parts[name])
    return Fragment(digest.hexdigest()[:20], dict(parts), dict(types))


def said(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


def without(inset: Inset) -> Inline:
    """What stands where an inset cannot: its picture, or what can be said of it."""
    if inset.picture is not None:
        return inset.picture
    if inset.what in {Feature.CONTROL, Feature.SECTION}:
        return Run(inset.text if inset.what is Feature.CONTROL else "")
    word = _WORDS.get(inset.what, "개체")
    return Run(f"[{word}: {inset.text}]" if inset.text else f"[{word}]")


def insets_in(paper: Paper) -> Iterator[Inset]:
    for line in lines.lines_in(paper.blocks):
        yield from (part for part in line.inlines if isinstance(part, Inset))


def based(found: Read, base: bytes, kept: Losses) -> Read:
    """`found` on its base; without one its insets are lost, and counted."""
    if base or not found.fragments:
        return replace(found, base=base, kept=kept, fragments=())
    losses = Counter(found.losses)

    def gone(part: Inline) -> Inline:
        if not isinstance(part, Inset):
            return part
        if part.pages is not None:  # what it says of its pages needs no file
            return replace(part, key="")
        losses[part.what] += 1
        return without(part)

    blocks = lines.with_inlines(found.paper.blocks, gone)
    return Read(replace(found.paper, blocks=blocks), losses, base, kept)
