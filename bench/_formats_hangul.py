"""Files in the words of Hangul itself: forms of official letters, and documents that it saved.

The few that free packages bring. Fetched as strangers' files are, and not ours to keep either. How
Hangul shows them nobody can tell here: what was read of them is counted instead.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from bench._formats_strangers import NotFetched, Source, files
from weboffice.formats.model import Format
from weboffice.paper.features import Losses
from weboffice.paper.lines import lines_in
from weboffice.paper.model import Paper, Picture, Read, Run, Table

HANGUL = (
    Source(
        "kordoc 4.14.1 (npm)", ("npm", "pack", "-s", "kordoc@4.14.1"), "kordoc-4.14.1.tgz",
        "c8caa0028a473ab135d0463c72abc2043ddf104bf8beba5d75b25e28ad60e97b",
    ),
    Source(
        "jakal-hwpx 1.0 (PyPI)",
        ("/usr/bin/python3", "-m", "pip", "download", "-q", "--no-deps", "--no-binary",
         "jakal-hwpx", "jakal-hwpx==1.0"),
        "jakal_hwpx-1.0.tar.gz",
        "1953dbec0307f645da3921c63bc6bec729cd4713c258988365c261428452f0d8",
    ),
)  # fmt: skip
ENDINGS = (".hwp", ".hwpx")
Reader = Callable[[Format, bytes], Read]


def found() -> Iterator[tuple[str, str, bytes]]:
    """Where from, the name, the file; a source that is not to be had is left out, and said."""
    for source in HANGUL:
        try:
            for name, data in files(source, ENDINGS):
                yield source.name, PurePosixPath(name).name, data
        except NotFetched:
            sys.stderr.write(f"{source.name} is not to be had\n")


def format_of(name: str) -> Format:
    return Format(PurePosixPath(name).suffix[1:])


def rows(read: Reader, said: Callable[[Losses], str]) -> list[str]:
    """Of the page."""
    made = ["| 파일 | 글이 있는 줄 | 표 | 그림 | 링크 | 바뀌는 것 |", "|---|--:|--:|--:|--:|---|"]
    for source, name, data in found():
        read_ = read(format_of(name), data)
        counts = " | ".join(str(counted(read_.paper)[key]) for key in COUNTED)
        made.append(f"| {source}: `{name}` | {counts} | {said(read_.losses)} |")
    return made


COUNTED = ("lines", "tables", "pictures", "links")


def counted(paper: Paper) -> Counter[str]:
    made: Counter[str] = Counter()
    made["tables"] = sum(isinstance(block, Table) for block in paper.blocks)
    for line in lines_in(paper.blocks):
        runs = [part for part in line.inlines if isinstance(part, Run)]
        made["lines"] += any(run.text.strip() for run in runs)
        made["links"] += sum(run.style.link is not None for run in runs)
        made["pictures"] += sum(isinstance(part, Picture) for part in line.inlines)
    return made
