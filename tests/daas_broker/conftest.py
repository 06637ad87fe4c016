"""A workplace whose desktops run on a fake host, and its keeper at hand."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from daas_broker import wiring
from daas_broker.desktops import store
from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import PODMAN, DesktopId
from daas_broker.images.ports import Probed
from daas_broker.wiring import DaasBroker
from kernel.actor import Role
from kernel.reconcile import Report
from tests.support.fakes.desktop_host import FakeDesktopHost
from tests.support.world import SignedInClient, World


@dataclass
class Broker:
    """What tests of desktops say."""

    world: World
    host: FakeDesktopHost
    broker: DaasBroker
    found: list[Probed] = field(
        default_factory=list
    )  # what looking at a desktop on trial shows, from now on

    def keep_images(self) -> Report:
        return self.broker.image_keepers[0].run()

    @property
    def admin(self) -> SignedInClient:
        return self.world.as_user("ida", Role.IT_ADMIN)

    def pool(self, **wish: Any) -> str:
        body = {"name": "인터넷 가상PC", "image": "internet", "warm": 1, "maximum": 4, **wish}
        reply = self.admin.post("/api/admin/pools", **body)
        assert reply.status_code == 201, reply.json
        return str(reply.get_json()["id"])

    def keep(self) -> Report:
        return self.broker.keepers[PODMAN].run()

    def settle(self, sweeps: int = 5) -> None:
        """As many sweeps as two seconds apart let everything that was begun come to its end."""
        for _ in range(sweeps):
            self.keep()
            self.world.pass_time(timedelta(seconds=2))

    def desktops(self, *states: State) -> list[Desktop]:
        with self.world.begin() as tx:
            return [d for d in store.alive(tx.db) if not states or d.state in states]

    def desktop(self, desktop_id: str) -> Desktop:
        with self.world.begin() as tx:
            found = store.find(tx.db, DesktopId(desktop_id))
        assert found is not None
        return found

    def claim(self, user: str, pool: str) -> Any:
        return self.world.as_user(user).post(f"/api/desktops/pools/{pool}/claim").get_json()


@pytest.fixture
def broker(world: World) -> Broker:
    host = FakeDesktopHost(world.now)
    daas_broker = wiring.build(
        world.base,
        world.workplace.identity.tickets,
        world.workplace.daas_broker.transfers.drive,
        {PODMAN: host},
        world.workplace.daas_broker.release_keeper.inspector,
    )
    found = [Probed(60_000, 24, 24, 0.1)]
    daas_broker.image_keepers[0].probe = lambda _endpoint, _patience: found[-1]
    world.has_broker(daas_broker)
    return Broker(world, host, daas_broker, found)
