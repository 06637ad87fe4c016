import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import update

from mobile_admin.notices.rules import STUCK
from mobile_admin.notices.store import notices
from mobile_admin.printing.box import printed
from mobile_admin.printing.page import html_of
from mobile_admin.printing.paper import Paper
from mobile_admin.seals.examining import examine
from mobile_admin.seals.mark import read as read_mark
from mobile_admin.submissions.store import submissions
from tests.mobile_admin.notices.office import (
    decided,
    issued,
    make,
    pdf_of,
    ring,
    sent,
    wish,
    work,
)
from tests.mobile_admin.proofs.papers import PAPER
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.fakes.printer import FakePrinter
from tests.support.world import World


def inside(pdf: bytes) -> dict[str, bytes]:
    """Files in a PDF, by name, which are its sources (ISO 32000-2 §14.13)."""
    found: dict[str, bytes] = {}
    root = PdfFileReader(BytesIO(pdf)).root
    for each in root["/AF"]:
        spec = each.get_object()
        assert spec["/AFRelationship"] == "/Source"
        found[spec["/UF"]] = spec["/EF"]["/F"].data
    return found


def test_the_paper_is_pdf_a_3_with_its_sources_inside_and_its_fonts(world: World) -> None:
    """[NO8] veraPDF is in no registry of ours: what it looks at first is looked at here."""
    notice = issued(world)
    pdf = pdf_of(world, notice["id"])
    assert sha256(pdf).hexdigest() == notice["sha256"]
    files = inside(pdf)
    assert sorted(files) == ["notice.json", "submission.xml"]
    with world.begin() as tx:
        assert files["submission.xml"] == tx.db.scalar(submissions.select().with_only_columns(
            submissions.c.xml))  # fmt: skip
        assert sha256(files["notice.json"]).hexdigest() == tx.db.scalar(
            notices.select().with_only_columns(notices.c.source_sha256)
        )
    root: Any = PdfFileReader(BytesIO(pdf)).root
    assert pdf.startswith(b"%PDF-1.7")
    assert "/Version" not in root
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    said = root["/Metadata"].data.decode()
    assert 'pdfaid:part="3"' in said
    assert 'pdfaid:conformance="B"' in said
    fonts = [f.get_object() for f in fonts_of(root)]
    assert fonts
    assert all("NanumGothic" in f["/BaseFont"] or "NanumMyeongjo" in f["/BaseFont"] for f in fonts)
    assert all(font_file(f) for f in fonts)


def fonts_of(root: Any) -> list[Any]:
    page = root["/Pages"]["/Kids"][0].get_object()
    return list(page["/Resources"]["/Font"].values())


def font_file(font: Any) -> bool:
    inner = font["/DescendantFonts"][0]["/FontDescriptor"]
    return "/FontFile2" in inner or "/FontFile3" in inner


def test_the_seal_holds_for_a_stranger_and_allows_no_change(world: World) -> None:
    """[NO10]"""
    notice = issued(world)
    pdf = pdf_of(world, notice["id"])
    file = ring(world).file
    assert file is not None
    found = examine(pdf, file.roots, world.now())
    assert (found.is_whole, found.is_trusted) == (True, True)
    assert (notice["level"], notice["level_note"]) == ("B-B", "")
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.value == 1  # no changes permitted (ISO 32000-2 table 257)


def test_the_square_on_the_paper_is_signed_and_about_what_is_inside(world: World) -> None:
    """[NO8]"""
    notice = issued(world)
    kept = inside(pdf_of(world, notice["id"]))["notice.json"]
    shown = world.workplace.field.notices.look(head(world).actor, notice["id"])
    address = make(world).address(shown)
    assert address.startswith(notice["address"] + "#")
    mark = read_mark(address.partition("#")[2], ring(world).mark_key.public_key())
    assert mark is not None
    assert mark.sha256 == sha256(kept).hexdigest()
    assert (mark.code, mark.office) == (notice["code"].replace("-", ""), "1741012")


def test_it_lies_in_the_drive_of_the_division(world: World) -> None:
    """[NO12]"""
    notice = issued(world)
    found = world.as_user("clerk").get("/api/drive/search", query="1741012-2030").get_json()
    assert "1741012-2030-000001 시정명령 정다온.pdf" in str(found)
    assert notice["node_id"]
    assert notice["has_picture"]
    picture = head(world).get(f"/api/field/notices/{notice['id']}/picture")
    assert picture.data.startswith(b"\x89PNG")


def test_a_paper_that_could_not_be_made_is_tried_again_and_keeps_its_number(world: World) -> None:
    """[NO11]"""
    made = decided(world, sent(world), wish())
    notice_id = made["notices"][0]["id"]
    printer = FakePrinter(fails=7)
    for _ in range(5):
        work(world, printer)
    failed = head(world).get(f"/api/field/notices/{notice_id}").get_json()
    assert (failed["state"], failed["registered"]) == ("failed", "1741012-2030-000001")
    assert "told to" in failed["problem"]
    early = head(world).get(f"/api/field/notices/{notice_id}/document.pdf")
    assert early.get_json()["code"] == "paper_not_ready"
    assert head(world).post(f"/api/field/notices/{notice_id}/retry").status_code == 200
    while work(world, printer):
        pass
    ready = head(world).get(f"/api/field/notices/{notice_id}").get_json()
    assert (ready["state"], ready["registered"]) == ("ready", "1741012-2030-000001")


def test_made_twice_is_made_once_and_a_dead_worker_s_is_taken_over(world: World) -> None:
    """[NO11]"""
    made = decided(world, sent(world), wish())
    notice_id = made["notices"][0]["id"]
    with world.begin() as tx:
        tx.db.execute(update(notices).values(state="printing", changed_at=world.now()))
    work(world)
    assert head(world).get(f"/api/field/notices/{notice_id}").get_json()["state"] == "printing"
    world.pass_time(2 * STUCK)
    resume = world.workplace.field.part().reconcilers[0]
    assert resume.run().counts == {"asked_again": 1}
    work(world)
    first = pdf_of(world, notice_id)
    make(world)(notice_id)
    assert pdf_of(world, notice_id) == first


@pytest.mark.parametrize("lines", [14, 17, 20, 23, 26, 40])
def test_who_signs_never_stands_on_a_page_alone(lines: int) -> None:
    """[NO15]"""
    table = replace(PAPER, shares=[(f"항목 {at}", "적합") for at in range(lines)])
    text = "\n".join(f"줄 {at}" for at in range(lines))
    long = replace(PAPER, closing=[("조치", "이행하십시오."), ("이의가 있을 때", text)])
    for paper, last_words in ((table, "청구할 수 있습니다."), (long, f"줄 {lines - 1}")):
        page = last_page(paper)
        assert "이 문서는 전자서명된" in page
        assert last_words in page


def last_page(paper: Paper) -> str:
    wish = json.dumps({"html": html_of(paper), "files": []}).encode()
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=printed(wish), capture_output=True, check=True)
    return found.stdout.decode().split("\f")[-2]
