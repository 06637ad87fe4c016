"""The messenger put together."""

from dataclasses import dataclass

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from kernel.actor import Actor
from kernel.live import Realtime
from kernel.parts import Foundation, Part
from kernel.settings import Zone
from messenger.delivery import api as delivery_api
from messenger.delivery.service import Delivery
from messenger.membership import api as membership_api
from messenger.membership.service import Membership
from messenger.messages import api as messages_api
from messenger.messages.ports import Cards
from messenger.messages.service import Messages
from messenger.presence import api as presence_api
from messenger.presence.adapters.redis import RedisSigns, connect
from messenger.presence.ports import Signs
from messenger.presence.realtime import PresenceSockets
from messenger.presence.service import Presence


@dataclass(frozen=True)
class Messenger:
    messages: Messages
    membership: Membership
    delivery: Delivery
    presence: Presence
    sockets: Realtime

    def part(self) -> Part:
        return Part(
            blueprints=[self._blueprint()],
            topics={"room": self.delivery.may_watch, "presence": _is_of_the_agency},
            realtime=[self.sockets],
        )

    def _blueprint(self) -> APIBlueprint:
        """One for all slices: they share paths, and a contract holds each path of a blueprint."""
        tag = Tag(name="messenger")
        bp = APIBlueprint("messenger", __name__, url_prefix="/api/messenger", abp_tags=[tag])
        delivery_api.add_routes(bp, self.delivery)
        membership_api.add_routes(bp, self.membership)
        messages_api.add_routes(bp, self.messages)
        presence_api.add_routes(bp, self.presence)
        return bp


def _is_of_the_agency(actor: Actor, _person: str) -> bool:
    return actor.zone is not Zone.GUEST


def build(base: Foundation, cards: Cards, signs: Signs | None = None) -> Messenger:
    messages = Messages(base.begin, base.now, base.spend, cards)
    presence = Presence(
        signs or RedisSigns(connect(base.settings.redis_url)), base.now, base.announce
    )
    return Messenger(
        messages,
        Membership(base.begin, base.now, base.spend, messages),
        Delivery(base.begin),
        presence,
        PresenceSockets(presence),
    )
