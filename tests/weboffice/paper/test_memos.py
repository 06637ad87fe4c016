"""Memos of an HWPX, and back."""

import io

from hwpx import HwpxDocument
from hypothesis import given

from tests.weboffice.paper.test_comments import KIM, LEE, REVIEWED, discussed, ranges
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import Line, Paper, Remark, Run, Table, Talk, plain
from weboffice.paper.safe import open_package

MEMO = Paper((Line((Run("앞 "), Run("한글", talks=("7",)), Run(" 뒤"))), Line((Run("끝"),))))
MEMO = Paper(MEMO.blocks, talks=(Talk("7", (Remark(KIM, "첫 줄\n둘째 <줄> & 3"),)),))


def told(paper: Paper) -> list[tuple[str, tuple[Remark, ...], bool]]:
    """What is said, without the keys, which are new in each file."""
    return sorted((repr(t.remarks), t.remarks, t.is_resolved) for t in paper.talks)


def spans(paper: Paper) -> list[tuple[str, int, int]]:
    found = ranges(paper)
    return sorted((repr((t.remarks, t.is_resolved)), *found[t.key]) for t in paper.talks)


def changed(data: bytes, before: str, after: str) -> bytes:
    package = open_package(data)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    section = parts["Contents/section0.xml"].decode()
    assert before in section
    parts["Contents/section0.xml"] = section.replace(before, after).encode()
    return archive(parts, frozenset({"mimetype"}))


@given(discussed())
def test_any_threads_survive_the_file(paper: Paper) -> None:
    """[FM7] One that goes on from a cell, or into one, keeps where it begins."""
    found = hwpx_read.read(hwpx_write.write(paper)).paper
    assert told(found) == told(paper)
    if not any(isinstance(block, Table) for block in paper.blocks):
        assert spans(found) == spans(paper)
    starts = [(key, start) for key, start, _ in spans(paper)]
    assert [(key, start) for key, start, _ in spans(found)] == starts


def test_threads_resolved_ones_authors_and_times_come_back() -> None:
    """[FM7]"""
    found = hwpx_read.read(hwpx_write.write(REVIEWED))
    assert told(found.paper) == told(REVIEWED)
    assert {r.by.name for t in found.paper.talks for r in t.remarks} == {KIM.name, LEE.name}
    assert not found.losses


def test_python_hwpx_reads_ours_and_we_its() -> None:
    """[FM7]"""
    document = HwpxDocument.open(io.BytesIO(hwpx_write.write(MEMO)))
    assert not [one for one in document.validate().issues if one.severity == "error"]
    document = HwpxDocument.new()
    document.add_paragraph("앞 문단")
    document.add_paragraph("본문 한글")
    document.notes.add_memo("검토 의견", anchor=2)
    found = hwpx_read.read(document.to_bytes())
    [talk] = found.paper.talks
    assert [remark.text for remark in talk.remarks] == ["검토 의견"]
    assert talk.quote == "본문 한글"
    assert talk.remarks[0].by.at > 0
    assert not found.losses


def test_a_memo_that_never_ends_is_about_its_line() -> None:
    """[FM7]"""
    data = changed(hwpx_write.write(MEMO), "hp:fieldEnd ", "hp:fieldLost ")
    found = hwpx_read.read(data).paper
    assert [talk.quote for talk in found.talks] == ["앞 한글 뒤"]
    assert [plain(b) for b in found.blocks if isinstance(b, Line)] == ["앞 한글 뒤", "끝"]


def test_memos_of_others_over_the_same_words_stay_apart_and_an_empty_one_is_counted() -> None:
    """[FM1] [FM7]"""
    two = Talk("7", (Remark(KIM, "하나"), Remark(LEE, "둘")))
    data = hwpx_write.write(Paper(MEMO.blocks, talks=(two,)))
    for place in (0, 1):
        data = changed(data, f"onmaru-7-{place}-open", f"m{place}")
    found = hwpx_read.read(data)
    assert [[r.text for r in t.remarks] for t in found.paper.talks] == [["하나"], ["둘"]]
    assert {talk.quote for talk in found.paper.talks} == {"한글"}
    found = hwpx_read.read(changed(data, "<hp:t>하나</hp:t>", "<hp:t/>"))
    assert found.losses == {Feature.COMMENT: 1}
