"""What was inspected and decided in the demonstration: notices of each kind, one corrected."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from kernel.actor import Actor
from mobile_admin.decisions.model import Recipient, Wish
from mobile_admin.forms.model import State
from mobile_admin.notices.model import Notice
from mobile_admin.senders.model import Sending
from mobile_admin.xforms.form import Form, read
from workplace.demo.cast import Cast
from workplace.demo.field import HEAD
from workplace.demo.field_answers import answers_xml
from workplace.demo.field_pictures import photo, signature
from workplace.demo.field_words import TEMPLATE
from workplace.wiring import Workplace

INSPECTOR = "haneul.kim"
SENDING = Sending(
    "", "1741012", "한빛부장관", "한빛시 중구 온마루길 1 (우 00100)", "www.hanbit.example",
    "099-555-1008", "seojun.lee@hanbit.example",
)  # fmt: skip
PLACES: Mapping[str, Mapping[str, str]] = {
    "correction": {
        "business": "온마루 식당", "licence": "제2026-0123호", "owner": "정다온",
        "address": "한빛시 중구 온마루길 12", "attendee": "정다온", "q7": "no", "q15": "no",
        "kitchen_failed": "2", "failed": "2", "laws": "hygiene", "measure": "correct",
        "kitchen_why": "배수구 덮개가 깨지고 냉장고 문 패킹이 벌어져 있음",
        "opinion": "배수구와 냉장고를 고친 뒤 다시 점검이 필요합니다.", "proof": "proof.png",
    },
    "fine": {
        "business": "빛마루 분식", "licence": "제2025-0877호", "owner": "윤슬",
        "address": "한빛시 서구 새빛로 34", "attendee": "윤슬", "q16": "no", "stock_failed": "1",
        "failed": "1", "laws": "hygiene", "measure": "fine", "fine": "300000",
        "stock_why": "소비기한이 사흘 지난 어묵 2봉을 조리대에 보관",
        "opinion": "소비기한이 지난 식품을 조리 목적으로 보관하였습니다.", "proof": "proof.png",
    },
    "fit": {
        "business": "가람 제과", "licence": "제2024-0311호", "owner": "한결", "kind": "bakery",
        "address": "한빛시 중구 가람길 5", "attendee": "한결",
    },
    "": {
        "business": "솔바람 카페", "licence": "제2026-0450호", "owner": "도담", "kind": "cafe",
        "address": "한빛시 중구 솔바람길 8", "attendee": "도담", "q58": "no",
        "facility_failed": "1", "failed": "1", "laws": "hygiene", "measure": "correct",
        "facility_why": "누전 차단기가 작동하지 않음", "proof": "proof.png",
        "opinion": "누전 차단기를 교체하여야 합니다.",
    },
}  # fmt: skip


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once: instances and decisions have names of their own."""
    field, head = workplace.field, cast.actor(HEAD)
    if field.senders.find(head) is None:
        field.senders.set(head, SENDING)
    form = _template(workplace, head)
    if form is None:
        return
    inspector = cast.actor(INSPECTOR)
    for number, (outcome, given) in enumerate(PLACES.items()):
        instance = instance_of(outcome)
        day = (cast.now + timedelta(days=14)).date()
        said = {**given, "due": day.isoformat()} if given.get("measure") == "correct" else given
        xml = answers_xml(form, instance, said)
        known = [line.submission for line in field.submissions.list_latest(inspector)]
        there = next((line for line in known if line.instance_id == instance), None)
        if there is not None:
            continue
        files = {"sign.png": [signature(number)]}
        if "proof" in given:
            files["proof.png"] = [photo()]
        sent = field.submissions.take((inspector, None), xml, files)
        if outcome:
            _decide(workplace, head, sent.id, (outcome, given))
    _correct(workplace, head)


def instance_of(outcome: str) -> str:
    """The name that a phone would have given to the answers of one of `PLACES`."""
    return f"uuid:{uuid5(NAMESPACE_URL, f'onmaru:demo:notice:{outcome}')}"


def _template(workplace: Workplace, head: Actor) -> Form | None:
    """Of the open version, which says from now on what may be decided."""
    field = workplace.field
    for sheaf in field.forms.list_forms(head):
        for version in sheaf.versions:
            if sheaf.form.form_id == "food_hygiene" and version.state is State.OPEN:
                key = (sheaf.form.id, version.version)
                if field.decisions.template(head, *key)[1] == 0:
                    field.decisions.set_template(head, key, TEMPLATE, 0)
                return read(field.forms.content(head, *key).xform)
    return None


def _decide(
    workplace: Workplace, head: Actor, submission: str, of: tuple[str, Mapping[str, str]]
) -> list[Notice]:
    outcome, given = of
    wish = Wish(
        outcome, 0, [Recipient(given["owner"], given["address"])],
        due=(workplace.base.now() + timedelta(days=14)).date(), amount=300_000,
    )  # fmt: skip
    key = sha256(f"{submission} 1".encode()).hexdigest()[:32]
    return workplace.field.notices.decide(head, submission, (key, wish))[1]


def _correct(workplace: Workplace, head: Actor) -> None:
    """The notice of what was fit named the owner wrongly, once."""
    notices = workplace.field.notices
    found = [n for n in notices.list_latest(head) if n.label == "적합"]
    if len(found) != 1:
        return
    wish = Wish(
        "fit", 1, [Recipient("한결", "한빛시 중구 가람길 5, 1층")],
        reason="받는 곳의 층수가 빠져 있어 바로잡음",
    )  # fmt: skip
    key = sha256(f"{found[0].submission_id} 2".encode()).hexdigest()[:32]
    notices.decide(head, found[0].submission_id, (key, wish))
