"""A virtual machine's own screen: who sees it, and what is left of it in the audit chain."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import JsonValue

from daas_broker.consoles.model import Console
from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import LIBVIRT, DesktopId
from identity.tickets.service import TicketRefused
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker

TICKETS = "/api/admin/consoles/{}/tickets"


def machine(broker: Broker) -> DesktopId:
    """A warm desktop that its row says a machine is."""
    broker.pool(warm=1)
    broker.settle()
    [desktop] = broker.desktops(State.WARM)
    with broker.world.begin() as tx:
        tx.db.execute(
            desktops.desktops.update()
            .where(desktops.desktops.c.id == desktop.id)
            .values(provider=LIBVIRT)
        )
    return desktop.id


def ticket(broker: Broker, desktop: str) -> dict[str, Any]:
    reply = broker.admin.post(TICKETS.format(desktop))
    assert reply.status_code == 201, reply.get_json()
    found: dict[str, Any] = reply.get_json()
    return found


def opened(broker: Broker) -> Console:
    desktop = machine(broker)
    issued = ticket(broker, desktop)
    origin = broker.world.settings.origin(Zone.WORK)
    return broker.broker.consoles.redeem(broker.admin.presents(issued["ticket"]), desktop, origin)


def acts(broker: Broker) -> list[str]:
    return [act for _, act, _ in broker.world.audited() if "console" in act]


def test_an_administrator_opens_it_once_a_ticket_and_the_audit_tells(broker: Broker) -> None:
    """[DVM5]"""
    console = opened(broker)
    assert console.socket.endswith("/console.sock")
    assert broker.broker.consoles.holds(console)
    broker.broker.consoles.closed(console)
    assert acts(broker) == ["daas_broker.open_console", "daas_broker.close_console"]


def test_a_ticket_for_a_console_opens_no_other_and_none_twice(broker: Broker) -> None:
    """[DVM5]"""
    desktop = machine(broker)
    issued = broker.admin.presents(ticket(broker, desktop)["ticket"])
    origin = broker.world.settings.origin(Zone.WORK)
    with pytest.raises(TicketRefused):
        broker.broker.consoles.redeem(issued, DesktopId("0" * 32), origin)
    with pytest.raises(TicketRefused):
        broker.broker.consoles.redeem(issued, desktop, origin)


def test_nobody_else_learns_that_there_is_one_and_their_asking_is_noted(broker: Broker) -> None:
    """[DVM5]"""
    desktop = machine(broker)
    for role in (Role.MEMBER, Role.SECURITY_OFFICER):
        person = broker.world.as_user(f"some-{role.value}", role)
        there, nowhere = (person.post(TICKETS.format(one)) for one in (desktop, "0" * 32))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.get_json()["code"] == nowhere.get_json()["code"]
    outcomes = [(act, how) for _, act, how in broker.world.audited() if "console" in act]
    assert outcomes == [("daas_broker.open_console", "refused")] * 2


def test_a_container_has_none(broker: Broker) -> None:
    broker.pool(warm=1)
    broker.settle()
    [desktop] = broker.desktops(State.WARM)
    reply = broker.admin.post(TICKETS.format(desktop.id))
    assert (reply.status_code, reply.get_json()["code"]) == (409, "console_absent")
    assert broker.admin.post(TICKETS.format("0" * 32)).status_code == 404


@pytest.mark.parametrize("state", [State.RECYCLING, State.FAILED, State.GONE])
def test_a_machine_that_is_off_has_none_any_more(broker: Broker, state: State) -> None:
    """[DVM5] Neither a new one, nor by a ticket of before, nor one that is open."""
    console = opened(broker)
    issued = broker.admin.presents(ticket(broker, console.desktop_id)["ticket"])
    with broker.world.begin() as tx:
        tx.db.execute(desktops.desktops.update().values(state=state))
    reply = broker.admin.post(TICKETS.format(console.desktop_id))
    assert (reply.status_code, reply.get_json()["code"]) == (409, "console_absent")
    assert not broker.broker.consoles.holds(console)
    origin = broker.world.settings.origin(Zone.WORK)
    with pytest.raises(TicketRefused):
        broker.broker.consoles.redeem(issued, console.desktop_id, origin)


def test_it_ends_with_the_sign_in_and_with_the_machine(broker: Broker) -> None:
    """[DVM5]"""
    console = opened(broker)
    assert not broker.broker.consoles.holds(replace(console, generation=2))
    assert not broker.broker.consoles.holds(replace(console, desktop_id=DesktopId("0" * 32)))
    sessions = broker.world.workplace.identity.sessions
    sessions.end_session(broker.admin.actor, console.session_id, "signed_out")
    assert not broker.broker.consoles.holds(console)


OWN = "/api/desktops/{}/console"


PLACES: dict[str, JsonValue] = {"hours": [], "networks": ["203.0.113.0/24"]}


def policy(broker: Broker, *, console: bool, **further: JsonValue) -> None:
    officer = broker.world.as_user("sol", Role.SECURITY_OFFICER)
    path = "/api/admin/policies/person/ann/draft"
    assert officer.put(path, body={"console": console, **further}).status_code == 200
    assert officer.post(f"{path}/apply").status_code == 200


def held_machine(broker: Broker) -> str:
    """One at which `ann` sits."""
    pool = broker.pool()
    broker.settle()
    desktop: str = broker.claim("ann", pool)["desktop"]["desktop_id"]
    with broker.world.begin() as tx:
        tx.db.execute(desktops.desktops.update().values(provider=LIBVIRT))
    return desktop


def test_its_user_only_looks_and_only_where_the_policy_says_so(broker: Broker) -> None:
    """[DVM8]"""
    desktop = held_machine(broker)
    ann, origin = broker.world.as_user("ann"), broker.world.settings.origin(Zone.WORK)
    refused = ann.post(OWN.format(desktop))
    assert (refused.status_code, refused.get_json()["code"]) == (403, "console_closed")
    policy(broker, console=True)
    shown = ann.presents(ann.post(OWN.format(desktop)).get_json()["ticket"])
    console = broker.broker.consoles.redeem(shown, DesktopId(desktop), origin)
    assert console.looks_only
    assert broker.broker.consoles.holds(console)
    policy(broker, console=False)
    assert not broker.broker.consoles.holds(console)
    outcomes = [(act, how) for _, act, how in broker.world.audited() if "console" in act]
    assert outcomes == [
        ("daas_broker.open_console", "refused"),
        ("daas_broker.open_console", "done"),
    ]


def test_from_where_a_desktop_may_not_be_entered_its_machine_is_not_looked_at(
    broker: Broker,
) -> None:
    """[DV9] [DVM8]"""
    desktop = held_machine(broker)
    ann, origin = broker.world.as_user("ann"), broker.world.settings.origin(Zone.WORK)
    policy(broker, console=True)
    shown = ann.presents(ann.post(OWN.format(desktop)).get_json()["ticket"])
    console = broker.broker.consoles.redeem(shown, DesktopId(desktop), origin)
    policy(broker, console=True, access=PLACES)
    broker.world.pass_time(timedelta(seconds=2))  # whether any policy limits it is known as long
    refused = ann.post(OWN.format(desktop))
    assert (refused.status_code, refused.get_json()["code"]) == (403, "outside_places")
    assert not broker.broker.consoles.holds(console)
    assert broker.broker.consoles.holds(replace(console, caller="203.0.113.7"))


def test_what_a_user_sees_of_a_machine_ends_with_their_holding_of_it(broker: Broker) -> None:
    """[DVM8]"""
    desktop = held_machine(broker)
    ann, origin = broker.world.as_user("ann"), broker.world.settings.origin(Zone.WORK)
    policy(broker, console=True)
    shown = ann.presents(ann.post(OWN.format(desktop)).get_json()["ticket"])
    console = broker.broker.consoles.redeem(shown, DesktopId(desktop), origin)
    assert ann.post(f"/api/desktops/{desktop}/release").status_code == 204
    assert not broker.broker.consoles.holds(console)


def test_of_anybody_elses_machine_a_user_learns_nothing(broker: Broker) -> None:
    """[DVM8]"""
    desktop = held_machine(broker)
    policy(broker, console=True)
    ben = broker.world.as_user("ben")
    assert ben.post(OWN.format(desktop)).status_code == 404
    assert acts(broker) == []
