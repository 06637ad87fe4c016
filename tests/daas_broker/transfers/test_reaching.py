"""What of a desktop is reached beside its screen, while that is locked or shut."""

from datetime import timedelta
from typing import Any

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId, Stream
from identity.directory.model import PersonEntry, Snapshot
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.transfers.conftest import REPORT, Desk, lay_print

PRINT = "계획.pdf"
LINK = "https://www.law.go.kr/"
PLACES = {"hours": [], "networks": ["203.0.113.0/24"]}


def reached(desk: Desk, zone: Zone = Zone.WORK) -> dict[str, Any]:
    """What each way beside the screen answers, by what it is."""
    ann, at = desk.broker.world.as_user("ann", zone=zone), f"/api/desktops/{desk.id}"
    named = {"name": PRINT}
    asked = {"source": "outbox", "desktop_id": desk.id, "name": REPORT, "reason": "회의 자료"}
    replies = {
        "what may come in": ann.get(f"{at}/files/drive"),
        "in": ann.post(f"{at}/files/in", file_id="f"),
        "outbox": ann.get(f"{at}/files/outbox"),
        "out": ann.post(f"{at}/files/out", name=REPORT),
        "prints": ann.get(f"{at}/prints"),
        "paper": ann.get(f"{at}/prints/document", **named),
        "paper to the drive": ann.post(f"{at}/prints/save", **named),
        "paper thrown away": ann.post(f"{at}/prints/drop", **named),
        "link": ann.post(f"{at}/links", url=LINK),
        "outbox to let across": ann.get(f"/api/releases/outbox/{desk.id}"),
        "to let across": ann.post("/api/releases", **asked),
    }
    return {what: reply.get_json()["code"] for what, reply in replies.items()}


def test_a_locked_screen_gives_no_file_and_no_paper_until_its_person_has_proved_who_they_are(
    desk: Desk,
) -> None:
    """[DV3]"""
    world = desk.broker.world
    entry = PersonEntry("ann", "ann", "ann", "", "", "", "", "", "div", frozenset({Role.MEMBER}))
    world.directory.snapshot = Snapshot((), (entry,))
    ann = world.as_user("ann")
    world.pass_time(timedelta(seconds=1))
    stream = Stream(DesktopId(desk.id), ann.actor.session_id, ConnectionId("c"))
    desk.broker.broker.seating.lock(stream)
    with desk.bridge():
        lay_print(desk, PRINT, b"%PDF-1.7")
        (desk.outbox / REPORT).write_bytes(b"a letter")
        assert set(reached(desk).values()) == {"screen_locked"}
        assert (desk.outbox / REPORT).exists()
        world.pass_time(timedelta(seconds=1))
        assert ann.post("/api/me/confirm", password="correct horse").status_code == 204
        assert [one["name"] for one in desk.listed()] == [REPORT]


def test_from_where_a_desktop_may_not_be_entered_none_of_its_files_is_reached(desk: Desk) -> None:
    """[DV9] Each of these stands in the audit chain."""
    desk.policy(access=PLACES)
    desk.broker.world.pass_time(timedelta(seconds=2))
    codes = reached(desk)
    assert set(codes.values()) == {"outside_places"}
    told = desk.audited("daas_broker.enter")
    assert [(outcome, facts["rule"]) for outcome, facts in told] == [
        ("refused", "access_place")
    ] * len(codes)


def test_in_the_zone_of_guests_none_of_it_is_reached(desk: Desk) -> None:
    """[DV9] There are no desktops there, and no picture of one either."""
    assert set(reached(desk, Zone.GUEST).values()) == {"no_desktops_here"}
