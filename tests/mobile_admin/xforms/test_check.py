from datetime import UTC, datetime
from functools import cache
from uuid import uuid4

from mobile_admin.xforms.box import made
from mobile_admin.xforms.check import Facts, Fault, check
from mobile_admin.xforms.form import Form, read
from mobile_admin.xforms.safe import as_node, parse
from mobile_admin.xforms.values import Node
from workplace.demo.field_sheet import NAME, VERSION, count_of_questions, workbook

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
PHOTO = "front.jpg"


@cache
def form() -> Form:
    return read(xform())


@cache
def xform() -> bytes:
    found = made(workbook(), NAME)
    assert "problems" not in found
    return str(found["xml"]).encode()


def answered(**answers: str) -> Node:
    """A restaurant where all is well, but for `answers`."""
    return as_node(parse(xml(**answers), 1 << 20))


def xml(instance: str = "", **answers: str) -> bytes:
    """What a client would send; see `answered`."""
    given = {
        "business": "온마루 식당", "owner": "정다온", "province": "hanbit", "district": "jung",
        "kind": "restaurant", "area": "85.5", "staff": "4", "fridge_name": "1호기",
        "cold": "fridge", "degrees": "4.5", "too_warm": "0", "warm": "0", "failed": "0",
        "measure": "none", "clean": "4", "attendee": "정다온", "confirmed": "OK",
        "signature": "sign.png", **{f"{g}_failed": "0" for g in GROUPS},
        **{f"q{n}": "yes" for n in range(1, 67)}, **answers,
    }  # fmt: skip
    named = instance or f"uuid:{uuid4()}"

    def text(node: Node) -> str:
        if node.name == "instanceID":
            return f"<instanceID>{named}</instanceID>"
        inner = "".join(text(child) for child in node.children) or given.get(node.name, "")
        return f"<{node.name}>{inner}</{node.name}>" if inner else ""

    body = "".join(text(child) for child in form().template.children)
    return f'<data id="food_hygiene" version="{VERSION}">{body}</data>'.encode()


GROUPS = ("kitchen", "stock", "people", "signs", "facility")


def faults(node: Node, *files: str) -> list[tuple[str, Fault]]:
    found = check(form(), node, Facts(NOW, {"sign.png", *files}))
    return [(finding.path.rpartition("/")[2], finding.fault) for finding in found]


def test_the_demonstration_asks_a_hundred_questions_and_the_server_can_check_each() -> None:
    """[MF6]"""
    assert (count_of_questions(), form().gaps) == (100, ())


def test_answers_that_keep_to_the_form_are_found_right() -> None:
    """[FS4]"""
    assert faults(answered()) == []


def test_each_kind_of_wrong_answer_is_found() -> None:
    """[FS4]"""
    assert faults(answered(staff="많음")) == [("staff", Fault.TYPE)]
    assert faults(answered(staff="900")) == [("staff", Fault.CONSTRAINT)]
    assert faults(answered(owner="")) == [("owner", Fault.MISSING)]
    assert faults(answered(kind="bar")) == [("kind", Fault.CHOICE)]
    assert faults(answered(district="sol")) == [("district", Fault.CHOICE)], "of another province"
    assert faults(answered(last_visit="2026-12-24")) == [("last_visit", Fault.CONSTRAINT)]
    assert faults(answered(fine="50000")) == [("fine", Fault.IRRELEVANT)]
    assert faults(answered(front="front.jpg")) == [("front", Fault.FILE)]
    assert faults(answered(front="front.jpg"), PHOTO) == []
    assert faults(answered(failed="3")) == [("failed", Fault.CALCULATED), *LAWS]
    assert faults(answered(spot="95 200 0 0")) == [("spot", Fault.TYPE)]


LAWS = [("laws", Fault.MISSING)]


def test_what_the_form_demands_when_something_is_not_met_is_demanded() -> None:
    """[FS4]"""
    node = answered(q3="no", kitchen_failed="1", failed="1")
    assert faults(node) == [("kitchen_why", Fault.MISSING), *LAWS]
    told = answered(
        q3="no", kitchen_failed="1", failed="1", kitchen_why="환기 시설 고장",
        laws="hygiene label", measure="correct", due="2026-12-10",
    )  # fmt: skip
    assert faults(told) == []


def test_what_is_wrong_in_a_turn_says_in_which() -> None:
    """[FS4]"""
    sheet = answered()
    sheet.add(answered(degrees="많음", cold="").named("fridge")[0])
    last = f"냉장·냉동 시설 {len(sheet.named('fridge'))}"
    found = check(form(), sheet, Facts(NOW, {"sign.png"}))
    told = {each.label for each in found}
    assert told >= {f"{last} · 현재 온도(℃)", f"{last} · 구분"}


def test_a_warm_fridge_counts_wherever_it_stands_among_the_repeats() -> None:
    """[FS4]"""
    node = answered(failed="1", warm="1", laws="hygiene", measure="guide")
    again = answered(degrees="12", too_warm="1").named("fridge")[0]
    node.add(again)
    assert faults(node) == []


def test_an_answer_to_a_question_that_the_form_does_not_have_is_named() -> None:
    """[FS4]"""
    node = answered()
    node.add(Node("bribe", "1"))
    assert faults(node) == [("bribe", Fault.UNKNOWN)]


def test_the_names_of_media_are_compared_as_people_read_them() -> None:
    """[FS4]"""
    found = check(form(), answered(front="앞.jpg"), Facts(NOW, {"sign.png", "앞.jpg"}))
    assert found == []
