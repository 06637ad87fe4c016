"""Files become documents and documents become files, in the real sandbox."""

import shutil
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text as sql_text
from werkzeug.test import TestResponse

from tests.support.png import SIGNATURE, png
from tests.support.world import World
from weboffice.editing import store as rooms
from weboffice.formats import rules, store
from weboffice.formats.service import JOB
from weboffice.paper import shared
from weboffice.paper.box import READERS
from weboffice.paper.docx import write as docx_write
from weboffice.paper.model import (
    Change,
    Form,
    Line,
    Paper,
    Picture,
    Remark,
    Run,
    Style,
    Talk,
    plain,
)
from weboffice.paper.safe import Refusal
from weboffice.ydoc.machine import SharedDoc

needs_sandbox = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is missing")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
PAPER = Paper(
    (
        Line((Run("추진 계획"),), Form.HEADING, 1),
        Line((Run("□ 배경"),)),
        Line((Run("본문 "), Run("굵게", Style(bold=True, size=20.0)))),
        Line((Picture(SIGNATURE, "image/png", 30.0, 20.0, "조직도"),)),
    )
)
DOCX = docx_write.write(PAPER)
OTHERS = ("pdf", b"%PDF-"), ("odt", b"PK"), ("rtf", b"{\\rtf")
KIM = Change("~x", "kim", 1_700_000_000_000)
REMARKS = (Remark(KIM, "근거가 있습니까?"), Remark(replace(KIM, name="박민지"), "있습니다"))
REVIEWED = Paper(
    (
        Line((Run("예산은 "), Run("백만 원", talks=("0",)), Run("이다"))),
        Line((Run("끝", talks=("1",)),)),
    ),
    talks=(Talk("0", REMARKS), Talk("1", REMARKS[:1], is_resolved=True)),
)


def told(reply: TestResponse) -> dict[str, Any]:
    assert isinstance(reply.json, dict)
    return reply.json


def upload(world: World, name: str, data: bytes, user: str = "kim") -> dict[str, Any]:
    reply = world.as_user(user).call(
        "POST", "/api/office/imports/files", query_string={"name": name}, data=data
    )
    assert reply.status_code == 201, reply.json
    return told(reply)


def worked(world: World, conversion: dict[str, Any], user: str = "kim") -> dict[str, Any]:
    """After what the worker does."""
    world.workplace.jobs[JOB](conversion_id=conversion["id"])
    return told(world.as_user(user).get(f"/api/office/conversions/{conversion['id']}"))


def imported(world: World, name: str = "계획.docx", data: bytes = DOCX) -> str:
    made = worked(world, upload(world, name, data))
    assert made["state"] == "ready", made
    kept = told(world.as_user("kim").post(f"/api/office/conversions/{made['id']}/keep"))
    return str(kept["document_id"])


def lines(world: World, document_id: str) -> list[tuple[str, str]]:
    with world.begin() as tx:
        found = shared.read(SharedDoc(rooms.load(tx.db, document_id).updates))
    return [(b.form.value, plain(b)) for b in found.paper.blocks if isinstance(b, Line)]


@needs_sandbox
def test_what_changes_is_said_before_anything_is_kept(world: World) -> None:
    """[FM1] [FM6]"""
    made = worked(world, upload(world, "계획.docx", DOCX))
    assert made["state"] == "ready"
    assert made["losses"] == {"picture": 1}
    assert made["document_id"] is None
    kept = told(world.as_user("kim").post(f"/api/office/conversions/{made['id']}/keep"))
    assert kept["state"] == "kept"
    assert lines(world, kept["document_id"]) == [
        ("heading", "추진 계획"),
        ("outline", "배경"),
        ("text", "본문 굵게"),
        ("text", "[그림: 조직도]"),
    ]


@needs_sandbox
def test_pictures_come_in_and_go_out(world: World) -> None:
    """[FM1] [PI1]"""
    paper = Paper((Line((Picture(png(40, 30), "image/png", 40.0, 30.0, "조직도"),)),))
    document_id = imported(world, "그림.docx", docx_write.write(paper))
    person = world.as_user("kim")
    with world.begin() as tx:
        found = shared.read(SharedDoc(rooms.load(tx.db, document_id).updates)).paper.blocks[0]
    assert isinstance(found, Line)
    (picture,) = found.inlines
    assert isinstance(picture, Picture)
    assert (picture.alt, picture.width, picture.height) == ("조직도", 40.0, 30.0)
    path = f"/api/office/documents/{document_id}/pictures/{picture.key}"
    assert person.get(path).content_type == "image/png"
    for name in ("hwpx", "docx"):
        made = told(person.post(f"/api/office/documents/{document_id}/exports", format=name))
        assert worked(world, made)["losses"] == {}
        data = person.get(f"/api/office/conversions/{made['id']}/content").data
        line = READERS[name](data).paper.blocks[0]
        assert isinstance(line, Line)
        assert [one.alt for one in line.inlines if isinstance(one, Picture)] == ["조직도"]


@needs_sandbox
def test_comments_come_in_as_threads_of_nobody_of_the_house(world: World) -> None:
    """[FM7] [FM3] A name in a file is no person, even where it is one's own."""
    document_id = imported(world, "검토.docx", docx_write.write(REVIEWED))
    person, path = world.as_user("kim"), f"/api/office/documents/{document_id}/threads"
    found = told(person.get(path))
    assert [one["anchor"]["quote"] for one in found["threads"]] == ["백만 원", "끝"]
    assert [one["resolved_by"] for one in found["threads"]] == [None, "~"]
    authors = [said["author"] for said in found["threads"][0]["comments"]]
    assert authors == ["~kim", "~박민지"]
    assert {"id": authors[1], "name": "박민지"} in found["people"]


@needs_sandbox
def test_threads_leave_with_answers_where_a_format_holds_them(world: World) -> None:
    """[FM7] [CM3] [FM1]"""
    document_id = imported(world, "검토.docx", docx_write.write(REVIEWED))
    person, path = world.as_user("kim"), f"/api/office/documents/{document_id}/threads"
    opened = told(person.get(path))["threads"][0]
    thread, first = opened["id"], opened["comments"][0]["id"]
    assert person.post(f"{path}/{thread}/comments", body="표를 붙였습니다").status_code == 201
    assert person.patch(f"{path}/{thread}/comments/{first}", body="딴말").status_code == 403
    made = told(person.post(f"/api/office/documents/{document_id}/exports", format="docx"))
    assert worked(world, made)["losses"] == {}
    out = READERS["docx"](person.get(f"/api/office/conversions/{made['id']}/content").data).paper
    assert [talk.quote for talk in out.talks] == ["백만 원", "끝"]
    assert [one.text for one in out.talks[0].remarks] == [
        "근거가 있습니까?", "있습니다", "표를 붙였습니다",
    ]  # fmt: skip
    assert out.talks[1].is_resolved
    choices = told(person.get(f"/api/office/documents/{document_id}/formats"))["formats"]
    lost = {one["format"]: one["losses"].get("comment", 0) for one in choices}
    assert (lost["docx"], lost["odt"], lost["hwpx"], lost["pdf"]) == (0, 0, 0, 2)


@needs_sandbox
@pytest.mark.parametrize(
    ("wish", "text"),
    [({}, "예산은 이백만 원"), ({"suggestions": "reject"}, "예산은 백만 원")],
)
def test_open_suggestions_leave_as_their_person_wishes(
    world: World, wish: dict[str, str], text: str
) -> None:
    """[SG6]"""
    runs = (Run("예산은 "), Run("백만", struck=KIM), Run("이백만", added=KIM), Run(" 원"))
    document_id = imported(world, "제안.docx", docx_write.write(Paper((Line(runs),))))
    person, path = world.as_user("kim"), f"/api/office/documents/{document_id}"
    made = told(person.post(f"{path}/exports", format="txt", **wish))
    with world.begin() as tx:
        query = sql_text("SELECT args FROM procrastinate_jobs WHERE task_name = :job ORDER BY id")
        args = tx.db.scalars(query, {"job": JOB}).all()[-1]
    assert args["conversion_id"] == made["id"]
    world.workplace.jobs[JOB](**args)
    reply = person.get(f"/api/office/conversions/{made['id']}/content")
    assert reply.data.decode().strip().lstrip("\ufeff") == text
    found = told(person.call("GET", f"{path}/formats", query_string=wish))["formats"]
    losses = {one["format"]: one["losses"] for one in found}
    ending = "_rejected" if wish else ""
    assert losses["txt"] == {f"insertion{ending}": 1, f"deletion{ending}": 1}
    assert losses["docx"] == {}


@needs_sandbox
def test_a_second_yes_makes_no_second_document(world: World) -> None:
    made = worked(world, upload(world, "계획.docx", DOCX))
    person = world.as_user("kim")
    first = told(person.post(f"/api/office/conversions/{made['id']}/keep"))
    assert told(person.post(f"/api/office/conversions/{made['id']}/keep")) == first


@needs_sandbox
def test_the_original_stays_beside_the_document(world: World) -> None:
    """[FM3]"""
    document_id = imported(world)
    person = world.as_user("kim")
    folder = told(person.get(f"/api/office/documents/{document_id}"))["folder"]["id"]
    found = told(person.get(f"/api/drive/nodes/{folder}/children"))
    assert {"계획.docx", "계획"} <= {node["name"] for node in found["nodes"]}


@needs_sandbox
def test_a_document_leaves_as_hwpx_and_as_docx(world: World) -> None:
    document_id = imported(world)
    person = world.as_user("kim")
    for name in ("hwpx", "docx"):
        made = told(person.post(f"/api/office/documents/{document_id}/exports", format=name))
        assert worked(world, made)["state"] == "ready"
        reply = person.get(f"/api/office/conversions/{made['id']}/content")
        assert "attachment" in reply.headers["Content-Disposition"]
        found = READERS[name](reply.data).paper.blocks
        assert [plain(b) for b in found if isinstance(b, Line)][:2] == ["추진 계획", "배경"]
    assert ("kim", "weboffice.export", "done") in world.audited()


@needs_sandbox
@needs_office
@pytest.mark.parametrize(
    ("name", "start"),
    [("pdfa", b"%PDF-"), *(pytest.param(*each, marks=pytest.mark.slow) for each in OTHERS)],
)
def test_libreoffice_makes_the_rest(world: World, name: str, start: bytes) -> None:
    document_id, person = imported(world), world.as_user("kim")
    made = told(person.post(f"/api/office/documents/{document_id}/exports", format=name))
    assert worked(world, made)["state"] == "ready"
    data = person.get(f"/api/office/conversions/{made['id']}/content").data
    assert data.startswith(start)
    if name == "pdfa":
        assert b"pdfaid:part" in data
    if name in {"odt", "rtf"}:
        written = lines(world, imported(world, f"다시.{name}", data))
        assert [text for _, text in written][:2] == ["추진 계획", "배경"]


@needs_sandbox
def test_what_was_made_is_saved_into_the_drive(world: World) -> None:
    document_id = imported(world)
    person = world.as_user("kim")
    made = told(person.post(f"/api/office/documents/{document_id}/exports", format="md"))
    worked(world, made)
    saved = told(person.post(f"/api/office/conversions/{made['id']}/save"))
    assert saved["name"] == "계획.md"
    reply = person.get(f"/api/drive/nodes/{saved['node_id']}")
    assert told(reply)["name"] == "계획.md"


def test_the_choice_says_what_each_format_changes(world: World) -> None:
    """[FM1]"""
    person = world.as_user("kim")
    made = told(person.post("/api/office/documents", template="report"))
    found = told(person.get(f"/api/office/documents/{made['id']}/formats"))["formats"]
    by_format = {one["format"]: one["losses"] for one in found}
    assert by_format["hwpx"] == {}
    assert by_format["docx"] == {}
    assert by_format["txt"]["table"] == 1
    assert by_format["md"]["align"] >= 1


def test_others_conversions_do_not_exist(world: World) -> None:
    """[FM3]"""
    made = upload(world, "계획.docx", DOCX)
    other = world.as_user("lee")
    assert other.get(f"/api/office/conversions/{made['id']}").status_code == 404
    assert other.post(f"/api/office/conversions/{made['id']}/cancel").status_code == 404
    assert other.post(f"/api/office/conversions/{made['id']}/keep").status_code == 404
    assert other.post("/api/office/imports", node_id=made["node_id"]).status_code == 404


@needs_sandbox
def test_what_was_made_is_not_for_who_lost_the_document(world: World) -> None:
    """[FM3]"""
    document_id = imported(world)
    owner, grants = world.as_user("kim"), f"/api/drive/nodes/{document_id}/grants"
    world.person("lee")
    given = owner.put(grants, subject_kind="person", subject_id="lee", level="read")
    assert given.status_code < 300
    reader = world.as_user("lee")
    made = told(reader.post(f"/api/office/documents/{document_id}/exports", format="txt"))
    worked(world, made)
    content = f"/api/office/conversions/{made['id']}/content"
    assert reader.get(content).status_code == 200
    taken = owner.delete(f"{grants}?subject_kind=person&subject_id=lee")
    assert taken.status_code < 300
    assert reader.get(content).status_code == 404


def test_a_file_of_another_kind_is_refused_with_what_can_be_read(world: World) -> None:
    """[FM2]"""
    reply = world.as_user("kim").call(
        "POST", "/api/office/imports/files", query_string={"name": "표.xlsx"}, data=b"x"
    )
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["code"] == "format_unknown"
    assert "hwpx" in reply.json["known"]


@needs_sandbox
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"no archive", "not_this_format"),
        ("a.hwp", b"no compound file", "not_this_format"),
        ("a.odt", b"no archive", "not_this_format"),
        ("a.rtf", b"PK\x03\x04", "not_this_format"),
        ("a.docx", b"", "empty"),
    ],
)
def test_a_bad_file_says_why(world: World, name: str, data: bytes, reason: str) -> None:
    """[FM2] [FM5]"""
    made = worked(world, upload(world, name, data))
    assert (made["state"], made["reason"]) == ("failed", reason)


@needs_sandbox
def test_a_bomb_ends_as_a_reason(world: World) -> None:
    """[FM2]"""
    out = BytesIO()
    with ZipFile(out, "w", 8) as archive:
        archive.writestr("word/document.xml", b"0" * (60 << 20))
    made = worked(world, upload(world, "a.docx", out.getvalue()))
    assert (made["state"], made["reason"]) == ("failed", "bomb")


@needs_sandbox
def test_a_small_file_may_not_become_a_document_that_nobody_can_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[FM2] The same line packs well: a hundred kilobytes held thirty thousand pages."""
    assert rules.MOST_LINES == 20_000
    monkeypatch.setattr(rules, "MOST_LINES", 200)
    line = Line((Run("같은 줄"),))
    for many, state in ((rules.MOST_LINES + 1, "failed"), (rules.MOST_LINES, "ready")):
        made = worked(world, upload(world, "긴 글.docx", docx_write.write(Paper((line,) * many))))
        assert (made["state"], made["reason"]) == (state, "too_large" if state == "failed" else "")


def test_one_line_may_not_be_a_library() -> None:
    """[FM2]"""
    rules.check_paper(Paper((Line((Run("가" * rules.MOST_LETTERS),)),)))
    with pytest.raises(Refusal):
        rules.check_paper(Paper((Line((Run("가" * (rules.MOST_LETTERS + 1)),)),)))


def test_a_cancelled_conversion_makes_nothing(world: World) -> None:
    """[FM5]"""
    made = upload(world, "계획.docx", DOCX)
    person = world.as_user("kim")
    assert told(person.post(f"/api/office/conversions/{made['id']}/cancel"))["state"] == "cancelled"
    assert worked(world, made)["state"] == "cancelled"
    reply = person.post(f"/api/office/conversions/{made['id']}/keep")
    assert (reply.status_code, reply.json and reply.json["code"]) == (409, "conversion_over")


def test_what_its_worker_left_ends_as_interrupted(world: World) -> None:
    """[FM5]"""
    made = upload(world, "계획.docx", DOCX)
    sweep = next(r for r in world.workplace.reconcilers if r.name == "weboffice.conversions")
    sweep.run()
    person = world.as_user("kim")
    assert told(person.get(f"/api/office/conversions/{made['id']}"))["state"] == "waiting"
    world.pass_time(rules.LONGEST + timedelta(seconds=1))
    sweep.run()
    found = told(person.get(f"/api/office/conversions/{made['id']}"))
    assert (found["state"], found["reason"]) == ("failed", "interrupted")
    world.pass_time(rules.KEPT_FOR + timedelta(seconds=1))
    sweep.run()
    with world.begin() as tx:
        assert store.find(tx.db, made["id"]) is None


def test_one_person_converts_a_few_at_once(world: World) -> None:
    for number in range(rules.MOST_AT_ONCE):
        upload(world, f"{number}.docx", DOCX)
    node = upload_refused(world)
    assert node == "too_many_conversions"


def upload_refused(world: World) -> str:
    reply = world.as_user("kim").call(
        "POST", "/api/office/imports/files", query_string={"name": "x.docx"}, data=DOCX
    )
    assert reply.json is not None
    return str(reply.json["code"])


def test_hints_tell_how_far_it_is(world: World) -> None:
    made = upload(world, "계획.docx", b"")
    worked(world, made)
    assert (f"conversion:{made['id']}", "conversion.changed", {}) in world.hints
