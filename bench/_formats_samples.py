"""What a document can have, one sample of each, and how one tells that it is still there."""

import struct
import zlib
from collections.abc import Callable, Sequence

from weboffice.paper import bands, grid
from weboffice.paper.features import Feature
from weboffice.paper.model import (
    Align,
    Block,
    Cell,
    Change,
    Figures,
    Form,
    Line,
    Note,
    Numbers,
    PageBreak,
    Paper,
    Picture,
    Remark,
    Restyled,
    Rule,
    Run,
    Stand,
    Style,
    Table,
    Talk,
)

F = Feature


def line(text: str, style: Style | None = None, form: Form = Form.TEXT, level: int = 1) -> Line:
    return Line((Run(text, style or Style()),), form, level)


def cell(text: str, columns: int = 1, rows: int = 1, *, is_head: bool = False) -> Cell:
    return Cell((line(text),), columns, rows, is_head)


def dot() -> bytes:
    """A picture of 2 × 2 dots, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    rows = zlib.compress(b"\0\x0b\x50\xd0\xb3\x26\x1e" + b"\0\x1d\x6b\x32\x9a\x4a\x00")
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


KIM = Change("~김하늘", "김하늘", 1_760_000_000_000)
TEXT = line("본문")
GRID = Table(
    (
        (cell("구분", is_head=True), cell("내용", is_head=True)),
        (cell("가"), cell("나")),
    )
)
MERGED = Table(((cell("넓은 칸", 2), cell("높은 칸", 1, 2)), (cell("가"), cell("나"))))
LINES = Table(((Cell((line("첫 줄"), line("둘째 줄"))), cell("나")),))

LOOKS = Table(
    (
        (
            Cell((line("위"),), fill="#dbe9fb", stand=Stand.TOP),
            Cell((line("아래"),), stand=Stand.BOTTOM),
        ),
        (cell("가"), cell("나")),
    )
)


def marked(**marks: object) -> list[Block]:
    return [Line((Run("앞 "), Run("한글", Style(**marks)), Run(" 뒤")))]  # type: ignore[arg-type]


SAMPLES: dict[Feature, tuple[str, Sequence[Block]]] = {
    F.HEADING: ("제목 1–3단계", [line("제목", form=Form.HEADING, level=2)]),
    F.DEEP_HEADING: ("제목 4–6단계", [line("제목", form=Form.HEADING, level=5)]),
    F.OUTLINE: (
        "개조식 □ ○ - ·",
        [line(f"단계 {n}", form=Form.OUTLINE, level=n) for n in (1, 2, 3, 4)],
    ),
    F.LIST: (
        "목록(글머리표·번호, 4단계)",
        [line(f"항목 {n}", form=Form.NUMBER, level=n) for n in (1, 2, 1)]
        + [line("점", form=Form.BULLET)],
    ),
    F.ALIGN: ("가운데·오른쪽 정렬", [Line((Run("가운데"),), align=Align.CENTER)]),
    F.BOLD: ("굵게", marked(bold=True)),
    F.ITALIC: ("기울임", marked(italic=True)),
    F.UNDERLINE: ("밑줄", marked(underline=True)),
    F.STRIKE: ("취소선", marked(strike=True)),
    F.INK: ("글자 색", marked(ink="#b3261e")),
    F.FILL: ("형광펜", marked(fill="#ffff00")),
    F.SIZE: ("글자 크기", marked(size=20.0)),
    F.FONT: ("글꼴", marked(font="나눔명조")),
    F.TRACKING: ("자간", marked(tracking=-5)),
    F.LEADING: ("줄 간격", [Line((Run("넓게"),), leading=180)]),
    F.SCRIPT: ("첨자", marked(script="super")),
    F.LINK: ("링크", marked(link="https://www.law.example/a?b=1&c=2")),
    F.TABLE: ("표", [GRID]),
    F.TABLE_HEAD: ("표의 머리 행", [GRID]),
    F.SPAN: ("합친 칸", [MERGED]),
    F.CELL_LINES: ("칸 안의 여러 줄", [LINES]),
    F.CELL_FILL: ("셀 배경색", [LOOKS]),
    F.CELL_STAND: ("셀 안의 세로 맞춤", [LOOKS]),
    F.RULE: ("가로줄", [line("위"), Rule(), line("아래")]),
    F.PAGE_BREAK: ("쪽 나눔", [line("앞 쪽"), PageBreak(), line("뒤 쪽")]),
    F.PICTURE: (
        "그림",
        [Line((Picture(dot(), "image/png", 30.0, 20.0, "그림"),))],
    ),
    F.NOTE: ("각주", [Line((Run("본문"), Note((Run("각주의 글"),))))]),
    F.NOTE_MARKS: (
        "각주 안의 굵게·링크",
        [
            Line(
                (
                    Run("본문"),
                    Note(
                        (
                            Run("근거 ", Style(bold=True)),
                            Run("법령", Style(link="https://www.law.example/")),
                        )
                    ),
                )
            )
        ],
    ),
    F.NOTE_FACE: (
        "각주 안의 글꼴",
        [Line((Run("본문"), Note((Run("근거 "), Run("법령", Style(font="나눔명조"))))))],
    ),
    F.WIDTHS: ("열 너비", [Table(GRID.rows, (0.3, 0.7))]),
    F.INSERTION: (
        "변경 추적(넣고 뺀 글)",
        [Line((Run("예산 "), Run("십억", struck=KIM), Run("백억", added=KIM)))],
    ),
    F.OTHER_CHANGE: (
        "변경 추적(글자 모양)",
        [Line((Run("굵게 "), Run("한글", Style(bold=True), restyled=Restyled(KIM, Style()))))],
    ),
}
SAID = ["근거는?", "작년 결산"]
ABOUT = (Line((Run("예산은 "), Run("십억", talks=("a",)))),)
BAND = (Line((Run("한빛부\t대외비\t{page}"),)),)
PAPERS: dict[Feature, tuple[str, Paper]] = {
    F.HEADER: ("머리말 왼쪽·가운데·오른쪽, 쪽 번호 필드", Paper(header=BAND)),
    F.PAGE_COUNT: ("쪽 번호 1 / 5", Paper(numbers=Numbers.OF)),
    F.FIGURES: ("쪽 번호 가, 나, 다", Paper(numbers=Numbers.DASH, figures=Figures.HANGUL)),
    F.COMMENT: (
        "의견(메모)",
        Paper(ABOUT, talks=(Talk("a", (Remark(KIM, SAID[0]),), quote="십억"),)),
    ),
    F.COMMENT_REPLY: (
        "의견의 답",
        Paper(ABOUT, talks=(Talk("a", tuple(Remark(KIM, one) for one in SAID), quote="십억"),)),
    ),
    F.FIRST_BAND: (
        "첫 쪽의 다른 머리말",
        Paper(is_first_bare=True, header=BAND, first_header=(line("결재용"),)),
    ),
}
HAS: dict[Feature, Callable[[Paper], bool]] = {
    F.HEADING: lambda p: any(b.form is Form.HEADING for b in lines_of(p)),
    F.DEEP_HEADING: lambda p: any(b.form is Form.HEADING and b.level == 5 for b in lines_of(p)),
    F.OUTLINE: lambda p: [b.level for b in lines_of(p) if b.form is Form.OUTLINE] == [1, 2, 3, 4],
    F.LIST: lambda p: [b.level for b in lines_of(p) if b.form is Form.NUMBER] == [1, 2, 1],
    F.ALIGN: lambda p: any(b.align is Align.CENTER for b in lines_of(p)),
    F.TABLE: lambda p: any(isinstance(b, Table) and grid.width(b) == 2 for b in p.blocks),
    F.TABLE_HEAD: lambda p: any(c.is_head for c in cells_of(p)),
    F.SPAN: lambda p: (
        any(c.columns == 2 for c in cells_of(p)) and any(c.rows == 2 for c in cells_of(p))
    ),
    F.CELL_LINES: lambda p: any(len(c.lines) == 2 for c in cells_of(p)),
    F.RULE: lambda p: any(isinstance(b, Rule) for b in p.blocks),
    F.PAGE_BREAK: lambda p: any(isinstance(b, PageBreak) for b in p.blocks),
    F.PICTURE: lambda p: any(isinstance(i, Picture) for b in lines_of(p) for i in b.inlines),
    F.NOTE: lambda p: any(isinstance(i, Note) for b in lines_of(p) for i in b.inlines),
    F.NOTE_MARKS: lambda p: any(
        [bool(r.style.bold or r.style.link) for r in i.runs] == [True, True]
        for b in lines_of(p)
        for i in b.inlines
        if isinstance(i, Note)
    ),
    F.LEADING: lambda p: [b.leading for b in lines_of(p) if b.leading] == [180],
    F.CELL_FILL: lambda p: [c.fill for c in cells_of(p)] == ["#dbe9fb", None, None, None],
    F.CELL_STAND: lambda p: [c.stand for c in cells_of(p)] == [Stand.TOP, Stand.BOTTOM, None, None],
    F.NOTE_FACE: lambda p: any(
        [r.style.font for r in i.runs] == [None, "나눔명조"]
        for b in lines_of(p)
        for i in b.inlines
        if isinstance(i, Note)
    ),
    F.WIDTHS: lambda p: any(
        isinstance(b, Table) and len(b.widths) == 2 and b.widths[0] < 0.35 for b in p.blocks
    ),
    F.INSERTION: lambda p: (
        [(i.text, bool(i.struck)) for i in runs_of(p) if i.struck or i.added]
        == [("십억", True), ("백억", False)]
    ),
    F.OTHER_CHANGE: lambda p: [r.text for r in runs_of(p) if r.restyled] == ["한글"],
    F.COMMENT: lambda p: [one.text for talk in p.talks for one in talk.remarks] == SAID[:1],
    F.COMMENT_REPLY: lambda p: [one.text for talk in p.talks for one in talk.remarks] == SAID,
    F.HEADER: lambda p: bands.band_of(p.header) == bands.Band("한빛부", "대외비", "{page}"),
    F.PAGE_COUNT: lambda p: p.numbers is Numbers.OF,
    F.FIGURES: lambda p: p.figures is Figures.HANGUL,
    F.FIRST_BAND: lambda p: bands.band_of(p.first_header).left == "결재용",
}


def runs_of(paper: Paper) -> list[Run]:
    return [i for b in lines_of(paper) for i in b.inlines if isinstance(i, Run)]


def lines_of(paper: Paper) -> list[Line]:
    return [block for block in paper.blocks if isinstance(block, Line)]


def cells_of(paper: Paper) -> list[Cell]:
    return [c for b in paper.blocks if isinstance(b, Table) for row in b.rows for c in row]


def has(feature: Feature, paper: Paper) -> bool:
    """Whether the mark of `feature` is on 한글 and nowhere else, or its block is there."""
    if feature in HAS:
        return HAS[feature](paper)
    name = feature.value
    runs = [i for b in lines_of(paper) for i in b.inlines if isinstance(i, Run)]
    with_it = "".join(run.text for run in runs if getattr(run.style, name))
    return with_it == "한글"
