from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.usage.store import connections
from kernel import audit
from kernel.actor import SessionId
from tests.daas_broker.conftest import Broker
from tests.support.world import SignedInClient


def seated(broker: Broker, user: str = "ann") -> tuple[SignedInClient, str]:
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim(user, pool)["desktop"]["desktop_id"]
    return broker.world.as_user(user), desktop


def stream_of(client: SignedInClient, desktop: str, connection: str = "c1") -> Stream:
    return Stream(DesktopId(desktop), client.actor.session_id, ConnectionId(connection))


def test_a_desktop_given_back_is_destroyed_with_a_receipt(broker: Broker) -> None:
    """[DK3]"""
    ann, desktop = seated(broker)
    assert ann.post(f"/api/desktops/{desktop}/release").status_code == 204
    broker.settle()
    broker.world.deliver_events()
    assert broker.desktop(desktop).state is State.GONE
    assert DesktopId(desktop) not in broker.host.running
    acts = [act for _, act, _ in broker.world.audited()]
    assert acts.count("daas_broker.destroy_desktop") == 1
    assert {"daas_broker.claim_desktop", "daas_broker.release_desktop"} <= set(acts)
    assert ann.get(f"/api/desktops/{desktop}").status_code == 404


def test_the_audit_chain_names_the_destroyed_key(broker: Broker) -> None:
    """[DC1]"""
    ann, desktop = seated(broker)
    ann.post(f"/api/desktops/{desktop}/release")
    broker.settle()
    act = audit.entries.c.act == "daas_broker.destroy_desktop"
    with broker.world.begin() as tx:
        [facts] = tx.db.scalars(select(audit.entries.c.facts).where(act)).all()
    [wiped] = facts["wiped"]
    assert wiped == {
        "layer": f"{desktop}-1",
        "key_id": broker.host.wiped[0].key_id,
        "at": broker.host.wiped[0].at.isoformat(),
        "verified": True,
    }


def test_who_signs_out_leaves_nothing_behind(broker: Broker) -> None:
    """[DK3]"""
    ann, desktop = seated(broker)
    broker.world.workplace.identity.sessions.end_session(
        ann.actor, ann.actor.session_id, "signed_out"
    )
    broker.world.deliver_events()
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE
    assert (DesktopId(desktop), 1) in broker.host.destroyed


def test_a_lost_connection_has_five_minutes_to_come_back(broker: Broker) -> None:
    """[DK3] [DK5]"""
    ann, desktop = seated(broker)
    seating = broker.broker.seating
    seating.connected(stream_of(ann, desktop), "display-work")
    seating.disconnected(stream_of(ann, desktop))
    broker.world.pass_time(timedelta(minutes=4, seconds=50))
    broker.keep()
    assert broker.desktop(desktop).state is State.DISCONNECTED
    seating.connected(stream_of(ann, desktop, "c2"), "display-work")
    broker.world.pass_time(timedelta(hours=3))
    broker.keep()
    assert broker.desktop(desktop).state is State.IN_USE
    seating.disconnected(stream_of(ann, desktop, "c2"))
    broker.world.pass_time(timedelta(minutes=5, seconds=1))
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE


def test_streams_that_end_together_each_leave_what_is_theirs(broker: Broker) -> None:
    """[DK5] [DU1] Where a later stream has come meanwhile, its desktop stays in use."""
    pool = broker.pool(warm=3, maximum=3)
    broker.settle()
    held = {
        name: broker.claim(name, pool)["desktop"]["desktop_id"] for name in ("ann", "ben", "cho")
    }
    seats = [(broker.world.as_user(name), desktop) for name, desktop in held.items()]
    seating = broker.broker.seating
    streams = [stream_of(who, desktop, f"c{number}") for number, (who, desktop) in enumerate(seats)]
    for stream in streams:
        seating.connected(stream, "display-work")
    later = stream_of(*seats[0], "later")
    seating.connected(later, "display-work")
    seating.disconnected(*streams)
    states = [broker.desktop(desktop).state for _, desktop in seats]
    assert states == [State.IN_USE, State.DISCONNECTED, State.DISCONNECTED]
    assert seating.still_open([*streams, later]) == {"later"}
    with seating.begin() as tx:
        open_ones = tx.db.scalars(select(connections.c.id).where(connections.c.ended_at.is_(None)))
        assert open_ones.all() == ["later"]


def test_a_later_stream_takes_over_and_the_earlier_ones_end_changes_nothing(
    broker: Broker,
) -> None:
    """[DK5]"""
    ann, desktop = seated(broker)
    seating = broker.broker.seating
    first, second = stream_of(ann, desktop, "c1"), stream_of(ann, desktop, "c2")
    seating.connected(first, "display-work")
    seating.connected(second, "display-work")
    seating.disconnected(first)
    assert broker.desktop(desktop).state is State.IN_USE
    assert seating.still_open([first, second]) == {"c2"}


def test_of_two_streams_that_come_at_once_the_later_counts_and_a_strangers_does_not(
    broker: Broker,
) -> None:
    """[DK5] [DK8]"""
    ann, desktop = seated(broker)
    seating = broker.broker.seating
    first, second = stream_of(ann, desktop, "c1"), stream_of(ann, desktop, "c2")
    stranger = replace(second, session_id=SessionId("other"), connection_id=ConnectionId("c3"))
    with seating.begin() as tx:
        joined = seating.connect_all(tx, [first, second, stranger], "display-work")
    assert set(joined) == {"c1", "c2"}
    assert seating.still_open([first, second, stranger]) == {"c2"}
    assert broker.desktop(desktop).state is State.IN_USE


def test_a_gateway_that_died_leaves_its_desktops_to_the_grace(broker: Broker) -> None:
    """[DK5]"""
    ann, desktop = seated(broker)
    broker.broker.seating.connected(stream_of(ann, desktop), "display-work")
    assert broker.broker.seating.forget_streams("display-internet") == 0
    assert broker.broker.seating.forget_streams("display-work") == 1
    assert broker.desktop(desktop).state is State.DISCONNECTED


def test_a_killed_desktop_is_replaced_and_its_user_is_told(broker: Broker) -> None:
    """[DK3] [DK4]"""
    ann, desktop = seated(broker)
    broker.settle()
    broker.host.kill(DesktopId(desktop))
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE
    assert len(broker.desktops(State.WARM)) == 1
    ended = [payload for topic, event, payload in broker.world.hints if event == "desktop.ended"]
    assert ended == [{"desktop_id": desktop}]
    places = ann.get("/api/desktops").get_json()["pools"]
    assert places[0]["desktop"] is None


def test_a_desktop_of_a_removed_pool_is_found_and_given_back(broker: Broker) -> None:
    """[DP12]"""
    pool = broker.pool(name="없앨 풀")
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    assert broker.admin.delete(f"/api/admin/pools/{pool}").status_code == 204
    ann, ben = broker.world.as_user("ann"), broker.world.as_user("ben")
    [place] = ann.get("/api/desktops").get_json()["pools"]
    assert (place["name"], place["removed"]) == ("없앨 풀", True)
    assert place["desktop"]["desktop_id"] == desktop
    assert ann.get(f"/api/desktops/{desktop}").get_json()["pool"] == "없앨 풀"
    assert ben.get("/api/desktops").get_json()["pools"] == []
    seats = broker.admin.get("/api/admin/desktops").get_json()["desktops"]
    assert [seat["pool"] for seat in seats if seat["id"] == desktop] == ["없앨 풀"]
    assert ann.post(f"/api/desktops/{desktop}/release").status_code == 204
    assert ann.get("/api/desktops").get_json()["pools"] == []


def test_whose_desktop_it_was_is_told_how_it_ended_and_nobody_else(broker: Broker) -> None:
    """[DK3] [DP12]"""
    ann, desktop = seated(broker)
    path = f"/api/desktops/{desktop}/end"
    assert ann.get(path).status_code == 404  # it has not ended
    ann.post(f"/api/desktops/{desktop}/release")
    told = ann.get(path).get_json()
    assert (told["reason"], told["persistent"], told["homes"]) == ("released", False, False)
    assert broker.world.as_user("ben").get(path).status_code == 404
    pool = broker.pool()
    broker.settle()
    left = broker.claim("ann", pool)["desktop"]["desktop_id"]
    broker.world.pass_time(timedelta(minutes=6))
    broker.settle()
    assert ann.get(f"/api/desktops/{left}/end").get_json()["reason"] == "grace_over"
