"""LibreOffice, kept warm or not: the same files; and what one file does to it, no other meets."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kernel.settings import ROOT
from tests.support.png import png
from weboffice.formats.adapters import folders, sandbox
from weboffice.formats.adapters.converter import TARGETS, TO_DOCX, SandboxConverter
from weboffice.formats.adapters.office import ColdOffice, Office, Wish
from weboffice.formats.adapters.office_pool import Limits, OfficePool, has_uno
from weboffice.formats.adapters.office_warm import Warm
from weboffice.formats.adapters.sandbox import Bounds
from weboffice.formats.model import Format
from weboffice.formats.ports import GoesOn, Stopped
from weboffice.formats.rules import HOLDS
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.model import (
    Align,
    Cell,
    Change,
    Figures,
    Form,
    Line,
    Numbers,
    Paper,
    Picture,
    Remark,
    Run,
    Stand,
    Style,
    Table,
    Talk,
    plain,
)
from weboffice.paper.safe import Reason, Refusal

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or shutil.which("soffice") is None,
    reason="LibreOffice or bubblewrap is missing",
)
PAPER = Paper(
    (
        Line((Run("한글 제목"),), Form.HEADING, 1),
        Line((Picture(png(20, 10), "image/png", 20.0, 10.0, "그림"),)),
        Line((Run("본문"),)),
    )
)
DOCX = docx_write.write(PAPER)
TO_PDF = Wish("in.docx", DOCX, TARGETS[Format.PDF], is_strange=False)
NAMED = Style(font="나눔명조", size=20.0)
TOP = Cell((Line((Run("위"),)),), fill="#dbe9fb", stand=Stand.TOP)
LOOKS = (
    Line((Run("보통 "), Run("좁게", Style(tracking=-5))), leading=180),
    Line((Run("배경", NAMED),), Form.OUTLINE, 1, Align.CENTER, leading=130),
    Table(((TOP, Cell((Line((Run("가운데"),)),))),)),
)
SMALL = Bounds(4 << 30, 60, 60)


def always() -> bool:
    return True


@pytest.fixture
def pool() -> Iterator[OfficePool]:
    """For who looks at its processes, or has one that dies."""
    assert has_uno(), "python3-uno is missing: deploy/packages.txt"
    made = OfficePool()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[OfficePool]:
    """For who wants something made: a LibreOffice takes more than a second to start."""
    assert has_uno(), "python3-uno is missing: deploy/packages.txt"
    made = OfficePool()
    yield made
    made.close()


@pytest.fixture(params=[pytest.param("cold", marks=pytest.mark.slow), "pooled"])
def office(request: pytest.FixtureRequest, shared: OfficePool) -> Office:
    return ColdOffice() if request.param == "cold" else shared


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(
    ("format_", "start"),
    [(Format.PDF, b"%PDF-"), (Format.PDFA, b"%PDF-"), (Format.ODT, b"PK"), (Format.RTF, b"{\\rtf")],
)
def test_each_target_is_made(office: Office, format_: Format, start: bytes) -> None:
    made = office.convert(Wish("in.docx", DOCX, TARGETS[format_], is_strange=False), always)
    assert made.startswith(start)
    assert (b"pdfaid:part" in made) == (format_ is Format.PDFA)
    assert format_ not in {Format.PDF, Format.PDFA} or b"/StructTreeRoot" in made


def test_what_others_made_is_read(office: Office) -> None:
    odt = office.convert(Wish("in.docx", DOCX, TARGETS[Format.ODT]), always)
    found = docx_read.read(office.convert(Wish("in.odt", odt, TO_DOCX), always)).paper
    assert plain(found.blocks[0]) == "한글 제목"  # type: ignore[arg-type]


@pytest.mark.parametrize("format_", [Format.ODT, pytest.param(Format.RTF, marks=pytest.mark.slow)])
def test_a_document_with_a_comment_is_made(pool: OfficePool, format_: Format) -> None:
    """[FM11] [FM7] LibreOffice 7.4 dies of it when it is led by UNO. [FM1] Looks come back; RTF
    has comments and no answers to them, which is told and they stay as words."""
    is_rtf = format_ is Format.RTF
    kim = Change("~김하늘", "김하늘", 1_760_000_000_000)
    answer = (Remark(replace(kim, name="박민지"), "작년 결산"),) if is_rtf else ()
    talk = Talk("a", (Remark(kim, "근거는?"), *answer), quote="십억")
    commented = Line((Run("예산은 "), Run("십억", talks=("a",))))
    paper = Paper((commented, *LOOKS, Line((Run("끝"),))), talks=(talk,))
    fitted, lost = fit(paper, HOLDS[format_])
    assert lost == ({Feature.COMMENT_REPLY: 1} if is_rtf else {})
    converter = SandboxConverter(pool)
    back = converter.read(format_, converter.write(format_, fitted, always), always).paper
    texts = [one.text for talk in back.talks for one in talk.remarks]
    assert texts == ["근거는?\n↳ 박민지: 작년 결산" if is_rtf else "근거는?"]
    bare = (replace(b, widths=()) if isinstance(b, Table) else b for b in back.blocks[1:4])
    assert tuple(bare) == LOOKS


def test_what_is_no_document_is_refused(office: Office) -> None:
    with pytest.raises(Refusal):
        office.convert(Wish("in.odt", b"PK\x03\x04 broken" * 9, TO_DOCX), always)


def test_who_does_not_want_it_any_more_stops_it(office: Office) -> None:
    """[FM4]"""
    with pytest.raises(Stopped):
        office.convert(TO_PDF, lambda: False)


def test_our_own_files_share_one_and_a_stranger_s_has_it_for_itself(pool: OfficePool) -> None:
    """[FM9]"""
    first = pool.convert(TO_PDF, always)
    [(warm, _)] = pool._free  # noqa: SLF001 - which process it is
    assert pool.convert(TO_PDF, always)[:5] == first[:5]
    assert pool._free[0][0] is warm  # noqa: SLF001
    assert warm.files == 2
    pool.convert(Wish("in.docx", DOCX, TARGETS[Format.ODT], is_strange=True), always)
    assert pool.waiting == 0
    assert eventually(lambda: not warm.is_alive() and not warm.work.exists())
    assert pool.convert(TO_PDF, always).startswith(b"%PDF-")


def test_one_that_was_killed_is_not_met_again(pool: OfficePool) -> None:
    """[FM9]"""
    pool.convert(TO_PDF, always)
    [(warm, _)] = pool._free  # noqa: SLF001
    sandbox.end(warm.process)
    assert pool.convert(TO_PDF, always).startswith(b"%PDF-")
    assert not warm.is_alive()


def below(pid: int) -> list[int]:
    """The processes that it started, and those that they did."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *below(child))]


def test_one_that_hangs_is_ended_and_not_met_again(pool: OfficePool) -> None:
    """[FM4] [FM9]"""
    pool.convert(TO_PDF, always)
    [(warm, _)] = pool._free  # noqa: SLF001
    warm.bounds = replace(warm.bounds, wall_s=1.0)
    inside = below(warm.process.pid)
    assert len(inside) > 1
    for pid in inside:
        os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Refusal) as refused:
        pool.convert(TO_PDF, always)
    assert refused.value.reason is Reason.TOO_LONG
    assert pool.convert(TO_PDF, always).startswith(b"%PDF-")
    assert eventually(lambda: not warm.work.exists())
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in inside))


# Stands for a LibreOffice that a document has taken over; the sandbox around it is the real one.
TAKEN_OVER = """
import json, os, sys, time
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    how = open(asked["source"]).read()
    if how == "hang": time.sleep(600)
    if how == "crash": os.kill(os.getpid(), 11)
    if how == "flood": os.write(1, b"x" * (1 << 20)); time.sleep(600)
    if how == "lie": print("[]", flush=True); continue
    if how == "link": os.symlink("/etc/passwd", asked["result"])
    elif how == "pipe": os.mkfifo(asked["result"])
    else: open(asked["result"], "w").write("made")
    print(json.dumps({"cpu_s": 0.1}), flush=True)
"""


# One that never starts, or fails at its first file; the sandbox around it is the real one.
SICKLY = """
import json, sys
if sys.argv[1] == "unborn": print(json.dumps({"problem": "not started"}), flush=True); sys.exit(1)
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps({"problem": "com.sun.star.lang.DisposedException: busy"}), flush=True)
    sys.exit(1)
"""


def lives(office: OfficePool, how: str, *, is_strange: bool) -> tuple[int, str]:
    """How many processes were tried, and what was said in the end."""
    started: list[Warm] = []
    begin = office._started  # noqa: SLF001 - each is counted

    def counted() -> Warm:
        started.append(begin())
        return started[-1]

    office._started = counted  # type: ignore[method-assign]  # noqa: SLF001
    with pytest.raises(Refusal) as refused:
        office.convert(Wish("in.docx", how.encode(), "odt:writer8", is_strange=is_strange), always)
    assert refused.value.reason is Reason.CONVERTER_FAILED
    return len(started), refused.value.detail


class NoOffice:
    """A LibreOffice of its own, which can do nothing either."""

    def convert(self, wish: Wish, goes_on: GoesOn) -> bytes:
        assert goes_on()
        raise Refusal(Reason.CONVERTER_FAILED, wish.target)


@pytest.mark.parametrize(
    ("how", "is_strange", "tries"),
    [("unborn", True, 3), ("unborn", False, 3), ("busy", False, 1), ("busy", True, 1)],
)
def test_a_process_that_failed_is_replaced_unless_the_file_may_be_why(
    how: str,
    is_strange: bool,  # noqa: FBT001 - a case
    tries: int,
) -> None:
    """[FM11] [FM9] And what it said is in the refusal."""
    office = OfficePool(Limits(bounds=SMALL), (sandbox.PYTHON, "-c", SICKLY, how), NoOffice())
    tried, said_ = lives(office, how, is_strange=is_strange)
    office.close()
    assert tried == tries
    assert said_.startswith("odt:writer8: ")
    assert ("not started" if how == "unborn" else "DisposedException") in said_


def test_a_stranger_s_file_is_tried_again_where_another_s_process_failed() -> None:
    """[FM11] A process that served before may have been at fault."""
    office = taken_over(Limits(most=1, bounds=SMALL))
    assert said(office, "good") == b"made"
    [(warm, _)] = office._free  # noqa: SLF001
    for pid in below(warm.process.pid)[-1:]:
        os.kill(pid, signal.SIGKILL)
    strange = Wish("in.docx", b"good", "txt:x", is_strange=True)
    assert office.convert(strange, always) == b"made"
    office.close()


def taken_over(limits: Limits) -> OfficePool:
    return OfficePool(limits, (sandbox.PYTHON, "-c", TAKEN_OVER), NoOffice())


def said(office: Office, how: str) -> bytes:
    return office.convert(Wish("in.docx", how.encode(), "txt:x", is_strange=False), always)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("hang", Reason.TOO_LONG),
        ("crash", Reason.CONVERTER_FAILED),
        ("flood", Reason.CONVERTER_FAILED),
        ("lie", Reason.CONVERTER_FAILED),
        ("link", Reason.CONVERTER_FAILED),
        ("pipe", Reason.CONVERTER_FAILED),
    ],
)
def test_a_poisoned_file_is_refused_and_harms_no_other(how: str, reason: Reason) -> None:
    """[FM4] [FM9]"""
    office = taken_over(Limits(most=1, bounds=Bounds(1 << 30, 20, 4.0)))
    assert said(office, "good") == b"made"
    [(warm, _)] = office._free  # noqa: SLF001
    with pytest.raises(Refusal) as refused:
        said(office, how)
    assert refused.value.reason is reason
    assert said(office, "good") == b"made"
    assert eventually(lambda: not warm.is_alive() and not warm.work.exists())
    office.close()


def test_none_is_kept_that_has_nothing_to_do_or_has_served_long() -> None:
    """[FM9]"""
    office = taken_over(Limits(files=2, idle_s=0.2, bounds=SMALL))
    assert said(office, "good") == b"made"
    [(warm, _)] = office._free  # noqa: SLF001
    assert eventually(lambda: office.waiting == 0 and not warm.is_alive())
    office = taken_over(Limits(files=2, idle_s=600, bounds=SMALL))
    for waiting in (1, 0, 1):
        assert said(office, "good") == b"made"
        assert office.waiting == waiting
    office.close()


def test_as_many_at_once_as_it_may_and_they_outlive_who_asked() -> None:
    """[FM4] A sandbox ends with the thread that started it: that is never one of a job."""
    office = taken_over(Limits(most=2, bounds=SMALL))
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(said(office, "good"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [b"made"] * 6
    assert 1 <= office.waiting <= 2
    assert all(warm.is_alive() for warm, _ in office._free)  # noqa: SLF001
    office.close()


def test_a_process_that_ends_leaves_nothing_behind() -> None:
    """[FM9]"""
    code = (
        "from tests.weboffice.formats.test_office import Limits, said, taken_over\n"
        "office = taken_over(Limits())\n"
        "said(office, 'good')\n"
        "print(office._free[0][0].work, office._free[0][0].process.pid)"
    )
    program = [sys.executable, "-c", code]
    ran = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=True)
    work, pid = ran.stdout.split()
    assert not Path(work).exists()
    assert not Path(f"/proc/{pid}").exists()


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays() -> None:
    """[FM4]"""
    code = (
        "import os, signal\n"
        "from weboffice.formats.adapters.folders import Folder\n"
        "folder = Folder()\n"
        "(folder.path / 'in.docx').write_text('x')\n"
        "print(folder.path, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    program = [sys.executable, "-c", code]
    ran = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=False)
    left = Path(ran.stdout.strip())
    folders.sweep()
    assert left.exists()  # it is too fresh to be told from one that is just being made
    with folders.Folder() as mine:
        for one in (left, mine.path):
            os.utime(one, (0, 0))
        folders.sweep()
        assert (left.exists(), mine.path.exists()) == (False, True)
    assert not mine.path.exists()


def test_without_uno_each_file_has_a_libreoffice_of_its_own() -> None:
    office = OfficePool(is_able=lambda: False)
    assert office.convert(TO_PDF, always).startswith(b"%PDF-")
    assert office.waiting == 0


@pytest.mark.parametrize(
    "figures",
    [pytest.param(one, marks=[] if one is Figures.HANGUL else pytest.mark.slow) for one in Figures],
)
def test_an_rtf_keeps_how_its_pages_are_numbered(figures: Figures, shared: OfficePool) -> None:
    """[FM1] [PG4] LibreOffice has no word for 가, 나, 다 there, RTF has."""
    paper = replace(PAPER, numbers=Numbers.DASH, figures=figures)
    converter = SandboxConverter(shared)
    data = converter.write(Format.RTF, fit(paper, HOLDS[Format.RTF])[0], always)
    back = converter.read(Format.RTF, data, always).paper
    assert (back.figures, back.numbers) == (figures, Numbers.DASH)
