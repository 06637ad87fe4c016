"""Sections, each with pages of its own, between files and the editor."""

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlElement

from tests.weboffice.paper.test_insets import sections, through_editor
from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats.model import Format
from weboffice.formats.rules import fitted, into_editor
from weboffice.paper import box, shared
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.fragments import insets_in
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.lines import with_inlines
from weboffice.paper.markup import archive
from weboffice.paper.model import (
    Cell,
    Figures,
    Inset,
    Line,
    Numbers,
    Page,
    PageBreak,
    Paper,
    Read,
    Run,
    Table,
    plain,
)
from weboffice.paper.safe import attribute, local, open_package
from weboffice.paper.sections import spans
from weboffice.paper.shared import Readings
from weboffice.ydoc.machine import SharedDoc

F = Feature
TURNED = Page(297.0, 210.0, (20.0, 15.0, 20.0, 15.0))


def line(text: str, pages: Paper | None = None) -> Line:
    if pages is None:
        return Line((Run(text),))
    page = pages.page or Page()
    said = f"{page.width:.0f} × {page.height:.0f} mm"
    return Line((Run(text), Inset("", F.SECTION, said, pages=replace(pages, page=page))))


FIRST = Paper(page=Page(), header=(line("앞"),), numbers=Numbers.PLAIN, figures=Figures.ROMAN)
WIDE = Paper(page=TURNED, footer=(line("별지"),), numbers=Numbers.DASH, start=1)
LAST = Paper(page=Page(), header=(line("뒤"),), numbers=Numbers.OF, start=7)
PARTED = replace(LAST, blocks=(line("첫째", FIRST), line("둘째", WIDE), line("셋째")))


def told(paper: Paper) -> list[tuple[object, ...]]:
    return [
        (
            pages.page, [plain(one) for one in pages.header],
            [plain(one) for one in pages.footer], pages.figures, pages.start,
            [plain(one) for one in blocks if isinstance(one, Line) and plain(one)],
        )
        for pages, blocks in spans(paper)
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_each_section_has_its_pages_again(name: str) -> None:
    """[PG5] Size, how it lies, headers and footers, figures, and the number it begins with."""
    holds, write, read = CODECS[name]
    paper, lost = fit(PARTED, holds)
    assert not lost
    found = read(write(paper))
    assert not found.losses
    assert told(found.paper) == told(PARTED)


def test_a_section_goes_through_the_editor() -> None:
    """[PG5]"""
    paper, lost = into_editor(PARTED)
    assert not lost
    assert told(through_editor(Read(paper))) == told(PARTED)


def test_word_reads_what_we_write() -> None:
    """[PG5] By python-docx: a section without a header has none, whatever stands before it."""
    bare = replace(FIRST, header=(), numbers=Numbers.NONE)
    paper = replace(PARTED, blocks=(line("첫째", LAST), line("둘째", bare), line("셋째")))
    made = docx.Document(io.BytesIO(CODECS["docx"][1](paper)))
    heads = [one.header.paragraphs[0].text for one in made.sections]
    assert heads == ["뒤", "", "뒤"]
    assert [one.start_type for one in made.sections] == [WD_SECTION.NEW_PAGE] * 3


def test_only_what_people_changed_of_a_section_is_written_anew() -> None:
    """[FM8] [PG5] The columns of the turned section come back, its new header as well."""
    found = box.read("docx", sections())

    def own(one: object) -> object:
        if isinstance(one, Inset) and one.pages and one.pages.page == turned.page:
            return replace(one, pages=replace(one.pages, header=(line("바뀐 머리말"),)))
        return one

    paper = through_editor(found)
    turned = next(one.pages for one in list(insets_in(paper))[1:] if one.pages)
    blocks = tuple(
        replace(block, inlines=tuple(own(one) for one in block.inlines))  # type: ignore[misc]
        if isinstance(block, Line)
        else block
        for block in paper.blocks
    )
    made = docx_onto.write(replace(paper, blocks=blocks), found.base)
    again = docx.Document(io.BytesIO(made))
    heads = [one.header.paragraphs[0].text for one in again.sections]
    assert heads == ["앞 구역", "바뀐 머리말", "옆으로"]
    assert again.sections[1].orientation is WD_ORIENT.LANDSCAPE


def test_a_break_that_begins_no_page_begins_none_here() -> None:
    """[PG5] Columns below a heading, say."""
    made = docx.Document()
    made.add_paragraph("머리")
    made.add_section(WD_SECTION.CONTINUOUS)
    made.add_paragraph("두 단")
    out = io.BytesIO()
    made.save(out)
    found = box.read("docx", out.getvalue())
    assert len(spans(found.paper)) == 1
    again = docx.Document(io.BytesIO(docx_onto.write(through_editor(found), found.base)))
    assert [one.start_type for one in again.sections][1:] == [WD_SECTION.CONTINUOUS]


def test_hangul_has_a_file_for_each_section() -> None:
    """[PG5] And the list of parts names them in their order."""
    package = open_package(hwpx_write.write(PARTED))
    assert {f"Contents/section{number}.xml" for number in range(3)} <= package.names
    listed = package.read("Contents/content.hpf").decode()
    order = [listed.index(f'idref="section{number}"') for number in range(3)]
    assert order == sorted(order)
    assert 'secCnt="3"' in package.read("Contents/header.xml").decode()


MASTER = b'<hm:masterPage xmlns:hm="http://www.hancom.co.kr/hwpml/2011/master-page" id="m"/>'


def own_looks() -> dict[str, bytes]:
    """Three sections of an HWPX; each has what the editor has no word for."""
    parts = parts_of(hwpx_write.write(PARTED))
    contents = "Contents/content.hpf"
    for number in range(3):
        name = f"Contents/section{number}.xml"
        parts[name] = (
            parts[name]
            .replace(b"</hp:secPr>", b'<hp:masterPage idRef="m%d"/></hp:secPr>' % number, 1)
            .replace(b'colCount="1"', b'colCount="%d"' % (number + 1), 1)
            .replace(b'memoShapeIDRef="0"', b'memoShapeIDRef="%d"' % (number + 5), 1)
        )
        parts[f"Contents/m{number}.xml"] = MASTER
        item = b'<opf:item id="m%d" href="Contents/m%d.xml" media-type="application/xml"/>'
        parts[contents] = parts[contents].replace(
            b"</opf:manifest>", item % (number, number) + b"</opf:manifest>"
        )
    return parts


def looks(data: bytes) -> list[tuple[str, str, list[str]]]:
    """Of each section: how many columns, the shape of its memos, its master pages."""
    package = open_package(data)
    made = []
    for name in sorted(n for n in package.names if n.startswith("Contents/section")):
        root = package.xml(name)
        masters = [attribute(one, "idRef") for one in root.iter() if local(one) == "masterPage"]
        assert all(f"Contents/{one}.xml" in package.names for one in masters)
        own = next(one for one in root.iter() if local(one) == "secPr")
        columns = next(one for one in root.iter() if local(one) == "colPr")
        made.append((attribute(columns, "colCount"), attribute(own, "memoShapeIDRef"), masters))
    return made


def test_each_section_of_hangul_keeps_what_the_editor_has_no_word_for() -> None:
    """[FM8] [PG5] Columns, master pages and settings are each section's own."""
    found = box.read("hwpx", archive(own_looks(), frozenset({"mimetype"})))
    assert not found.losses
    assert (found.kept[F.COLUMNS], found.kept[F.MASTER_PAGE]) == (2, 3)
    again = looks(hwpx_write.write(through_editor(found), found.base))
    assert [(columns, memos) for columns, memos, _ in again] == [("1", "5"), ("2", "6"), ("3", "7")]
    assert [len(masters) for *_, masters in again] == [1, 1, 1]
    assert len({masters[0] for *_, masters in again}) == 3


def test_who_takes_a_break_away_gives_its_pages_to_the_next_section() -> None:
    """[PG5] With all that those have of their own."""
    found = box.read("hwpx", archive(own_looks(), frozenset({"mimetype"})))
    paper = through_editor(found)
    first = next(iter(insets_in(paper)))
    less = with_inlines(paper.blocks, lambda one: Run("") if one == first else one)
    again = looks(hwpx_write.write(replace(paper, blocks=less), found.base))
    assert [columns for columns, *_ in again] == ["2", "3"]


def test_pages_that_people_turned_are_turned_in_what_was_kept() -> None:
    """[PG5] [FM8]"""
    found = box.read("hwpx", archive(own_looks(), frozenset({"mimetype"})))
    paper = replace(through_editor(found), page=TURNED)
    made = hwpx_write.write(paper, found.base)
    assert looks(made)[2][:2] == ("3", "7")
    assert hwpx_read.read(made).paper.page == TURNED


def test_what_is_hidden_or_numbered_anew_in_the_middle_is_told() -> None:
    """[FM1] On the first page it is how that page is; later the editor has no word for it."""
    hiding = '<hp:pageHiding hideHeader="1" hideFooter="1" hidePageNum="1"/>'
    anew = '<hp:newNum num="5" numType="PAGE"/>'

    def read(place: str) -> Read:
        parts = parts_of(hwpx_write.write(Paper((line("표지"), line("본문")))))
        name = "Contents/section0.xml"
        text = parts[name].decode()
        held = f"<hp:t>{place}</hp:t><hp:ctrl>{hiding}</hp:ctrl><hp:ctrl>{anew}</hp:ctrl>"
        parts[name] = text.replace(f"<hp:t>{place}</hp:t>", held).encode()
        return hwpx_read.read(archive(parts, frozenset({"mimetype"})))

    first, later = read("표지"), read("본문")
    assert (first.paper.is_first_bare, first.paper.start, dict(first.losses)) == (True, 5, {})
    assert (later.paper.is_first_bare, later.paper.start) == (False, 0)
    assert later.losses == {F.HEADER: 1, F.PAGE_NUMBER: 1}


def parts_of(data: bytes) -> dict[str, bytes]:
    package = open_package(data)
    return {name: package.read(name) for name in package.archive.namelist()}


def test_who_wants_another_format_is_told() -> None:
    """[FM1] Markdown has no pages."""
    kept = Readings(Read(PARTED), Read(PARTED))
    assert fitted(kept, Format.MARKDOWN)[1][F.SECTION] == 2
    assert fitted(kept, Format.PDF)[1][F.SECTION] == 0


NAMES = st.sampled_from(["turned", "top", "header", "start", "flow", "figures"])


@given(st.dictionaries(NAMES, st.none() | st.booleans() | st.floats() | st.text(max_size=9)))
def test_whatever_another_client_writes_into_a_break_is_read(said: dict[str, object]) -> None:
    """[PG5]"""
    document = SharedDoc()
    inset = XmlElement("inset")
    line = XmlElement("paragraph", {}, [inset])
    document.body.children.append(line)
    for name, value in {"what": "section", "text": "x", **said}.items():
        inset.attributes[name] = value
    [made] = insets_in(shared.read(document).paper)
    assert made.pages is None or made.pages.page is not None


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_a_page_ends_where_it_was_ended(name: str) -> None:
    """[PG6] Behind a line, an empty line, a table; from a file through the editor into a file."""
    table = Table(((Cell((line("칸"),)),),))
    blocks = (line("하나"), PageBreak(), Line(), PageBreak(), table, PageBreak(), line("끝"))
    paper, lost = into_editor(Paper(blocks))
    assert not lost
    through = through_editor(Read(paper))
    assert through.blocks == blocks
    _, write, read = CODECS[name]
    found = read(write(through)).paper.blocks
    kinds = [one.kind for one in found if one != Line()]
    assert kinds == ["line", "page_break", "page_break", "table", "page_break", "line"]
