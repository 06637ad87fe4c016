"""An office that decides: a form, an answer from the field, a sender, and a worker that prints."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from kernel.settings import Zone
from mobile_admin.notices.ports import Printer
from mobile_admin.notices.service import JOB
from mobile_admin.notices.tasks import Make
from mobile_admin.seals.ring import Ring
from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.fakes.printer import FakePrinter
from tests.support.world import SignedInClient, World

SENDER = {
    "office_code": "1741012", "name": "한빛부장관", "address": "한빛시 중구 온마루길 1",
    "homepage": "www.hanbit.example", "phone": "099-555-1001", "email": "a@hanbit.example",
}  # fmt: skip
MIN = [{"name": "정다온", "address": "한빛시 중구 온마루길 12"}]


def sent(world: World, **answers: str) -> str:
    """The id of a submission; form, sender and phone are there when first asked for."""
    if "phone" not in vars(world):
        opened(world)
        assert head(world).put("/api/field/sender", **SENDER).status_code == 200
        vars(world)["phone"] = Phone(world)
    phone: Phone = vars(world)["phone"]
    assert phone.send(xml(**answers), sign_png=b"s").status_code == 201
    return str(head(world).get("/api/field/submissions").get_json()["submissions"][0]["id"])


def wish(outcome: str = "fit", **more: Any) -> dict[str, Any]:
    return {"id": uuid4().hex, "outcome_id": outcome, "seen": 0, "recipients": MIN, **more}


def correction(**more: Any) -> dict[str, Any]:
    due = date(2030, 1, 21).isoformat()
    return wish("correction", due=due, grounds="조리장 배수구 덮개가 없음", **more)


def decided(
    world: World, submission: str, said: dict[str, Any], who: SignedInClient | None = None
) -> dict[str, Any]:
    path = f"/api/field/submissions/{submission}/decisions"
    answer = (who or head(world)).post(path, **said)
    assert answer.status_code == 201, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def ring(world: World) -> Ring:
    return Ring(world.settings.secrets)


def make(world: World, printer: Printer | None = None) -> Make:
    files = world.workplace.field.submissions.files
    origin = world.settings.origin(Zone.GUEST)
    book = world.workplace.field.seal_book
    return Make(world.begin, world.now, printer or FakePrinter(), ring(world), files, origin, book)


def work(world: World, printer: Printer | None = None) -> list[str]:
    """What the worker would do with the papers that wait, now."""
    waits = text("DELETE FROM procrastinate_jobs WHERE task_name = :job AND status = 'todo'"
                 " RETURNING args ->> 'notice_id'")  # fmt: skip
    with world.begin() as tx:
        waiting = list(tx.db.scalars(waits, {"job": JOB}))
    maker = make(world, printer)
    for notice_id in waiting:
        maker(notice_id)
    return waiting


def issued(world: World, said: dict[str, Any] | None = None) -> dict[str, Any]:
    """One notice with its paper, as its page shows it."""
    made = decided(world, sent(world), said or correction())
    work(world)
    found: dict[str, Any] = (
        head(world).get(f"/api/field/notices/{made['notices'][0]['id']}").get_json()
    )
    assert found["state"] == "ready", found
    return found


def pdf_of(world: World, notice_id: str) -> bytes:
    answer = head(world).get(f"/api/field/notices/{notice_id}/document.pdf")
    assert answer.status_code == 200
    return bytes(answer.data)
