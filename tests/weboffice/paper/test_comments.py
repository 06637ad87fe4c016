"""Comments of a DOCX, and back."""

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlElement, XmlText

from tests.weboffice.node import WEB, node_environment
from tests.weboffice.paper.papers import PAPERS
from tests.weboffice.paper.test_changes import opened
from weboffice.formats.adapters.converter import TARGETS, TO_DOCX
from weboffice.formats.adapters.office import through_office
from weboffice.formats.model import Format
from weboffice.paper import carry, markdown, shared
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.docx.comments_read import MOST_REMARKS, runs_in
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.markup import archive
from weboffice.paper.model import (
    Block,
    Cell,
    Change,
    Line,
    Paper,
    Read,
    Remark,
    Run,
    Style,
    Table,
    Talk,
    plain,
)
from weboffice.paper.safe import Refusal, open_package
from weboffice.paper.talks import placed
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc

KIM = Change("~김하늘", "김하늘", 1_760_000_000_000)
LEE = Change("~이서준", "이서준", 1_760_000_060_000)
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
TALKS = (
    Talk("0", (Remark(KIM, "근거가 있습니까?\n표를 보십시오."), Remark(LEE, "<붙임> & 2"))),
    Talk("1", (Remark(LEE, "고쳤습니다"),), is_resolved=True),
)
REVIEWED = Paper(
    (
        Line((Run("예산은 "), Run("백만", talks=("0",)), Run(" 원이다", talks=("0", "1")))),
        Line((Run("둘째 줄", talks=("1",)), Run("."))),
        Table(((Cell((Line((Run("칸", talks=("0",)),)),)),),)),
        Line((Run("끝"),)),
    )
)
REVIEWED = Paper(REVIEWED.blocks, talks=TALKS)


def ranges(paper: Paper) -> dict[str, tuple[int, int]]:
    """From which letter to which, of all runs' letters in a row, each talk is about."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for run in runs_in(paper.blocks):
        for key in run.talks:
            found[key] = (found.get(key, (at, 0))[0], at + len(run.text))
        at += len(run.text)
    return found


def said(paper: Paper) -> list[tuple[tuple[Remark, ...], bool]]:
    return [(talk.remarks, talk.is_resolved) for talk in paper.talks]


def _cell(cell: Cell, keys: "list[tuple[str, ...]]") -> Cell:
    return replace(cell, lines=tuple(_line(line, keys) for line in cell.lines))


def _line(line: Line, keys: "list[tuple[str, ...]]") -> Line:
    parts = (
        replace(part, talks=keys.pop() if keys else ()) if isinstance(part, Run) else part
        for part in line.inlines
    )
    return replace(line, inlines=tuple(parts))


def _block(block: Block, keys: "list[tuple[str, ...]]") -> Block:
    if isinstance(block, Table):
        return replace(
            block, rows=tuple(tuple(_cell(cell, keys) for cell in row) for row in block.rows)
        )
    return _line(block, keys) if isinstance(block, Line) else block


REMARKS = st.builds(
    Remark,
    st.sampled_from([KIM, LEE]),
    st.text("가나 \nab<&\"'", min_size=1, max_size=12).map(str.strip).filter(bool),
)


@st.composite
def discussed(draw: st.DrawFn) -> Paper:
    """Any paper, with threads over any stretches of its runs."""
    paper = draw(PAPERS)
    count = sum(1 for _ in runs_in(paper.blocks))
    talks, spans = [], []
    for number in range(draw(st.integers(1, 4)) if count else 0):
        first = draw(st.integers(0, count - 1))
        spans.append((str(number), first, draw(st.integers(first, count - 1))))
        remarks = tuple(draw(st.lists(REMARKS, min_size=1, max_size=3)))
        talks.append(Talk(str(number), remarks, draw(st.booleans())))
    keys = [tuple(key for key, a, z in spans if a <= at <= z) for at in range(count)]
    keys.reverse()
    return Paper(tuple(_block(block, keys) for block in paper.blocks), talks=tuple(talks))


@given(discussed())
def test_any_threads_survive_the_file(paper: Paper) -> None:
    """[FM7]"""
    found = docx_read.read(docx_write.write(paper)).paper
    assert said(found) == said(paper)
    assert ranges(found) == ranges(paper)


@given(discussed())
def test_any_threads_find_their_words_in_the_shared_text(paper: Paper) -> None:
    """[FM7] As the editor's own positions, which Yjs resolves."""
    kept, _ = fit(paper, shared.HOLDS)
    names = (f"b{n}" for n in range(10_000))
    planted = shared.plant(kept, lambda: next(names))
    talks = [(talk, planted.places[talk.key]) for talk in kept.talks]
    found = shared.readings(SharedDoc([planted.update]), {}, talks).kept.paper
    assert said(found) == said(kept)
    assert ranges(found) == ranges(kept)


def test_threads_resolved_ones_authors_and_times_come_back() -> None:
    """[FM7]"""
    read = docx_read.read(docx_write.write(REVIEWED))
    assert said(read.paper) == said(REVIEWED)
    assert [talk.quote for talk in read.paper.talks] == ["백만 원이다둘째 줄.칸", "원이다둘째 줄"]
    assert not read.losses
    assert carry.unpack(carry.pack(Read(read.paper))).paper == read.paper


def _text(document: SharedDoc, line: int) -> XmlText:
    element = list(document.body.children)[line]
    assert isinstance(element, XmlElement)
    text = next(iter(element.children))
    assert isinstance(text, XmlText)
    return text


@pytest.mark.skipif(not (WEB / "node_modules/yjs").is_dir(), reason="the web packages are missing")
def test_yjs_finds_the_places_that_we_make_and_we_find_its() -> None:
    """[FM7] Also behind letters that count as two in JavaScript."""
    lines = (
        Line(
            (Run("예산 😀 "), Run("백만", talks=("0",)), Run(" 원", Style(bold=True), talks=("1",)))
        ),
        Line((Run("둘째 줄", talks=("1",)), Run("."))),
    )
    paper = Paper(lines, talks=TALKS)
    planted = shared.plant(paper, lambda: "b")
    places = {key: [_told(one) for one in place] for key, place in planted.places.items()}
    asked = json.dumps({"update": _told(planted.update), "places": places})
    ran = subprocess.run(
        ["node", "tools/places.mjs"], cwd=WEB, env=node_environment(), input=asked,
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    answer = json.loads(ran.stdout)
    assert answer["found"] == {"0": [[0, 6], [0, 8]], "1": [[0, 8], [1, 4]]}
    theirs = [
        (talk, (b64decode(start), b64decode(end)))
        for talk in TALKS
        for start, end in [answer["places"][talk.key]]
    ]
    document = SharedDoc([b64decode(answer["update"])])
    found = shared.readings(document, {}, theirs).kept.paper
    about = ["".join(r.text for r in runs_in(found.blocks) if key in r.talks) for key in "01"]
    assert about == ["백만", " 원둘째 줄"]
    assert plain(found.blocks[0]) == "앞 예산 😀 백만 원"  # type: ignore[arg-type]


def _told(data: bytes) -> str:
    return b64encode(data).decode()


def test_a_place_moves_with_its_words_and_is_lost_with_them() -> None:
    """[FM7] [FM1]"""
    planted = shared.plant(REVIEWED, lambda: "b")
    document = SharedDoc([planted.update])
    first, second = (_text(document, number) for number in range(2))
    ytext.insert(first, 0, "올해 ")
    ytext.delete(second, 0, len("둘째"))
    talks = [(talk, planted.places[talk.key]) for talk in TALKS]
    found = shared.readings(document, {}, talks).kept.paper
    about = ["".join(r.text for r in runs_in(found.blocks) if key in r.talks) for key in "01"]
    assert about == ["백만 원이다 줄.칸", " 원이다 줄"]


def test_without_its_words_a_thread_goes_to_the_first_and_quotes_them() -> None:
    """[FM1]"""
    lost = replace(TALKS[1], key="9", quote="지운 말")
    paper, losses = placed(replace(REVIEWED, talks=(*TALKS, lost)))
    assert losses == {Feature.COMMENT_PLACE: 1}
    found = docx_read.read(docx_write.write(paper)).paper
    assert "“지운 말”\n고쳤습니다" in {talk.remarks[0].text for talk in found.talks}
    assert placed(Paper((), talks=(lost,)))[0].talks[0].remarks[0].text.startswith("“지운 말”")


def test_a_format_without_comments_counts_them() -> None:
    """[FM1]"""
    paper, losses = fit(REVIEWED, markdown.HOLDS)
    assert losses[Feature.COMMENT] == len(TALKS)
    assert not paper.talks
    assert not ranges(paper)


def with_comments(body: str, comments: str, extended: str = "") -> bytes:
    plain = open_package(docx_write.write(Paper((Line((Run("글"),)),))))
    made = {name: plain.read(name) for name in plain.names}
    text = made["word/document.xml"].decode()
    start, end = text.index("<w:body>") + 8, text.index("<w:sectPr")
    made["word/document.xml"] = (text[:start] + body + text[end:]).encode()
    made["word/comments.xml"] = f"<w:comments {NAMES}>{comments}</w:comments>".encode()
    if extended:
        made["word/commentsExtended.xml"] = extended.encode()
    return archive(made)


def comment(number: int, text: str = "말") -> str:
    said_ = f"<w:p><w:r><w:annotationRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f'<w:comment w:id="{number}" w:author="박민지" w:initials="박">{said_}</w:comment>'


def test_ranges_that_dangle_are_tolerated_and_counted() -> None:
    """[FM1] [FM2] One that never ends is about its line; one that is nowhere has no place."""
    body = (
        '<w:p><w:commentRangeEnd w:id="1"/><w:commentRangeStart w:id="0"/><w:r><w:t>가</w:t></w:r>'
        '<w:r><w:commentReference w:id="0"/></w:r><w:commentRangeStart w:id="77"/></w:p>'
        '<w:p><w:r><w:t>나</w:t></w:r></w:p><w:p><w:r><w:commentReference w:id="2"/></w:r></w:p>'
    )
    read = docx_read.read(with_comments(body, "".join(map(comment, range(3))) + comment(3, " ")))
    assert ranges(read.paper) == {"0": (0, 1)}
    assert [talk.quote for talk in read.paper.talks] == ["가", "", ""]
    assert read.losses == {Feature.COMMENT_PLACE: 2, Feature.COMMENT: 1}
    assert read.paper.talks[0].remarks[0].by == Change("~박민지", "박민지", 0)


def test_too_many_answers_and_circles_have_an_end() -> None:
    """[FM2]"""
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    count = MOST_REMARKS + 5
    comments = "".join(
        comment(n).replace("<w:p>", f'<w:p xmlns:w14="{w14}" w14:paraId="{n:08X}">')
        for n in range(count)
    )
    links = "".join(
        f'<w15:commentEx w15:paraId="{n:08X}" w15:paraIdParent="{(n + 1) % count:08X}"/>'
        for n in range(count)
    )
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    extended = f'<w15:commentsEx xmlns:w15="{w15}">{links}</w15:commentsEx>'
    body = '<w:p><w:r><w:t>가</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    read = docx_read.read(with_comments(body, comments, extended))
    assert [len(talk.remarks) for talk in read.paper.talks] == [MOST_REMARKS]
    assert read.losses[Feature.COMMENT] == 5


def test_comments_with_entities_are_refused() -> None:
    """[FM2]"""
    data = with_comments("<w:p/>", comment(0))
    package = open_package(data)
    made = {name: package.read(name) for name in package.names}
    bomb = b'<!DOCTYPE w [<!ENTITY a "b">]>' + made["word/comments.xml"]
    with pytest.raises(Refusal):
        docx_read.read(archive(made | {"word/comments.xml": bomb}))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_libreoffice_reads_our_comments_and_we_read_its() -> None:
    """[FM7] From our DOCX to ODT and from there to its own DOCX; 7.4 parts answers from theirs."""
    paper = Paper(
        (
            Line((Run("예산은 "), Run("백만", talks=("0",)), Run(" 원이다"))),
            Line((Run("끝", talks=("1",)),)),
        ),
        talks=TALKS,
    )
    odt = through_office("in.docx", docx_write.write(paper), TARGETS[Format.ODT], lambda: True)
    read = docx_read.read(through_office("in.odt", odt, TO_DOCX, lambda: True))
    found = {one: talk.quote for talk in read.paper.talks for one in talk.remarks}
    first, answer, second = *TALKS[0].remarks, *TALKS[1].remarks
    assert found == {first: "백만", answer: "백만", second: "끝"}
    resolved = [talk.remarks for talk in read.paper.talks if talk.is_resolved]
    assert resolved == [(second,)]


def test_reading_a_document_without_talks_changes_nothing() -> None:
    document = opened(REVIEWED)
    assert not ranges(shared.readings(document, {}).kept.paper)
