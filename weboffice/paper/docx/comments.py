"""Comments of a DOCX (ECMA-376 §17.13.4; threads by [MS-DOCX] commentsExtended), written."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from weboffice.paper.docx.comments_read import runs_in
from weboffice.paper.docx.parts import OFFICE, R, W
from weboffice.paper.markup import HEAD, quoted, said
from weboffice.paper.model import Paper, Remark, Run, Talk

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


@dataclass(frozen=True)
class Part:
    name: str
    media_type: str
    relation: str
    data: bytes


class Commented:
    """Begins and ends ranges while runs are written; talks that no run is about are left out."""

    def __init__(self, paper: Paper) -> None:
        self.left = Counter(key for run in runs_in(paper.blocks) for key in run.talks)
        self.begun: set[str] = set()
        self.talks = [talk for talk in paper.talks if talk.key in self.left and talk.remarks]
        self.ids: dict[str, range] = {}
        first = 0
        for talk in self.talks:
            self.ids[talk.key] = range(first, first + len(talk.remarks))
            first += len(talk.remarks)

    def around(self, run: Run, made: str) -> str:
        for key in run.talks:
            ids = self.ids.get(key, range(0))
            if ids and key not in self.begun:
                self.begun.add(key)
                made = "".join(f'<w:commentRangeStart w:id="{one}"/>' for one in ids) + made
        for key in run.talks:
            self.left[key] -= 1
            if self.left[key] == 0:
                made += "".join(_end(one) for one in self.ids.get(key, range(0)))
        return made

    def parts(self) -> list[Part]:
        if not self.talks:
            return []
        comments = "".join(
            _comment(number, remark)
            for talk in self.talks
            for number, remark in zip(self.ids[talk.key], talk.remarks, strict=True)
        )
        extended = "".join(self._threads(talk) for talk in self.talks)
        names = f'xmlns:w14="{_W14}" xmlns:w15="{_W15}" xmlns:mc="{_MC}" mc:Ignorable="w14 w15"'
        return [
            Part(
                "comments.xml", f"{OFFICE}.comments+xml", f"{R}/comments",
                f'{HEAD}<w:comments xmlns:w="{W}" {names}>{comments}</w:comments>'.encode(),
            ),
            Part(
                "commentsExtended.xml", f"{OFFICE}.commentsExtended+xml", _EXTENDED,
                f"{HEAD}<w15:commentsEx {names}>{extended}</w15:commentsEx>".encode(),
            ),
        ]  # fmt: skip

    def _threads(self, talk: Talk) -> str:
        first, *others = self.ids[talk.key]
        done = f'w15:done="{int(talk.is_resolved)}"'
        answers = "".join(
            f'<w15:commentEx w15:paraId="{_paragraph(one)}" '
            f'w15:paraIdParent="{_paragraph(first)}" {done}/>'
            for one in others
        )
        return f'<w15:commentEx w15:paraId="{_paragraph(first)}" {done}/>{answers}'


def _paragraph(number: int) -> str:
    return f"{number + 1:08X}"


def _end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def _comment(number: int, remark: Remark) -> str:
    at = datetime.fromtimestamp(max(remark.by.at, 0) / 1000, UTC)
    date = f' w:date="{at:%Y-%m-%dT%H:%M:%SZ}"' if remark.by.at > 0 else ""
    name = remark.by.name or "?"
    lines = remark.text.split("\n")
    # The last paragraph's id is what threads go by.
    ids = [""] * (len(lines) - 1) + [f' w14:paraId="{_paragraph(number)}"']
    inner = "".join(
        f'<w:p{one}><w:r><w:t xml:space="preserve">{said(line)}</w:t></w:r></w:p>'
        for one, line in zip(ids, lines, strict=True)
    )
    return (
        f'<w:comment w:id="{number}" w:author={quoted(name)}{date} '
        f"w:initials={quoted(name[:1])}>{inner}</w:comment>"
    )
