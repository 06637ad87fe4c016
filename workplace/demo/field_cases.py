"""Cases of the demonstration: fictional eating houses of two divisions, some on today's way."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from kernel.actor import Actor
from mobile_admin.assignments.model import Wish
from mobile_admin.assignments.rules import day_of
from mobile_admin.cases.machine import Move
from mobile_admin.cases.model import (
    Case,
    CaseStep,
    CaseWish,
    Query,
    SiteWish,
    SubjectKind,
    SubjectWish,
)
from mobile_admin.forms.model import State
from workplace.demo.cast import Cast
from workplace.demo.field import heads
from workplace.wiring import Workplace

# By division, as `field.heads` names them; the first inspector has the most to do today.
INSPECTORS = (("haneul.kim", "sol.lee"), ("yujin.choi",))
# Name, road address, latitude, longitude: none of these places exists.
PLACES = (
    ("온마루 국밥", "한빛특별시 중구 마루로 12", 37.5665, 126.9780),
    ("가온 베이커리", "한빛특별시 중구 마루로 27", 37.5671, 126.9794),
    ("다온 분식", "한빛특별시 중구 누리길 8", 37.5652, 126.9811),
    ("라온 칼국수", "한빛특별시 중구 누리길 41", 37.5640, 126.9830),
    ("마루 카페", "한빛특별시 서구 새빛로 3", 37.5702, 126.9688),
    ("바른 도시락", "한빛특별시 서구 새빛로 55", 37.5716, 126.9671),
    ("새빛 초등학교 급식소", "한빛특별시 서구 배움길 100", 37.5733, 126.9702),
    ("아리 횟집", "한빛특별시 동구 바다로 77", 37.5601, 126.9990),
    ("자람 어린이집 급식소", "한빛특별시 동구 꿈길 5", 37.5612, 126.9958),
    ("차온 요양원 급식소", "한빛특별시 동구 꿈길 19", 37.5619, 126.9941),
    ("큰솔 뷔페", "한빛특별시 남구 솔밭로 200", 37.5532, 126.9750),
    ("한빛 김밥", "한빛특별시 남구 솔밭로 214", 37.5528, 126.9763),
)
KINDS = ("정기 위생점검", "민원 현장확인", "재점검", "영업신고 확인")
BASES = ("식품위생법 제22조", "식품위생법 제22조", "식품위생법 제75조", "식품위생법 제37조")
NOTES = ("", "조리장 위생 불량 민원이 접수됨", "지난 점검 시정사항 이행 여부 확인", "")


@dataclass(frozen=True)
class Office:
    workplace: Workplace
    head: Actor
    form_key: str


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once: a division that has cases is left as it is."""
    for head, inspectors in zip(heads(cast), INSPECTORS, strict=True):
        form_key = _form(workplace, head)
        office = Office(workplace, head, form_key)
        if workplace.field.assignments.board(head, Query()).cases:
            continue
        made = [_open(office, at, cast) for at in range(len(PLACES))]
        _give(office, made, [cast.actor(each) for each in inspectors])
        _past(office, made)


def _form(workplace: Workplace, head: Actor) -> str:
    found = workplace.field.forms.list_forms(head)
    is_open = [s.form.id for s in found if any(v.state is State.OPEN for v in s.versions)]
    return is_open[0] if is_open else ""


def _open(office: Office, at: int, cast: Cast) -> Case:
    cases = office.workplace.field.cases
    name, road, lat, lon = PLACES[at]
    subject = SubjectWish(f"위생-{at + 1:04}", name, SubjectKind.FACILITY, "")
    site = cases.register_site(office.head, subject, SiteWish(road, "", lat, lon, 8.0))
    due = day_of(cast.now) + timedelta(days=(at % 5) + 1)
    kind = at % len(KINDS)
    wish = CaseWish(KINDS[kind], office.form_key or None, BASES[kind], NOTES[kind], due)
    return cases.open_case(office.head, site.id, wish)


def _give(office: Office, made: list[Case], inspectors: list[Actor]) -> None:
    """Seven of them for today, five of these to the first; the rest wait for somebody."""
    field = office.workplace.field
    today = day_of(field.base.now())
    order = [inspectors[0]] * 5 + [each for each, _ in zip(cycle(inspectors), range(2))]
    for seat, (case, who) in enumerate(zip(made, order, strict=False), 1):
        field.assignments.assign(office.head, case.id, Wish(who.user_id, today, 0, None, seat))


def _past(office: Office, made: list[Case]) -> None:
    """What was found before at the first places, so that the door has a history."""
    field = office.workplace.field
    now = field.base.now()
    for case, outcome in zip(made[:3], ("적합", "시정명령", "과태료"), strict=True):
        wish = CaseWish(KINDS[0], office.form_key or None, BASES[0], "", None)
        former = field.cases.open_case(office.head, case.site_id, wish)
        way = (
            CaseStep.ASSIGN, CaseStep.START, CaseStep.SURVEY, CaseStep.ACCEPT, CaseStep.ENFORCE,
            CaseStep.DELIVER, CaseStep.FILE, CaseStep.CLOSE,
        )  # fmt: skip
        with field.base.begin() as tx:
            for step in way:
                told = outcome if step is CaseStep.ENFORCE else ""
                former = field.cases.move(tx, office.head, former, Move(step, now, "", told))
