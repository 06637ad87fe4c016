"""A user at a desktop, and helpers."""

from dataclasses import dataclass
from typing import Any

import pytest

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.support.world import SignedInClient


@dataclass
class Office:
    """`ann` sits at `desktop`; `hana` of the help desk and `ida` of IT may help."""

    broker: Broker
    desktop: str

    @property
    def ann(self) -> SignedInClient:
        return self.broker.world.as_user("ann")

    @property
    def hana(self) -> SignedInClient:
        return self.broker.world.as_user("hana", Role.MEMBER, Role.HELP_DESK)

    @property
    def ida(self) -> SignedInClient:
        return self.broker.world.as_user("ida", Role.MEMBER, Role.IT_ADMIN)

    def sit_down(self, connection: str = "c1") -> Stream:
        """As the gateway does when the user's stream opens."""
        session = self.ann.actor.session_id
        stream = Stream(DesktopId(self.desktop), session, ConnectionId(connection))
        self.ann.post(f"/api/desktops/{self.desktop}/tickets")
        self.broker.broker.seating.connected(stream, "display-work")
        return stream

    def ask(self, note: str = "소리가 안 납니다") -> dict[str, Any]:
        reply = self.ann.post(f"/api/desktops/{self.desktop}/help", note=note)
        assert reply.status_code == 201, reply.get_json()
        return dict(reply.get_json())

    def own(self) -> Any:
        return self.ann.get(f"/api/desktops/{self.desktop}/help").get_json()["help"]

    def answer(self, wish: str, *, yes: bool = True) -> Any:
        return self.ann.post(f"/api/desktops/{self.desktop}/help/answer", wish=wish, yes=yes)

    def want(self, helper: SignedInClient, call: str, wish: str = "watch") -> Any:
        return helper.post(f"/api/admin/helpdesk/{call}/ask", wish=wish)

    def watched(self) -> str:
        """A call at the point where hana watches; its id."""
        self.sit_down()
        call = str(self.ask()["id"])
        assert self.want(self.hana, call).status_code == 200
        assert self.answer("watch").status_code == 200
        return call

    def codes(self, *replies: Any) -> list[str]:
        return [reply.get_json()["code"] for reply in replies]


@pytest.fixture
def office(broker: Broker) -> Office:
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    broker.world.as_user("ann", zone=Zone.WORK)
    return Office(broker, desktop)
