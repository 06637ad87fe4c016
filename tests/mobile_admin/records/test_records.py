"""Accepted answers, as a paper in the drive."""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import pdfa
from sqlalchemy import text

from mobile_admin.records import rules
from mobile_admin.records.ports import Pictures
from mobile_admin.records.rules import MOST_TRIES, STUCK
from mobile_admin.records.service import JOB
from mobile_admin.records.tasks import MakeRecord
from tests.mobile_admin.notices.office import sent
from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.fakes.pictures import FakePictures
from tests.support.fakes.printer import FakePrinter
from tests.support.png import png
from tests.support.world import World


def review(world: World, submission: str, verdict: str, seen: int, reason: str = "") -> None:
    path = f"/api/field/submissions/{submission}/reviews"
    said = head(world).post(path, verdict=verdict, reason=reason, seen=seen)
    assert said.status_code in {200, 201}, said.text
    world.deliver_events()
    world.deliver_events()


def work(world: World, printer: FakePrinter | None = None, pictures: Pictures | None = None) -> int:
    """How many records the worker was asked for."""
    field = world.workplace.field
    maker = MakeRecord(
        world.begin, world.now, printer or FakePrinter(), field.submissions,
        field.submissions.files, pictures or FakePictures(),
    )  # fmt: skip
    waits = text("DELETE FROM procrastinate_jobs WHERE task_name = :job AND status = 'todo'"
                 " RETURNING args ->> 'submission_id'")  # fmt: skip
    with world.begin() as tx:
        waiting = list(tx.db.scalars(waits, {"job": JOB}))
    for each in waiting:
        maker(each)
    return len(waiting)


def record(world: World, submission: str) -> dict[str, Any]:
    return dict(head(world).get(f"/api/field/submissions/{submission}/record").get_json())


def test_accepted_answers_lie_in_the_drive_once_and_anew_as_a_version(world: World) -> None:
    """[EX8]"""
    submission = sent(world)
    assert record(world, submission)["stage"] is None
    review(world, submission, "sent_back", 0, "사진을 다시")
    assert (work(world), record(world, submission)["stage"]) == (0, None)
    review(world, submission, "accepted", 1)
    assert record(world, submission)["stage"] == "waiting"
    assert work(world) == 1
    filed = record(world, submission)
    assert (filed["stage"], bool(filed["node_id"])) == ("filed", True)
    found = world.as_user("clerk").get("/api/drive/search", query=submission[-6:]).get_json()
    assert f"{submission[-6:]}.pdf" in str(found)
    review(world, submission, "sent_back", 2, "다시 보니 빠진 것이 있음")
    review(world, submission, "accepted", 3)
    assert work(world) == 1
    assert record(world, submission)["node_id"] == filed["node_id"]
    assert world.as_user("peer").get(f"/api/field/submissions/{submission}/record").status_code == (
        404
    )


def test_a_record_that_could_not_be_made_is_tried_and_asked_for_again(world: World) -> None:
    """[EX9]"""
    submission = sent(world)
    review(world, submission, "accepted", 0)
    printer = FakePrinter(fails=7)
    while work(world, printer):
        pass
    failed = record(world, submission)
    assert (failed["stage"], "told to" in failed["problem"]) == ("failed", True)
    path = f"/api/field/submissions/{submission}/record/retry"
    assert world.as_user("clerk").post(path).status_code == 403
    assert head(world).post(path).get_json()["stage"] == "waiting"
    world.pass_time(2 * STUCK)
    [resume] = [r for r in world.workplace.field.part().reconcilers if r.name == "field-records"]
    assert resume.run().counts == {"asked_again": 1}
    while work(world, printer):
        pass
    assert record(world, submission)["stage"] == "filed"
    assert head(world).post(path).get_json()["code"] == "nothing_failed"


def test_photos_and_signatures_are_seen_on_the_record_and_it_stays_an_archive_s(
    world: World,
) -> None:
    """[EX8] Of bytes that are not those that came, nothing is seen."""
    opened(world)
    Phone(world).send(xml(), sign_png=png(1200, 900))
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    submission = line["id"]
    printer = FakePrinter()
    review(world, submission, "accepted", 0)
    work(world, printer)
    [html], [pdf] = printer.printed, printer.made
    assert ('src="picture:0"' in html, rules.NOT_SHOWN in html) == (True, False)
    judged = pdfa.validate_written(BytesIO(pdf), "3b").findings
    assert [str(each) for each in judged if each.kind == "violation"] == []
    record_pdf = pikepdf.open(BytesIO(pdf))
    [there] = record_pdf.pages[0].get_images().values()
    assert f"{there['/Width']} x {there['/Height']}" == "640 x 480"

    blobs = world.settings.blobs / "sha256"
    for blob in (each for each in blobs.rglob("*") if each.is_file()):
        blob.chmod(0o600)
        blob.write_bytes(png(300, 300))
    review(world, submission, "sent_back", 1, "한 번 더")
    review(world, submission, "accepted", 2)
    work(world, printer)
    assert "picture:" not in printer.printed[1]
    assert rules.NOT_SHOWN in printer.printed[1]


def test_pictures_end_in_time_and_the_paper_says_which_have_none(world: World) -> None:
    """[EX8] However many came, the try ends before another one begins."""

    class SlowPictures(FakePictures):
        def small(self, data: bytes) -> bytes | None:
            world.pass_time(timedelta(seconds=20))
            return super().small(data)

    opened(world)
    photos = {f"photo{at:02}_png": png(40, 30 + at) for at in range(6)}
    Phone(world).send(xml(), **photos)
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    review(world, line["id"], "accepted", 0)
    printer, began = FakePrinter(), world.now()
    work(world, printer, SlowPictures())
    assert world.now() - began <= STUCK / 2
    [html] = printer.printed
    assert (html.count("<img "), html.count(rules.NO_TIME)) == (3, 3)
    assert all(name.replace("_", ".") in html for name in photos)
    assert record(world, line["id"])["stage"] == "filed"


class Stopped(FakePrinter):
    """The worker ends with it."""

    def pdf(self, *_wish: Any) -> bytes:
        raise SystemExit


def test_a_paper_that_took_too_long_is_filed_once_though_another_try_began(world: World) -> None:
    """[EX8] [EX9]"""

    class Late(FakePrinter):
        """Before it is done another try begins."""

        def __init__(self, another: FakePrinter) -> None:
            super().__init__()
            self.another = another

        def pdf(self, *wish: Any) -> bytes:
            world.pass_time(2 * STUCK)
            resume(world)
            with suppress(SystemExit):
                work(world, self.another)
            return super().pdf(*wish)

    submission = sent(world)
    review(world, submission, "accepted", 0)
    second = Late(Stopped())
    first = Late(second)
    work(world, first)
    filed = record(world, submission)
    assert (len(first.made), len(second.made), filed["stage"]) == (1, 1, "filed")
    versions = head(world).get(f"/api/drive/nodes/{filed['node_id']}/versions").get_json()
    assert len(versions["versions"]) == 1


def test_a_record_that_no_try_ends_is_failed_and_the_head_asks_again(world: World) -> None:
    """[EX9] Also where the worker itself was stopped each time."""

    submission = sent(world)
    review(world, submission, "accepted", 0)
    for _ in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            work(world, Stopped())
        world.pass_time(2 * STUCK)
        resume(world)
    assert record(world, submission)["stage"] == "making"
    work(world, Stopped())
    failed = record(world, submission)
    assert (failed["stage"], failed["problem"]) == ("failed", rules.NEVER_ENDED)
    path = f"/api/field/submissions/{submission}/record/retry"
    assert head(world).post(path).get_json()["stage"] == "waiting"
    work(world)
    assert record(world, submission)["stage"] == "filed"


def resume(world: World) -> None:
    [found] = [r for r in world.workplace.field.part().reconcilers if r.name == "field-records"]
    found.run()
