from datetime import timedelta
from random import Random

import pytest

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import PODMAN, DesktopId, DesktopSpec, PoolId
from daas_broker.desktops.ports import Capacity, HostFailure, Permanent, Retryable
from daas_broker.forecast.service import Outlook
from daas_broker.pools.tasks import PoolKeeper
from daas_broker.sessions.service import Seating
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET


def rows_are_the_host(broker: Broker) -> bool:
    rows = {(d.id, d.generation) for d in broker.desktops()}
    return rows == {(spec.id, spec.generation) for spec, _ in broker.host.running.values()}


def seats_of(broker: Broker) -> tuple[Seating, Outlook]:
    return broker.broker.seating, Outlook(broker.broker.seating.came)


def another_keeper(broker: Broker) -> PoolKeeper:
    world = broker.world
    return PoolKeeper(world.begin, world.now, PODMAN, broker.host, *seats_of(broker))


@pytest.mark.parametrize("seed", range(3))
def test_a_host_that_fails_forgets_and_loses_answers_is_brought_in_step(
    broker: Broker, seed: int
) -> None:
    """[DK4] [DK13]"""
    chance = Random(seed)  # noqa: S311 - a seeded world

    def trouble(_verb: str) -> None:
        if chance.random() < 0.3:
            raise chance.choice([Retryable("busy"), Capacity("full")])
        if chance.random() < 0.1 and broker.host.running:
            broker.host.forget(chance.choice(list(broker.host.running)))

    broker.pool(warm=3, maximum=5)
    broker.host.boot = timedelta(seconds=3)
    broker.host.trouble = broker.host.lose_answers = trouble
    broker.settle(15)
    broker.host.trouble = broker.host.lose_answers = lambda _verb: None
    broker.settle(25)
    assert [d.state for d in broker.desktops()] == [State.WARM] * 3
    assert rows_are_the_host(broker)


def test_an_image_that_is_not_there_is_tried_later_and_later(broker: Broker) -> None:
    """[DK13]"""
    asked: list[str] = []

    def no_image(verb: str) -> None:
        asked.append(verb)
        if verb == "ensure":
            raise Permanent("no such image")

    broker.pool()
    broker.host.trouble = no_image
    broker.settle(60)
    assert 4 <= asked.count("ensure") <= 7  # after 0, 4, 12, 28, 60 … seconds
    [failed] = broker.desktops()
    assert failed.error == "no such image"


def test_a_keeper_that_starts_anew_adopts_what_runs_and_removes_what_is_nobodys(
    broker: Broker,
) -> None:
    """[DK5] [DK6]"""
    broker.pool(warm=2)
    broker.settle()
    before = broker.desktops(State.WARM)
    stray = DesktopSpec(DesktopId("deadbeef"), 1, PoolId("p"), INTERNET.key, Zone.INTERNET)
    broker.host.ensure(stray, broker.host.epoch)
    keeper = another_keeper(broker)
    keeper.run()
    assert stray.id in broker.host.running
    keeper.run()
    assert stray.id not in broker.host.running
    assert [d.id for d in broker.desktops(State.WARM)] == [d.id for d in before]


def test_the_newer_of_two_keepers_commands_the_host(broker: Broker) -> None:
    """[DK2]"""
    pool = broker.pool()
    broker.settle()
    first = broker.host.epoch
    newer = another_keeper(broker)
    newer.run()
    assert newer.epoch == first + 1
    body = {"name": "인터넷 가상PC", "image": "internet", "warm": 2, "maximum": 4}
    broker.admin.put(f"/api/admin/pools/{pool}", **body)
    newer.run()
    assert broker.host.epoch == newer.epoch
    # The older one takes the lease back with a higher epoch; it never acts with its old one.
    broker.keep()
    assert broker.host.epoch <= broker.broker.keepers[PODMAN].epoch


def test_only_administrators_make_pools_and_all_of_it_is_audited(broker: Broker) -> None:
    """[DK12]"""
    body = {"name": "인터넷", "image": "internet", "warm": 0, "maximum": 1}
    for user, roles in (("ann", [Role.MEMBER]), ("sue", [Role.SECURITY_OFFICER])):
        client = broker.world.as_user(user, *roles)
        assert client.post("/api/admin/pools", **body).status_code == 403
        for path in ("/api/admin/pools", "/api/admin/desktops", "/api/admin/images"):
            assert client.get(path).status_code == 403
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    seats = broker.admin.get("/api/admin/desktops").get_json()["desktops"]
    assert {seat["person_id"] for seat in seats} == {"ann", None} or len(seats) == 1
    assert broker.admin.post(f"/api/admin/desktops/{desktop}/restart").status_code == 204
    assert broker.admin.put(f"/api/admin/pools/{pool}", **body).status_code == 200
    assert broker.admin.delete(f"/api/admin/pools/{pool}").status_code == 204
    broker.settle()
    assert broker.desktops() == []
    assert broker.host.running == {}
    acts = [act.removeprefix("daas_broker.") for _, act, _ in broker.world.audited()]
    for act in ("create_pool", "restart_desktop", "change_pool", "remove_pool"):
        assert act in acts


def test_a_host_that_is_away_is_said_so(broker: Broker) -> None:
    """[DK13]"""

    def away(_verb: str) -> None:
        raise Retryable("hostd does not answer")

    broker.host.trouble = away
    report = broker.keep()
    assert report.errors == ["the host of podman: hostd does not answer"]
    reply = broker.admin.get("/api/admin/images")
    assert (reply.status_code, reply.get_json()["code"]) == (503, "desktop_host_away")
    assert issubclass(Retryable, HostFailure)
