from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from daas_broker.desktops.homes import HomeId
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import LIBVIRT, PODMAN, DesktopId, Provider
from daas_broker.desktops.ports import HostFailure, Retryable
from daas_broker.homes import store
from daas_broker.homes.model import Home
from kernel import audit
from kernel.actor import UserId
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.support.fakes.homes import FakeHome


def work_pool(broker: Broker, **wish: Any) -> str:
    return broker.pool(zone="work", homes=True, name="업무 가상PC", **wish)


def keep(broker: Broker, rounds: int = 4) -> None:
    """Both keepers, as often as it takes."""
    for _ in range(rounds):
        broker.settle(1)
        broker.broker.home_keeper.run()


def home_of(broker: Broker, user: str, zone: Zone = Zone.WORK) -> Home:
    with broker.world.begin() as tx:
        found = store.find(tx.db, UserId(user), zone)
    assert found is not None
    return found


def files_of(broker: Broker, user: str, zone: Zone = Zone.WORK) -> FakeHome:
    return broker.host.homes[zone, home_of(broker, user, zone).id]


def sit_down(broker: Broker, user: str, pool: str) -> str:
    return str(broker.claim(user, pool)["desktop"]["desktop_id"])


def leave(broker: Broker, user: str, desktop: str) -> None:
    reply = broker.world.as_user(user).post(f"/api/desktops/{desktop}/release")
    assert reply.status_code == 204
    keep(broker)


def test_a_home_hangs_in_the_desktop_before_its_stream_opens_and_roams(broker: Broker) -> None:
    """[DH5] [DH6] [DH7]"""
    pool = work_pool(broker, warm=2)
    broker.settle()
    first = sit_down(broker, "ann", pool)
    assert broker.host.held == {home_of(broker, "ann").id: DesktopId(first)}
    ticket = broker.world.as_user("ann").post(f"/api/desktops/{first}/tickets")
    assert ticket.status_code == 201
    files_of(broker, "ann").files["문서/보고.txt"] = "초안"
    leave(broker, "ann", first)
    assert broker.host.held == {}
    second = sit_down(broker, "ann", pool)
    assert broker.host.held == {home_of(broker, "ann").id: DesktopId(second)}
    assert files_of(broker, "ann").files == {"문서/보고.txt": "초안"}
    [receipt] = [facts for act, facts in facts_of(broker) if act == "daas_broker.destroy_desktop"]
    assert receipt["homes"] == [home_of(broker, "ann").id]


def facts_of(broker: Broker) -> list[tuple[str, Any]]:
    with broker.world.begin() as tx:
        rows = tx.db.execute(select(audit.entries.c.act, audit.entries.c.facts))
        return [(row.act, row.facts) for row in rows]


def test_a_pool_without_homes_has_none(broker: Broker) -> None:
    pool = broker.pool()
    broker.settle()
    sit_down(broker, "ann", pool)
    keep(broker)
    assert broker.host.homes == {}


def test_a_program_of_its_own_has_no_home(broker: Broker) -> None:
    body = {"name": "브라우저", "image": "internet", "kind": "app", "app": "chromium"}
    refused = broker.admin.post("/api/admin/pools", **body, homes=True)
    assert (refused.status_code, refused.get_json()["field"]) == (400, "homes")


def test_zones_never_share_a_home(broker: Broker) -> None:
    """[DH5] [DH8]"""
    work = work_pool(broker)
    internet = broker.pool(homes=True)
    broker.settle()
    sit_down(broker, "ann", work)
    sit_down(broker, "ann", internet)
    ours, theirs = home_of(broker, "ann"), home_of(broker, "ann", Zone.INTERNET)
    assert ours.id != theirs.id
    assert {zone for zone, _ in broker.host.homes} == {Zone.WORK, Zone.INTERNET}
    outside = broker.world.as_user("ann", zone=Zone.INTERNET)
    assert [h["zone"] for h in outside.get("/api/desktop-homes").get_json()["homes"]] == [
        "internet"
    ]
    assert outside.post("/api/desktop-homes/work/reset").status_code == 404


def test_the_first_desktop_has_it_and_the_second_goes_without_a_wait(broker: Broker) -> None:
    """[DH5] [DH6]"""
    one, other = work_pool(broker), work_pool(broker)
    broker.settle()
    first, second = sit_down(broker, "ann", one), sit_down(broker, "ann", other)
    keep(broker)
    assert list(broker.host.held.values()) == [DesktopId(first)]
    ann = broker.world.as_user("ann")
    assert ann.post(f"/api/desktops/{second}/tickets").status_code == 201
    leave(broker, "ann", first)
    assert list(broker.host.held.values()) == [DesktopId(second)]


def test_a_stream_waits_for_a_home_that_is_on_its_way_and_not_for_ever(broker: Broker) -> None:
    """[DH6]"""

    def busy(verb: str) -> None:
        if verb == "attach_home":
            raise Retryable("not now")

    pool = work_pool(broker)
    broker.settle()
    broker.host.trouble = busy
    desktop = sit_down(broker, "ann", pool)
    ann = broker.world.as_user("ann")
    refused = ann.post(f"/api/desktops/{desktop}/tickets")
    assert (refused.status_code, refused.get_json()["code"]) == (503, "home_coming")
    broker.world.pass_time(timedelta(seconds=16))
    assert ann.post(f"/api/desktops/{desktop}/tickets").status_code == 201
    assert home_of(broker, "ann").error == "not now"
    broker.host.trouble = lambda _verb: None
    keep(broker)
    assert home_of(broker, "ann").attached_at is not None


def test_who_comes_back_at_once_finds_what_was_left(broker: Broker) -> None:
    """[DH7] [DH6]"""
    pool = work_pool(broker, warm=2)
    broker.settle()
    first = sit_down(broker, "ann", pool)
    files_of(broker, "ann").files["문서/a"] = "1"
    broker.world.as_user("ann").post(f"/api/desktops/{first}/release")
    second = sit_down(broker, "ann", pool)
    ann = broker.world.as_user("ann")
    assert ann.post(f"/api/desktops/{second}/tickets").get_json()["code"] == "home_coming"
    keep(broker)
    assert list(broker.host.held.values()) == [DesktopId(second)]
    assert ann.post(f"/api/desktops/{second}/tickets").status_code == 201
    assert list(files_of(broker, "ann").snapshots.values()) == [{"문서/a": "1"}]


def test_what_was_left_is_kept_after_each_use_and_daily(broker: Broker) -> None:
    """[DH7]"""
    pool = work_pool(broker, warm=2)
    broker.settle()
    desktop = sit_down(broker, "ann", pool)
    files_of(broker, "ann").files["문서/a"] = "1"
    broker.world.pass_time(timedelta(minutes=1))
    leave(broker, "ann", desktop)
    assert [one.files for one in home_of(broker, "ann").snapshots] == [1]
    sit_down(broker, "ann", pool)
    files_of(broker, "ann").files["문서/b"] = "2"
    for _ in range(24):
        broker.world.pass_time(timedelta(hours=1, minutes=1))
        broker.broker.home_keeper.run()
    assert [one.files for one in home_of(broker, "ann").snapshots] == [1, 2]


def test_going_back_tells_what_is_lost_and_can_be_undone(broker: Broker) -> None:
    """[DH8]"""
    pool = work_pool(broker)
    broker.settle()
    desktop = sit_down(broker, "ann", pool)
    home = files_of(broker, "ann")
    home.files |= {"문서/a": "then", ".config/x": "old"}
    leave(broker, "ann", desktop)
    home.files |= {"문서/a": "now", "문서/new": "new", ".config/x": "newer"}
    ann = broker.world.as_user("ann")
    [shown] = ann.get("/api/desktop-homes").get_json()["homes"]
    moment = shown["snapshots"][0]["id"]
    told = ann.get(f"/api/desktop-homes/work/snapshots/{moment}").get_json()
    assert [(c["name"], c["kind"]) for c in told["changes"]] == [("a", "changed"), ("new", "new")]
    assert told["settings"] == 1
    done = ann.post("/api/desktop-homes/work/restore", snapshot=moment).get_json()
    assert home.files == {"문서/a": "then", ".config/x": "old"}
    ann.post("/api/desktop-homes/work/restore", snapshot=done["before"])
    assert home.files["문서/new"] == "new"
    acts = [act for _, act, _ in broker.world.audited()]
    assert acts.count("daas_broker.restore_home") == 2


def test_files_come_back_while_the_home_is_in_use_and_everything_does_not(broker: Broker) -> None:
    """[DH8]"""
    pool = work_pool(broker)
    broker.settle()
    sit_down(broker, "ann", pool)
    home = files_of(broker, "ann")
    home.files["문서/a"] = "then"
    ann = broker.world.as_user("ann")
    kept = ann.post("/api/desktop-homes/work/snapshots").get_json()
    moment = kept["snapshots"][0]["id"]
    del home.files["문서/a"]
    told = ann.get(f"/api/desktop-homes/work/snapshots/{moment}").get_json()
    entries = [change["id"] for change in told["changes"]]
    refused = ann.post("/api/desktop-homes/work/restore", snapshot=moment)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "home_in_use")
    ann.post("/api/desktop-homes/work/restore", snapshot=moment, entries=entries)
    assert home.files == {"문서/a": "then"}


def test_nobody_sees_or_takes_back_anothers(broker: Broker) -> None:
    """[DH8] [DK12]"""
    pool = work_pool(broker)
    broker.settle()
    desktop = sit_down(broker, "ann", pool)
    files_of(broker, "ann").files["문서/a"] = "1"
    leave(broker, "ann", desktop)
    moment = home_of(broker, "ann").snapshots[0].id
    eve = broker.world.as_user("eve")
    assert eve.get("/api/desktop-homes").get_json()["homes"] == []
    assert eve.get(f"/api/desktop-homes/work/snapshots/{moment}").status_code == 404
    assert eve.post("/api/desktop-homes/work/restore", snapshot=moment).status_code == 404
    assert eve.get("/api/admin/homes").status_code == 403
    assert eve.post("/api/admin/homes/ann/work/reset", what="everything").status_code == 403
    for wrong in ("../etc", "20260101T000000Z/..", "x"):
        assert eve.post("/api/desktop-homes/work/restore", snapshot=wrong).status_code in {400, 422}
    assert eve.get("/api/desktop-homes/work/snapshots/20260101T000000Z").status_code == 404


def test_an_administrator_empties_a_home_and_its_person_can_go_back(broker: Broker) -> None:
    """[DH8]"""
    pool = work_pool(broker)
    broker.settle()
    desktop = sit_down(broker, "ann", pool)
    files_of(broker, "ann").files |= {"문서/a": "1", ".config/x": "broken"}
    leave(broker, "ann", desktop)
    [row] = broker.admin.get("/api/admin/homes").get_json()["homes"]
    assert (row["person_id"], row["zone"], row["in_use"]) == ("ann", "work", False)
    broker.admin.post("/api/admin/homes/ann/work/reset", what="profile")
    assert files_of(broker, "ann").files == {"문서/a": "1"}
    done = broker.admin.post("/api/admin/homes/ann/work/reset", what="everything").get_json()
    assert files_of(broker, "ann").files == {}
    undo = "/api/admin/homes/ann/work/reset/undo"
    assert broker.admin.post(undo, before=done["before"]).status_code == 200
    assert files_of(broker, "ann").files == {"문서/a": "1"}
    assert broker.admin.post(undo, before=done["before"]).get_json()["code"] == "snapshot_gone"
    assert broker.world.as_user("eve").post(undo, before=done["before"]).status_code == 403
    done = broker.admin.post("/api/admin/homes/ann/work/reset", what="everything").get_json()
    ann = broker.world.as_user("ann")
    ann.post("/api/desktop-homes/work/restore", snapshot=done["before"])
    assert files_of(broker, "ann").files == {"문서/a": "1"}
    assert ("ida", "daas_broker.reset_home", "done") in broker.world.audited()


@pytest.mark.parametrize("seed", range(4))
def test_two_desktops_never_hold_one_home_whatever_fails(broker: Broker, seed: int) -> None:
    """[DH5] [DH7]"""
    chance = Random(seed)  # noqa: S311 - a seeded world

    def trouble(_verb: str) -> None:
        assert len(set(broker.host.held.values())) == len(broker.host.held)
        if chance.random() < 0.25:
            raise Retryable("busy")
        if chance.random() < 0.05 and broker.host.running:
            broker.host.forget(chance.choice(list(broker.host.running)))

    pools = [work_pool(broker, warm=2), work_pool(broker, warm=2)]
    broker.settle()
    broker.host.trouble = broker.host.lose_answers = trouble
    people = ("ann", "ben", "cho")
    for _ in range(40):
        user = chance.choice(people)
        found = broker.claim(user, chance.choice(pools)).get("desktop")
        if found and chance.random() < 0.5:
            broker.world.as_user(user).post(f"/api/desktops/{found['desktop_id']}/release")
        act_twice(broker, chance)
    broker.host.trouble = broker.host.lose_answers = lambda _verb: None
    for _ in range(80):
        keep(broker, 1)
    held = {home.id: home.held_by for user in people for home in homes_of(broker, user)}
    assert {home: held_by for home, held_by in held.items() if held_by} == broker.host.held
    seated = {d.id for d in broker.desktops(State.CLAIMED, State.IN_USE, State.DISCONNECTED)}
    assert set(broker.host.held.values()) <= seated


def act_twice(broker: Broker, chance: Random) -> None:
    try:
        broker.broker.home_keeper.run()
        broker.keep()
    except HostFailure:
        pass
    broker.world.pass_time(timedelta(seconds=chance.randint(1, 4)))


def homes_of(broker: Broker, user: str) -> list[Home]:
    with broker.world.begin() as tx:
        return store.of_person(tx.db, UserId(user))


@pytest.mark.parametrize(
    ("first", "then", "roams"),
    [(PODMAN, LIBVIRT, True), (LIBVIRT, PODMAN, True), (PODMAN, Provider("elsewhere"), False)],
)
def test_a_home_roams_between_the_kinds_of_desktops_of_one_machine(
    broker: Broker, first: Provider, then: Provider, *, roams: bool
) -> None:
    """[DVM9] [DH5]"""
    broker.world.as_user("ann")
    work_pool(broker, warm=2)
    broker.settle()
    one, other = (desktop.id for desktop in broker.desktops())

    def take(provider: Provider, desktop: DesktopId) -> Home | None:
        fresh = Home(HomeId(fresh_id()), UserId("ann"), Zone.WORK, provider, broker.world.now())
        with broker.world.begin() as tx:
            return store.take(tx.db, fresh, desktop)

    home = take(first, one)
    assert home is not None
    assert take(then, other) is None  # another desktop has it
    with broker.world.begin() as tx:
        store.free(tx.db, home)
    again = take(then, other)
    assert (again is not None) == roams
    assert again is None or (again.id, again.provider) == (home.id, then)


def test_a_home_last_in_a_machine_is_reached_where_machines_were_switched_off(
    broker: Broker,
) -> None:
    """[DVM9] Both kinds of one machine have the same homes."""
    pool = work_pool(broker, warm=1)
    broker.settle()
    desktop = sit_down(broker, "ann", pool)
    files_of(broker, "ann").files["문서/a"] = "1"
    leave(broker, "ann", desktop)
    with broker.world.begin() as tx:
        tx.db.execute(update(store.homes).values(provider=LIBVIRT))
    files_of(broker, "ann").files["문서/a"] = "2"
    ann = broker.world.as_user("ann")
    kept = ann.post("/api/desktop-homes/work/snapshots")
    assert kept.status_code == 200
    moment = kept.get_json()["snapshots"][0]["id"]
    files_of(broker, "ann").files["문서/a"] = "3"
    assert ann.post("/api/desktop-homes/work/restore", snapshot=moment).status_code == 200
    assert files_of(broker, "ann").files == {"문서/a": "2"}
    with broker.world.begin() as tx:
        tx.db.execute(update(store.homes).values(provider="elsewhere"))
    away = ann.post("/api/desktop-homes/work/snapshots")
    assert (away.status_code, away.get_json()["code"]) == (503, "home_host_away")
