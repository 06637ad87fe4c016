"""Comments whose words are gone, in a file that can keep a comment only at words."""

from collections import Counter
from dataclasses import replace

from weboffice.paper import lines
from weboffice.paper.docx.comments_read import runs_in
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import Block, Inline, Line, Paper, Run, Talk


def placed(paper: Paper) -> tuple[Paper, Losses]:
    """All talks at words: those without go to the first, and say what they were about."""
    kept = {key for run in runs_in(paper.blocks) for key in run.talks}
    lost = [talk for talk in paper.talks if talk.key not in kept and talk.remarks]
    if not lost:
        return paper, Counter()
    keys = {talk.key for talk in lost}
    talks = tuple(_quoting(talk) if talk.key in keys else talk for talk in paper.talks)
    blocks = _First(keys).blocks(paper.blocks)
    return replace(paper, blocks=blocks, talks=talks), Counter({Feature.COMMENT_PLACE: len(lost)})


def _quoting(talk: Talk) -> Talk:
    first, *others = talk.remarks
    said = f"“{talk.quote}”\n{first.text}" if talk.quote else first.text
    return replace(talk, remarks=(replace(first, text=said), *others))


class _First:
    """Gives `keys` to the first run there is; a document without letters gets one that is blank."""

    def __init__(self, keys: set[str]) -> None:
        self.keys = keys

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        made = lines.changed(blocks, self.line)
        if not self.keys:
            return made
        return (Line((Run(" ", talks=tuple(sorted(self.keys))),)), *made)

    def line(self, line: Line) -> Line:
        return replace(line, inlines=tuple(self.inline(part) for part in line.inlines))

    def inline(self, part: Inline) -> Inline:
        if not self.keys or not isinstance(part, Run):
            return part
        keys, self.keys = self.keys, set()
        return replace(part, talks=tuple(sorted({*part.talks, *keys})))
