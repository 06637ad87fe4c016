from datetime import timedelta

import pytest

from daas_broker.desktops.model import DesktopId
from daas_broker.helpdesk.model import Level
from daas_broker.helpdesk.service import HelpDesk
from daas_broker.sessions.model import ConnectionId, Stream
from identity.tickets.model import Presented
from identity.tickets.service import TicketRefused
from kernel.actor import Role, SessionId
from kernel.settings import Zone
from tests.daas_broker.helpdesk.conftest import Office

OURS = "http://localhost:8080"


def desk_of(office: Office) -> HelpDesk:
    return office.broker.broker.helpdesk


def level(office: Office) -> Level:
    found = desk_of(office).watching(DesktopId(office.desktop))
    return found.level if found else Level.NONE


def acts(office: Office) -> list[str]:
    return [act.removeprefix("daas_broker.") for _, act, _ in office.broker.world.audited()]


def test_a_call_waits_with_what_the_users_page_knew_and_asking_twice_is_one_call(
    office: Office,
) -> None:
    """[DR6]"""
    context = {
        "browser": "Chrome 140",
        "latency_ms": 230,
        "mishaps": [{"at": "2030-01-07T00:00:00Z", "what": "close 1006"}],
    }
    path = f"/api/desktops/{office.desktop}/help"
    first = office.ann.post(path, note="화면이 느려요", context=context).get_json()
    assert office.ann.post(path, note="다시").get_json()["id"] == first["id"]
    [call] = office.hana.get("/api/admin/helpdesk").get_json()["waiting"]
    assert (call["note"], call["step"], call["person"]["name"]) == (
        "화면이 느려요",
        "waiting",
        "ann",
    )
    assert call["context"]["latency_ms"] == 230
    assert call["context"]["mishaps"][0]["what"] == "close 1006"
    assert call["seat"]["pool"] == "인터넷 가상PC"
    assert office.ann.post(path, note="x" * 501).status_code == 400


def test_nothing_is_seen_before_the_click_and_control_needs_another(office: Office) -> None:
    """[DR1] [DR2]"""
    office.sit_down()
    call = office.ask()["id"]
    tickets = f"/api/admin/helpdesk/{call}/tickets"
    assert office.hana.post(tickets).get_json()["code"] == "help_taken"
    office.want(office.hana, call)
    assert office.own()["helper"]["name"] == "hana"
    assert level(office) is Level.NONE
    assert office.hana.post(tickets).get_json()["code"] == "help_moved"
    assert office.want(office.hana, call, "control").get_json()["code"] == "help_moved"
    office.answer("watch")
    assert level(office) is Level.WATCH
    assert office.hana.post(tickets).status_code == 201
    office.want(office.hana, call, "control")
    assert level(office) is Level.WATCH
    office.answer("control")
    assert level(office) is Level.CONTROL


def test_a_yes_to_one_helper_is_none_for_another_who_has_asked_since(office: Office) -> None:
    """[DR1]"""
    office.sit_down()
    call = office.ask()["id"]
    office.want(office.hana, call)
    asks = office.own()["helper"]["id"]
    office.hana.post(f"/api/admin/helpdesk/{call}/put-back")
    assert office.want(office.ida, call).status_code == 200
    path = f"/api/desktops/{office.desktop}/help/answer"
    late = office.ann.post(path, wish="watch", yes=True, helper_id=asks)
    assert (late.status_code, late.get_json()["code"]) == (409, "help_moved")
    assert level(office) is Level.NONE
    seen = office.own()["helper"]["id"]
    assert office.ann.post(path, wish="watch", yes=True, helper_id=seen).status_code == 200
    assert level(office) is Level.WATCH


def test_a_no_ends_the_question_and_cannot_be_repeated_at_once(office: Office) -> None:
    """[DR1]"""
    office.sit_down()
    call = office.ask()["id"]
    office.want(office.hana, call)
    office.answer("watch", yes=False)
    assert level(office) is Level.NONE
    refused = office.want(office.hana, call)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "help_asked_too_soon")
    office.broker.world.pass_time(timedelta(seconds=21))
    assert office.want(office.hana, call).status_code == 200


def test_a_yes_that_comes_after_a_minute_is_none(office: Office) -> None:
    """[DR1]"""
    office.sit_down()
    call = office.ask()["id"]
    office.want(office.hana, call)
    office.broker.world.pass_time(timedelta(seconds=61))
    assert office.answer("watch").get_json()["code"] == "help_answer_too_late"
    assert desk_of(office).lapse() == 1
    assert office.own()["step"] == "taken"
    assert level(office) is Level.NONE
    assert office.want(office.hana, call).status_code == 200


def test_a_yes_counts_for_the_stream_that_was_open_and_for_no_other(office: Office) -> None:
    """[DR1]"""
    call = office.ask()["id"]
    office.want(office.hana, call)
    assert office.answer("watch").get_json()["code"] == "nobody_at_screen"
    office.sit_down("c1")
    office.answer("watch")
    assert level(office) is Level.WATCH
    office.sit_down("c2")  # on another device
    assert level(office) is Level.NONE
    desk_of(office).owner_left(
        Stream(DesktopId(office.desktop), SessionId("s"), ConnectionId("c1"))
    )
    assert office.own()["step"] == "taken"


@pytest.mark.parametrize("side", ["user", "helper"])
def test_either_side_ends_control_and_watching(office: Office, side: str) -> None:
    """[DR4]"""
    call = office.watched()
    office.want(office.hana, call, "control")
    office.answer("control")
    who, path = {
        "user": (office.ann, f"/api/desktops/{office.desktop}/help/stop"),
        "helper": (office.hana, f"/api/admin/helpdesk/{call}/stop"),
    }[side]
    assert who.post(path, wish="control").get_json()["step"] == "watching"
    assert level(office) is Level.WATCH
    assert who.post(path, wish="watch").get_json()["step"] == "taken"
    assert level(office) is Level.NONE
    assert who.post(path, wish="watch").get_json()["step"] == "taken"
    assert acts(office).count("stop_watch") == 1


def test_a_helper_who_signs_out_helps_nobody(office: Office) -> None:
    """[DR4]"""
    office.watched()
    sessions = office.broker.world.workplace.identity.sessions
    actor = office.hana.actor
    sessions.end_session(actor, actor.session_id, "signed_out")
    office.broker.world.deliver_events()
    assert level(office) is Level.NONE
    assert (office.own()["step"], office.own()["helper"]) == ("waiting", None)


def test_a_desktop_given_back_closes_the_call(office: Office) -> None:
    """[DR4]"""
    call = office.watched()
    office.ann.post(f"/api/desktops/{office.desktop}/release")
    assert level(office) is Level.NONE
    office.broker.world.deliver_events()
    found = office.hana.get(f"/api/admin/helpdesk/{call}").get_json()
    assert (found["step"], found["outcome"]) == ("closed", "desktop_ended")


def test_all_of_it_stands_in_the_audit_chain_with_its_time(office: Office) -> None:
    """[DR5]"""
    call = office.watched()
    token = office.hana.post(f"/api/admin/helpdesk/{call}/tickets").get_json()["ticket"]
    desk_of(office).redeem(office.hana.presents(token), DesktopId(office.desktop), OURS)
    office.want(office.hana, call, "control")
    office.answer("control")
    office.ann.post(f"/api/desktops/{office.desktop}/help/stop", wish="watch")
    office.hana.post(f"/api/admin/helpdesk/{call}/close", outcome="소리를 켬")
    told = [
        act
        for act in acts(office)
        if act.split("_")[0] in {"ask", "allow", "stop", "open", "close"}
    ]
    assert told == [
        "ask_help",
        "ask_watch",
        "allow_watch",
        "open_help_stream",
        "ask_control",
        "allow_control",
        "stop_watch",
        "close_help",
    ]


def test_who_may_see_and_do_what(office: Office) -> None:
    """[DR6]"""
    world = office.broker.world
    call = office.ask()["id"]
    for user, role in (("max", Role.MEMBER), ("sue", Role.SECURITY_OFFICER), ("aud", Role.AUDITOR)):
        other = world.as_user(user, role)
        assert other.get("/api/admin/helpdesk").status_code == 403
        for act in ("take", "ask", "stop", "close", "tickets", "put-back"):
            path = f"/api/admin/helpdesk/{call}/{act}"
            assert other.post(path, wish="watch").status_code == 403
        own = f"/api/desktops/{office.desktop}/help"
        assert other.get(own).status_code == 404
        assert other.post(own, note="").status_code == 404
        assert other.post(f"{own}/answer", wish="watch", yes=True).status_code == 404
    assert office.want(office.hana, call).status_code == 200
    assert (
        office.codes(
            office.want(office.ida, call),
            office.ida.post(f"/api/admin/helpdesk/{call}/stop", wish="watch"),
            office.ida.post(f"/api/admin/helpdesk/{call}/close", outcome=""),
        )
        == ["help_taken"] * 3
    )
    office.hana.post(f"/api/admin/helpdesk/{call}/put-back")
    assert office.want(office.ida, call).status_code == 200


def test_nobody_helps_themselves_and_nobody_from_another_zone(office: Office) -> None:
    """[DR6]"""
    world = office.broker.world
    call = office.ask()["id"]
    hana_outside = world.sign_in("hana", Role.MEMBER, Role.HELP_DESK, zone=Zone.INTERNET)
    outside = office.want(hana_outside, call)
    assert outside.get_json()["code"] == "help_elsewhere"
    assert outside.get_json()["zone"] == "work"
    pool = office.broker.pool(name="둘째")
    office.broker.settle()
    desktop = world.as_user("ida").post(f"/api/desktops/pools/{pool}/claim").get_json()
    own = desktop["desktop"]["desktop_id"]
    mine = office.ida.post(f"/api/desktops/{own}/help", note="").get_json()["id"]
    assert office.want(office.ida, mine).get_json()["code"] == "own_help"


def test_a_helper_may_offer_help_and_still_has_to_ask(office: Office) -> None:
    """[DR1]"""
    office.sit_down()
    offered = office.hana.post(
        "/api/admin/helpdesk", desktop_id=office.desktop, reason="업데이트 오류 신고 확인"
    ).get_json()
    assert (offered["step"], offered["is_offered"]) == ("taken", True)
    assert level(office) is Level.NONE
    assert office.own()["note"] == "업데이트 오류 신고 확인"
    office.want(office.hana, offered["id"])
    office.answer("watch")
    assert level(office) is Level.WATCH
    none = office.hana.post("/api/admin/helpdesk", desktop_id="nope", reason="무엇이든")
    assert none.status_code == 404


def test_a_helpers_ticket_opens_once_only_theirs_and_only_while_it_holds(office: Office) -> None:
    """[DR1]"""
    call = office.watched()
    desktop = DesktopId(office.desktop)

    def ticket() -> Presented:
        reply = office.hana.post(f"/api/admin/helpdesk/{call}/tickets").get_json()
        return office.hana.presents(reply["ticket"])

    first = ticket()
    assert desk_of(office).redeem(first, desktop, OURS).name == "hana"
    with pytest.raises(TicketRefused):
        desk_of(office).redeem(first, desktop, OURS)
    with pytest.raises(TicketRefused):
        desk_of(office).redeem(ticket(), DesktopId("other"), OURS)
    with pytest.raises(TicketRefused):
        desk_of(office).redeem(ticket(), desktop, "http://localhost:8081")
    late = ticket()
    office.ann.post(f"/api/desktops/{office.desktop}/help/stop", wish="watch")
    with pytest.raises(TicketRefused):
        desk_of(office).redeem(late, desktop, OURS)
