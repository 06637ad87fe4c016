"""From a workbook of a hundred Korean questions to the signed notice, nothing left out between.

The pages are left as pictures under var/artefacts/hundred, to be looked at.
"""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kernel.settings import ROOT
from mobile_admin.forms.model import State
from mobile_admin.records.service import JOB as MAKE_RECORD
from mobile_admin.records.tasks import MakeRecord
from mobile_admin.seals.examining import examine
from mobile_admin.xforms.form import read
from tests.mobile_admin.notices.office import SENDER, decided, pdf_of, ring, wish, work
from tests.mobile_admin.submissions.test_openrosa import Phone, head
from tests.support import hundred
from tests.support.form_files import SHOPS, TOWNS
from tests.support.world import World
from workplace.bridges.field_printer import SandboxPictures, SandboxPrinter

SHOTS = ROOT / "var" / "artefacts" / "hundred"
FORMS = "/api/field/forms"
pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")


def test_a_hundred_korean_questions_of_every_type_become_a_signed_notice(world: World) -> None:
    """[MF2] [MF7] [FS4] [NO8] [NO10] [NV2] [EX8]"""
    world.person("clerk")
    opened(world)
    submission = sent(world)
    assert head(world).put("/api/field/sender", **SENDER).status_code == 200
    printer = SandboxPrinter()
    notice = issued(world, submission, printer)
    pdf = pdf_of(world, notice["id"])
    said = words_of(pdf, "notice")
    for expected in (
        "시정명령",
        "정다온 귀하",
        "온마루 식당",
        "1741012-2030-000001",
        "2030. 1. 21.",
    ):
        assert expected in said
    file = ring(world).file
    assert file is not None
    found = examine(pdf, file.roots, world.now())
    assert (found.is_whole, found.is_trusted) == (True, True)
    broken = bytearray(pdf)
    broken[len(broken) // 2] ^= 4
    assert [judged(world, notice, copy) for copy in (pdf, bytes(broken))] == ["genuine", "altered"]
    record(world, submission, printer)


def opened(world: World) -> None:
    made = head(world).call(
        "POST", FORMS, query_string={"name": "위생점검.zip"}, data=hundred.packed()
    )
    assert made.status_code == 201, made.get_json()
    [version] = made.get_json()["versions"]
    assert (version["questions"], len(version["files"])) == (101, 2), "a hundred, and the note"
    key = made.get_json()["id"]
    state = f"{FORMS}/{key}/versions/{version['version']}/state"
    assert head(world).put(state, state=State.OPEN.value).status_code == 200
    vars(world)["form"] = f"{FORMS}/{key}/versions/{version['version']}/xform"


def sent(world: World) -> str:
    """By a device, with eight files; the server has nothing to say against any of the answers."""
    xform = head(world).get(vars(world)["form"]).data
    form = read(xform, {"towns.csv": TOWNS, "shops.csv": SHOPS})
    kinds = {question.type for question in form.asked} | {q.control for q in form.asked}
    assert kinds >= {
        "string", "int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape",
        "barcode", "binary", "odk:rank", "select1", "select", "range", "trigger", "upload", "rank",
    } - {"odk:rank"}  # fmt: skip
    data = hundred.answers(form, "uuid:hundred")
    assert Phone(world).send(data, **hundred.files()).status_code == 201
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    whole = head(world).get(f"/api/field/submissions/{line['id']}").get_json()
    assert whole["found"] == []
    assert len(whole["files"]) == len(hundred.FILES)
    shown = {answer["label"]: answer["shown"] for answer in whole["answers"]}
    assert shown["관할 시·군·구"] == "중구"
    assert shown["함께 점검한 곳"] == "중구, 솔군"
    return str(line["id"])


def issued(world: World, submission: str, printer: SandboxPrinter) -> dict[str, Any]:
    due = date(2030, 1, 21).isoformat()
    said = wish("correction", due=due, grounds="환기 덮개에 기름때가 두껍게 끼어 있음")
    made = decided(world, submission, said)
    work(world, printer)
    found = head(world).get(f"/api/field/notices/{made['notices'][0]['id']}").get_json()
    assert found["state"] == "ready", found
    return dict(found)


def judged(world: World, notice: dict[str, Any], copy: bytes) -> str:
    path = f"/api/d/{notice['code'].replace('-', '')}/check"
    answer = world.stranger().post(path, data=copy)
    return str(answer.get_json()["judgement"])


def record(world: World, submission: str, printer: SandboxPrinter) -> None:
    """Accepted, it lies in the drive as a paper on which all that was answered stands."""
    path = f"/api/field/submissions/{submission}/reviews"
    accepted = head(world).post(path, verdict="accepted", reason="", seen=0)
    assert accepted.status_code in {200, 201}
    world.deliver_events()
    field = world.workplace.field
    kept: list[bytes] = []

    class Keeping(SandboxPrinter):
        def pdf(self, html: str, files: Any, pictures: Any = ()) -> bytes:
            kept.append(printer.pdf(html, files, pictures))
            return kept[-1]

    files, pictures = field.submissions.files, SandboxPictures()
    MakeRecord(world.begin, world.now, Keeping(), field.submissions, files, pictures)(submission)
    assert MAKE_RECORD
    said = words_of(kept[0], "record")
    for label in ("업소명", "점검한 동선", "관할 시·군·구", "입회자 연락처", "거래 명세서"):
        assert label in said
    filed = head(world).get(f"/api/field/submissions/{submission}/record").get_json()
    assert filed["stage"] == "filed"


def words_of(pdf: bytes, name: str) -> str:
    """What a reader finds on its pages, which are left as pictures."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    file = Path(SHOTS / f"{name}.pdf")
    file.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", "70", file, SHOTS / name], check=True)
    read_out = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True)
    return read_out.stdout.decode()
