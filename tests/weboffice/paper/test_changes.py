"""Suggestions as the tracked changes of a DOCX, and back."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weboffice.paper.test_round_trips import with_body
from weboffice.formats import rules
from weboffice.formats.adapters.converter import TARGETS, TO_DOCX
from weboffice.formats.adapters.office import through_office
from weboffice.formats.model import Format
from weboffice.paper import docx_read, docx_write, shared
from weboffice.paper.docx_write import HOLDS
from weboffice.paper.fit import fit, merged
from weboffice.paper.model import (
    Cell,
    Change,
    Edge,
    Feature,
    Form,
    Former,
    Line,
    Paper,
    Restyled,
    Run,
    Style,
    Table,
    plain,
)
from weboffice.paper.safe import open_package
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.suggestions import Verdict, accepted, branches, rejected, stamps_in

KIM = Change("~김하늘", "김하늘", 1_760_000_000_000)
LEE = Change("~이서준", "이서준", 1_760_000_060_000)
BOLD = Style(bold=True)
REVIEWED = Paper(
    (
        Line((Run("계획"),), Form.HEADING, 2, former=Former(KIM)),
        Line(
            (
                Run("예산은 "),
                Run("백만", struck=KIM),
                Run("이백만", added=KIM),
                Run(" 원", struck=LEE, added=KIM),
                Run("이다", BOLD, restyled=Restyled(LEE, Style())),
            )
        ),
        Line((Run("새 줄", added=LEE),), edge=Edge("ins", LEE)),
        Line((Run("이을 줄"),), edge=Edge("del", KIM)),
        Table(
            (
                (Cell((Line((Run("가"),)),)), Cell((Line((Run("나"),)),))),
                (Cell((Line((Run("다"),)),)), Cell((Line((Run("라"),)),))),
            ),
            edges=(None, Edge("ins", KIM)),
        ),
        Line((Run("끝."),)),
    )
)
CHANGES = st.sampled_from([None, KIM, LEE])
STYLES = st.builds(Style, bold=st.booleans(), italic=st.booleans())
RUNS = st.builds(
    Run,
    st.text("가나다 \nab", min_size=1, max_size=4),
    STYLES,
    CHANGES,
    CHANGES,
    st.none() | st.builds(Restyled, st.sampled_from([KIM, LEE]), STYLES),
)
LINES = st.builds(
    Line,
    st.lists(RUNS, min_size=1, max_size=4).map(merged),
    edge=st.none() | st.builds(Edge, st.sampled_from(["ins", "del"]), st.sampled_from([KIM, LEE])),
    former=st.none() | st.builds(Former, st.just(KIM), st.sampled_from([Form.TEXT, Form.BULLET])),
)


def without_first_edge(lines: list[Line]) -> Paper:
    """Nothing stands before the first line that it could be parted from."""
    first = Line(lines[0].inlines, former=lines[0].former)
    return Paper((first, *lines[1:]))


def words(paper: Paper) -> list[str]:
    return [plain(block) for block in paper.blocks if isinstance(block, Line)]


def opened(paper: Paper) -> SharedDoc:
    kept, _ = fit(paper, shared.HOLDS)
    names = (f"b{n}" for n in range(10_000))
    return SharedDoc([shared.seed(kept, lambda: next(names))])


def test_tracked_changes_come_back_with_authors_and_times() -> None:
    """[SG6]"""
    found = docx_read.read(docx_write.write(REVIEWED))
    assert found.paper.blocks[:4] == REVIEWED.blocks[:4]
    table = found.paper.blocks[4]
    assert isinstance(table, Table)
    assert table.edges == (None, Edge("ins", KIM))
    assert not found.losses


@given(st.lists(LINES, min_size=1, max_size=4).map(without_first_edge))
def test_any_changes_survive_the_file(paper: Paper) -> None:
    """[SG6]"""
    assert docx_read.read(docx_write.write(paper)).paper.blocks == paper.blocks


def test_they_are_suggestions_in_the_editor_and_leave_as_tracked_changes() -> None:
    """[SG6]"""
    document = opened(docx_read.read(docx_write.write(REVIEWED)).paper)
    assert set(stamps_in(branches(document)).values()) == {KIM.by, LEE.by}
    kept = shared.readings(document, {}).under(HOLDS)
    assert kept.paper.blocks[:4] == REVIEWED.blocks[:4]
    again = docx_read.read(docx_write.write(kept.paper))
    assert again.paper.blocks[:4] == REVIEWED.blocks[:4]


def test_accepting_and_rejecting_all_gives_both_texts() -> None:
    """[SG1] [SG6]"""
    document = opened(REVIEWED)
    after = shared.readings(document, {}).settled.paper
    assert words(after) == ["계획", "예산은 이백만이다", "새 줄이을 줄", "끝."]
    tree = branches(document)
    assert len(accepted(tree)) == len(after.blocks)
    before = shared._read(rejected(tree), {}).paper  # noqa: SLF001 - the other half of `readings`
    assert words(before) == ["계획", "예산은 백만이다", "이을 줄", "끝."]


def test_other_formats_take_them_as_accepted_and_say_so() -> None:
    """[SG6] [FM1]"""
    document = shared.readings(opened(REVIEWED), {})
    losses = {one.format: one.losses for one in rules.choices(document)}
    for format_ in (Format.HWPX, Format.PDF, Format.MARKDOWN, Format.TEXT):
        assert losses[format_]["insertion"] >= 1
        assert losses[format_]["deletion"] >= 1
        paper, _ = rules.fitted(document, format_)
        assert "백만이백만" not in "".join(words(paper))
    for format_ in (Format.DOCX, Format.ODT):
        assert Feature.INSERTION.value not in losses[format_]


def test_who_sends_it_out_may_take_them_as_rejected() -> None:
    """[SG6] [FM1]"""
    document = shared.readings(opened(REVIEWED), {}, verdict=Verdict.REJECT)
    losses = {one.format: one.losses for one in rules.choices(document)}
    for format_ in (Format.HWPX, Format.PDF, Format.HTML, Format.MARKDOWN, Format.TEXT):
        assert {"insertion", "deletion"}.isdisjoint(losses[format_])
        assert losses[format_]["insertion_rejected"] >= 1
        paper, _ = rules.fitted(document, format_)
        said = "".join(words(paper))
        assert "예산은 백만이다" in said
        assert "새 줄" not in said
    kept, _ = rules.fitted(document, Format.DOCX)
    assert "".join(words(kept)).startswith("계획예산은 백만이백만")


def test_a_date_that_is_none_and_a_name_that_is_none_are_no_obstacle() -> None:
    """[FM2]"""
    found = docx_read.read(
        with_body(
            '<w:p><w:ins w:id="1" w:author="" w:date="어제"><w:r><w:t>글</w:t></w:r></w:ins>'
            '<w:moveFrom w:id="2" w:author="가" w:date="2024-05-01T09:00:00Z">'
            "<w:r><w:t>옮긴 글</w:t></w:r></w:moveFrom></w:p>"
        )
    )
    line = found.paper.blocks[0]
    assert isinstance(line, Line)
    first, second = (part for part in line.inlines if isinstance(part, Run))
    assert first.added == Change("~", "", 0)
    assert second.struck == Change("~가", "가", 1_714_554_000_000)
    assert words(shared.readings(opened(found.paper), {}).settled.paper) == ["글"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
def test_libreoffice_reads_ours_and_we_read_its() -> None:
    """[SG6] From our DOCX to ODT and from there to its own DOCX."""
    ours = docx_write.write(REVIEWED)
    odt = through_office("in.docx", ours, TARGETS[Format.ODT], lambda: True)
    content = open_package(odt).read("content.xml").decode()
    assert content.count("<text:changed-region") >= len({"백만", "이백만", "새 줄"})
    theirs = docx_read.read(through_office("in.odt", odt, TO_DOCX, lambda: True))
    runs = [p for b in theirs.paper.blocks if isinstance(b, Line) for p in b.inlines]
    found = {
        (part.text, part.added and part.added.name, part.struck and part.struck.name)
        for part in runs
        if isinstance(part, Run)
    }
    assert {("백만", None, "김하늘"), ("이백만", "김하늘", None)} <= found
