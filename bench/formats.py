"""What each format holds, found out by writing it and reading it again: docs/formats.md.

Files are real: ours, LibreOffice's and python-hwpx'. Pages are printed by LibreOffice before and
after a way through each format.

    ./onmaru bench formats           writes the page and its pictures; some minutes
    python -m bench.formats all      the same with LibreOffice's 1,600 files, 260 MB to fetch
"""

import io
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from hwpx import HwpxDocument
from hwpx.oxml import ContainerMember

from bench import Figure
from bench import _formats_hangul as hangul
from bench import _formats_strangers as strangers
from bench._formats_page import FOREIGN, HANGUL, HEAD, KEPT, PAGES, REAL, STRANGERS, TIMES
from bench._formats_samples import PAPERS, SAMPLES, TEXT, cell, has, line
from kernel.settings import ROOT
from tests.weboffice.paper import drawings, word_insets
from weboffice.formats.adapters.converter import TARGETS, TO_DOCX, SandboxConverter
from weboffice.formats.adapters.office import Wish
from weboffice.formats.model import Format
from weboffice.formats.rules import EXPORTS, HOLDS
from weboffice.paper import fit, shared
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Align, Form, Line, Note, Page, Paper, Read, Run, Style, Table
from weboffice.paper.safe import Refusal, open_package

PAGE = ROOT / "docs" / "formats.md"
PICTURES = ROOT / "docs" / "pictures" / "formats"
WAYS = [Format.HWPX, Format.HWP, Format.DOCX, Format.ODT, Format.RTF, Format.HTML, Format.MARKDOWN]
WIDTH_PX = 420
CONVERTER = SandboxConverter()


AT_ONCE = 2
TRIES = 3
T = TypeVar("T")


def always() -> bool:
    return True


def again(what: str, call: Callable[[], T]) -> T:
    """A machine that is busy may refuse what it does a minute later; said, and tried again."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return call()
        except Refusal as refusal:
            if not left:
                raise
            sys.stderr.write(f"{what} is tried again: {refusal} (load {os.getloadavg()[0]:.0f})\n")
    raise AssertionError(what)


def as_file(format_: Format, paper: Paper) -> bytes:
    if format_ is Format.HWP:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "a.hwp"
            made = io.BytesIO(hwpx_write.write(paper))
            HwpxDocument.open(made).save_to_path(file)
            return file.read_bytes()
    return CONVERTER.write(format_, fit.fit(paper, HOLDS[format_])[0], always)


def there_and_back(format_: Format, paper: Paper) -> Read:
    return CONVERTER.read(format_, as_file(format_, paper), always)


@cache
def cell_of(feature: Feature, format_: Format) -> str:
    made = again(f"{feature.value} in {format_.value}", lambda: _cell(feature, format_))
    sys.stderr.write(f"{feature.value:20} {format_.value:6} {made}\n")
    return made


def _cell(feature: Feature, format_: Format) -> str:
    if feature in SAMPLES:
        paper = Paper((line("시작"), *SAMPLES[feature][1], line("끝")))
    else:
        paper = PAPERS[feature][1]
        paper = replace(paper, blocks=paper.blocks or (TEXT,))
    if has(feature, there_and_back(format_, paper).paper):
        return "●"
    return "○" if format_ in HOLDS and feature in HOLDS[format_] else "△"


def matrix() -> list[str]:
    heads = [one.value.upper() for one in WAYS]
    made = [
        f"| 기능 | 편집기 | {' | '.join(heads)} |",
        "|---|:-:|" + ":-:|" * len(heads),
    ]
    names = {feature: name for feature, (name, _) in (*SAMPLES.items(), *PAPERS.items())}
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda one: cell_of(*one), [(f, way) for f in names for way in WAYS]))
    for feature, name in names.items():
        own = "●" if feature in shared.HOLDS else "△"
        found = [cell_of(feature, one) for one in WAYS]
        made.append(f"| {name} | {own} | {' | '.join(found)} |")
    return made


REPORT = Paper(
    (
        Line((Run("안전 점검 추진 계획(안)"),), Form.HEADING, 1, Align.CENTER),
        Line((Run("2030. 1. 7. 스마트서비스과"),), align=Align.RIGHT),
        line("추진 배경", form=Form.HEADING, level=2),
        line("겨울철 시설물 사고가 3년 동안 늘었음", form=Form.OUTLINE),
        Line(
            (Run("(현황)", Style(bold=True)), Run(" 점검 주기 6개월, 기관마다 다름")),
            Form.OUTLINE,
            2,
        ),
        line("점검표가 서로 달라 모아 볼 수 없음", form=Form.OUTLINE, level=3),
        Line(
            (Run("현장에서 "), Run("사진", Style(ink="#b3261e")), Run("을 남기지 않음")),
            Form.OUTLINE,
            4,
        ),
        line("추진 일정", form=Form.HEADING, level=2),
        Table(
            (
                (
                    cell("구분", is_head=True),
                    cell("내용", is_head=True),
                    cell("기한", is_head=True),
                ),
                (cell("준비", 1, 2), cell("점검표 통일"), cell("1월")),
                (cell("담당자 교육"), cell("2월")),
                (cell("시행: 모든 시설 점검", 2), cell("3월")),
            )
        ),
        line("근거", form=Form.HEADING, level=2),
        line("시설물의 안전에 관한 법령", Style(link="https://www.law.example/"), Form.NUMBER),
        line("기관 안전 지침", form=Form.NUMBER),
        Line((Run("예산은 추후 협의함"), Note((Run("2030년 예산안에 반영"),)))),
    ),
    Page(),
    (Line((Run("한빛부"),), align=Align.RIGHT),),
    (),
    "안전 점검 추진 계획(안)",
)


def shoot(name: str, paper: Paper, base: bytes = b"") -> None:
    """The first page as LibreOffice prints it from our DOCX."""
    draw(name, again(name, lambda: CONVERTER.write(Format.PDF, paper, always, base)))


def draw(name: str, pdf: bytes) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "a.pdf"
        source.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDTH_PX), "-scale-to-y", "-1",
             str(source), str(PICTURES / name)],
            check=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Foreign:
    """A file that another program made, and what we say of it."""

    name: str
    format: Format
    data: bytes


def tracked_and_charted() -> Iterator[Foreign]:
    tracked = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    tracked.tracking.insert(tracked.add_paragraph("추가 협의"), " 3월까지", author="이서준")
    yield Foreign("python-hwpx: 변경 추적", Format.HWPX, tracked.to_bytes())
    charted = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    charted.shapes.add_chart(word_insets.CHART.replace('<c:externalData r:id="rId1"/>', ""))
    yield Foreign("python-hwpx: 차트", Format.HWPX, charted.to_bytes())
    yield (
        Foreign("python-docx: 수식, 차트, 도형, 개체, 선택 칸", Format.DOCX, word_insets.whole())
    )
    yield Foreign("python-docx: EMF 그림", Format.DOCX, drawings.word(drawings.emf()))
    yield Foreign("python-docx: 구역", Format.DOCX, word_insets.turned_in_the_middle())


def foreign() -> list[Foreign]:
    document = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    document.notes.add_memo("검토 의견", anchor=1)
    made = [Foreign("python-hwpx: 메모", Format.HWPX, document.to_bytes())]
    styled = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    styled.page.set_columns(2)
    made.append(Foreign("python-hwpx: 2단, 머리말", Format.HWPX, styled.to_bytes()))
    drawn = HwpxDocument.open(io.BytesIO(hwpx_write.write(REPORT)))
    drawn.shapes.add_equation("x = {-b +- sqrt {b^2 - 4ac}} over {2a}")
    drawn.shapes.add_container(
        [
            ContainerMember.text_box(0, 0, 9000, 4000, "기안"),
            ContainerMember.rect(9000, 0, 900, 900),
        ]
    )
    drawn.fields.add_check_box(caption="동의")
    made.append(Foreign("python-hwpx: 수식, 묶인 도형, 양식", Format.HWPX, drawn.to_bytes()))
    made += tracked_and_charted()
    docx = CONVERTER.office.convert(
        Wish("in.odt", CONVERTER.write(Format.ODT, REPORT, always), TO_DOCX), always
    )
    made.append(Foreign("LibreOffice: DOCX", Format.DOCX, docx))
    odt = CONVERTER.write(Format.ODT, REPORT, always)
    rtf = CONVERTER.write(Format.RTF, REPORT, always)
    made.append(Foreign("LibreOffice: ODT", Format.ODT, odt))
    made.append(Foreign("LibreOffice: RTF", Format.RTF, rtf))
    return made


def foreign_rows() -> list[str]:
    made = ["| 파일 | 읽은 문단·표 | 바뀌는 것 | 보존되는 것 |", "|---|--:|---|---|"]
    for one in foreign():
        found = CONVERTER.read(one.format, one.data, always)
        keys = [inset.key for inset in insets_in(found.paper)]
        _, lost = fit.fit(found.paper, shared.HOLDS, keys)
        said, kept = counted(found.losses + lost), counted(found.kept)
        made.append(f"| {one.name} | {len(found.paper.blocks)} | {said} | {kept} |")
    return made


def counted(counts: Losses) -> str:
    return ", ".join(f"{f.value} {count}" for f, count in sorted(counts.items())) or "없음"


def kept_rows() -> list[str]:
    """Which parts beside the text are in the file again: document to file to document to file."""
    made = ["| 파일 | 다시 나온 부분 | 글 안에 그대로 남은 개체 |", "|---|---|---|"]
    for one in foreign():
        if one.format not in {Format.HWPX, Format.DOCX}:
            continue
        found = CONVERTER.read(one.format, one.data, always)
        keys = [inset.key for inset in insets_in(found.paper)]
        paper = fit.fit(found.paper, HOLDS[one.format], keys)[0]
        names = open_package(CONVERTER.write(one.format, paper, always, found.base)).names
        theirs = sorted(names & open_package(one.data).names & open_package(found.base).names)
        said = ", ".join(f"`{name}`" for name in theirs)
        made.append(f"| {one.name} | {said} | {insets(found.paper)} |")
    return made


# Of files that Word made: the end of its name, its source, how we call it.
WORDS = (
    ("test_files/having-images.docx", strangers.SMALL[0], "word-pictures"),
    ("steps/test_files/par-known-styles.docx", strangers.SMALL[0], "word-styles"),
    ("test-data/tables.docx", strangers.SMALL[1], "word-tables"),
)


def real_rows() -> list[str]:
    """Files of Word as LibreOffice prints them, and after a way through the editor."""
    made = ["| 파일 | 전 | 후 | 바뀌는 것 |", "|---|---|---|---|"]
    for name, source, short in WORDS:
        try:
            data = strangers.package_of(name, source)
        except (strangers.NotFetched, StopIteration) as error:
            sys.stderr.write(f"{name} is left out: {error!r}\n")
            continue
        wish = Wish("in.docx", data, TARGETS[Format.PDF])
        draw(f"{short}-before", again(name, lambda: CONVERTER.office.convert(wish, always)))  # noqa: B023
        read = again(name, lambda: CONVERTER.read(Format.DOCX, data, always))  # noqa: B023
        kept, lost = fit.fit(read.paper, shared.HOLDS, [one.key for one in insets_in(read.paper)])
        shoot(f"{short}-after", kept, read.base)
        said = counted(read.losses + lost)
        cells = (f"![](pictures/formats/{short}-{which}.png)" for which in ("before", "after"))
        made.append(f"| {source.name}: `{name}` | {' | '.join(cells)} | {said} |")
    return made


def insets(paper: Paper) -> str:
    return counted(Counter(inset.what for inset in insets_in(paper)))


def times() -> list[str]:
    made = ["| 형식 | 쓰기 | 읽기 | 크기 |", "|---|--:|--:|--:|"]
    for format_ in [*EXPORTS, Format.HWP]:
        start = time.perf_counter()
        data = as_file(format_, REPORT)
        wrote = time.perf_counter() - start
        read = "–"
        if format_ in WAYS:
            start = time.perf_counter()
            CONVERTER.read(format_, data, always)
            read = f"{time.perf_counter() - start:.1f} s"
        made.append(
            f"| {format_.value.upper()} | {wrote:.2f} s | {read} | {len(data) / 1024:.0f} KB |"
        )
    return made


def main() -> None:
    said = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it"
    sys.stdout.write(json.dumps({"machine": said}) + "\n")
    PICTURES.mkdir(parents=True, exist_ok=True)
    shoot("before", REPORT)
    for format_ in (Format.HWPX, Format.HWP, Format.ODT):
        back = again(format_.value, lambda: there_and_back(format_, REPORT))  # noqa: B023
        shoot(f"after-{format_.value}", back.paper)
    parts = [
        HEAD,
        *matrix(),
        "",
        FOREIGN,
        *foreign_rows(),
        "",
        KEPT,
        *kept_rows(),
        "",
        PAGES,
        "",
        REAL,
        *real_rows(),
        "",
        HANGUL,
        *hangul.rows(lambda format_, data: CONVERTER.read(format_, data, always), counted),
        "",
        STRANGERS,
        *strangers.rows(strangers.asked(sys.argv[1:])),
        "",
        TIMES,
        *times(),
        "",
    ]
    PAGE.write_text("\n".join(parts))
    report("features that come back through HWPX", Format.HWPX)
    report("features that come back through DOCX", Format.DOCX)


def report(figure: str, format_: Format) -> None:
    every = (*SAMPLES, *PAPERS)
    found = sum(cell_of(feature, format_) == "●" for feature in every)
    least = len(every) - (format_ is Format.HWPX)  # it has no changes of looks
    promise = f">= {least}"
    none = "none: others' readers do not count what they lose"
    Figure(figure, "features", found, None, none, promise, found >= least).report()


if __name__ == "__main__":
    main()
