"""Suggestions as the tracked changes of a DOCX, and back."""

import shutil

import pytest
from hwpx import HwpxDocument
from hwpx.tools.package_validator import validate_editor_open_safety
from hypothesis import given
from hypothesis import strategies as st

from tests.weboffice.paper.test_round_trips import with_body
from weboffice.formats import rules
from weboffice.formats.adapters.converter import TARGETS, TO_DOCX
from weboffice.formats.adapters.office import through_office
from weboffice.formats.model import Format
from weboffice.paper import shared
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.docx.write import HOLDS
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit, merged
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import (
    Block,
    Cell,
    Change,
    Edge,
    Form,
    Former,
    Line,
    Note,
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
    for format_ in (Format.PDF, Format.MARKDOWN, Format.TEXT):
        assert losses[format_]["insertion"] >= 1
        assert losses[format_]["deletion"] >= 1
        paper, _ = rules.fitted(document, format_)
        assert "백만이백만" not in "".join(words(paper))
    for format_ in (Format.DOCX, Format.ODT, Format.HWPX):
        assert Feature.INSERTION.value not in losses[format_]
    assert losses[Format.HWPX]["other_change"] == 3  # a form, looks of letters, a row
    assert "other_change" not in losses[Format.DOCX]


def test_who_sends_it_out_may_take_them_as_rejected() -> None:
    """[SG6] [FM1]"""
    document = shared.readings(opened(REVIEWED), {}, verdict=Verdict.REJECT)
    losses = {one.format: one.losses for one in rules.choices(document)}
    for format_ in (Format.PDF, Format.HTML, Format.MARKDOWN, Format.TEXT):
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


@pytest.mark.slow
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


PLAINLY = Paper(
    (
        REVIEWED.blocks[1],
        Line((Run("새 줄", added=LEE),), edge=Edge("ins", LEE)),
        Line((Run("이을 줄"),), edge=Edge("del", KIM)),
        Line((Run("끝."),)),
    )
)


def test_changes_of_letters_and_breaks_go_through_hangul() -> None:
    """[SG6] [FM1] Who and when as well; the editor python-hwpx stands for opens it."""
    fitted, lost = fit(PLAINLY, hwpx_write.HOLDS)
    assert lost == {Feature.OTHER_CHANGE: 1}
    made = hwpx_write.write(fitted)
    assert validate_editor_open_safety(made).ok
    found = hwpx_read.read(made)
    assert found.losses == {}
    assert found.paper.blocks == fitted.blocks
    again = shared.readings(opened(found.paper), {}).kept.paper
    assert again.blocks == fitted.blocks


def test_changes_that_hangul_made_are_suggestions() -> None:
    """[SG6] By python-hwpx; those in a footnote are settled, and counted."""
    document = HwpxDocument.new()
    line = document.add_paragraph("예산은 백만 원이다")
    document.tracking.replace(line, "백만", "이백만", author="김하늘")
    found = hwpx_read.read(document.to_bytes())
    runs = [part for part in found.paper.blocks[-1].inlines if isinstance(part, Run)]  # type: ignore[union-attr]
    assert [(r.text, bool(r.struck), bool(r.added)) for r in runs if r.struck or r.added] in (
        [("백만", True, False), ("이백만", False, True)],
        [("이백만", False, True), ("백만", True, False)],
    )
    change = next(run.added for run in runs if run.added)
    assert (change.by, change.name) == ("~김하늘", "김하늘")
    assert change.at > 0
    assert not found.losses
    noted = Note((Run("옛", struck=KIM), Run("새", added=KIM)))
    back = hwpx_read.read(hwpx_write.write(Paper((Line((Run("글"), noted)),))))
    assert back.losses == {Feature.INSERTION: 1, Feature.DELETION: 1}
    assert back.paper.blocks == (Line((Run("글"), Note((Run("새"),)))),)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_any_changes_come_back_from_hangul(blocks: list[Line]) -> None:
    """[FM1]"""
    fitted, _ = fit(Paper(tuple(blocks)), hwpx_write.HOLDS)
    found = hwpx_read.read(hwpx_write.write(fitted)).paper
    kept = [block for block in found.blocks if isinstance(block, Line)]
    assert [words_of(one) for one in kept] == [words_of(one) for one in fitted.blocks]


def words_of(block: Block) -> list[tuple[str, object, object]]:
    runs = [] if not isinstance(block, Line) else [p for p in block.inlines if isinstance(p, Run)]
    bare = merged(Run(run.text, added=run.added, struck=run.struck) for run in runs)
    return [(run.text, run.added, run.struck) for run in bare if isinstance(run, Run)]


@pytest.mark.parametrize("way", [Format.ODT, Format.RTF])
def test_what_libreoffice_does_not_write_is_told_before(way: Format) -> None:
    """[FM1] The looks of letters that were changed; what was put in and taken out goes along."""
    fitted, lost = fit(PLAINLY, rules.HOLDS[way])
    assert lost == {Feature.OTHER_CHANGE: 1}
    lines = [block for block in fitted.blocks if isinstance(block, Line)]
    assert any(isinstance(part, Run) and part.added for one in lines for part in one.inlines)
