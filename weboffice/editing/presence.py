"""Who is here and where their carets are: the last state of each client, coalesced.

A client may speak for its own entries only. y-websocket clients echo everybody's; those are
passed over.
"""

import json
from dataclasses import dataclass
from typing import Any

from weboffice.editing import codec
from weboffice.editing.codec import Malformed, Presence
from weboffice.editing.model import Limits, Member, Mode

GONE = "null"
COLOURS = 8  # web/src/weboffice/text/carets.css has as many
# For clients that are not ours; the same hues as our classes.
HEX = ("#0b50d0", "#9c3f00", "#006d3c", "#8a1f8f", "#b3123f", "#00687a", "#5b4b00", "#4b3fc4")


def hue_of(person_id: str) -> int:
    """The person's own colour, as the editor gives suggestions (suggest/stamp.ts)."""
    total = 0
    for byte in person_id.encode():
        total = (total * 31 + byte) % 65_521
    return total % COLOURS


@dataclass
class _Known:
    owner: int  # member id
    clock: int
    state: str


class PresenceTable:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: dict[int, _Known] = {}
        self._changed: dict[int, Presence] = {}

    @property
    def has_news(self) -> bool:
        return bool(self._changed)

    def receive(self, member: Member, members: dict[int, Member], body: bytes) -> int:
        """How many it told of; raise Malformed on what no client of ours or y-websocket sends."""
        told = codec.read_presences(body)
        for presence in told:
            if self._may_speak(member, members, presence):
                self._take(member, presence)
        return len(told)

    def _may_speak(self, member: Member, members: dict[int, Member], presence: Presence) -> bool:
        known = self._known.get(presence.client)
        if known is None:
            room_left = len(member.clients) < self._limits.clients_a_member
            return presence.state != GONE and room_left
        if known.owner == member.id:
            return presence.clock > known.clock or presence.state == GONE
        # The same sign-in came back before its old connection was found dead.
        owner = members.get(known.owner)
        is_same = owner is None or owner.visitor.session_id == member.visitor.session_id
        return is_same and presence.clock >= known.clock and presence.state != GONE

    def _take(self, member: Member, presence: Presence) -> None:
        if presence.state == GONE:
            self._forget(member, presence.client, presence.clock)
            return
        state = self._stamped(member, presence.state)
        self._known[presence.client] = _Known(member.id, presence.clock, state)
        self._changed[presence.client] = Presence(presence.client, presence.clock, state)
        member.clients.add(presence.client)

    def _stamped(self, member: Member, text: str) -> str:
        """The client's state under the name of who signed in [ED5]."""
        if len(text) > self._limits.state:
            raise Malformed("presence")
        try:
            state: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Malformed("presence") from error
        if not isinstance(state, dict):
            raise Malformed("presence")
        visitor = member.visitor
        state["user"] = {
            "id": visitor.person_id,
            "name": visitor.name,
            "colour": member.colour,
            "color": HEX[member.colour],
            "writes": member.right is Mode.WRITE,
        }
        return json.dumps(state, ensure_ascii=False, separators=(",", ":"))

    def _forget(self, member: Member, client: int, clock: int) -> None:
        known = self._known.get(client)
        member.clients.discard(client)
        if known is None or known.owner != member.id:
            return
        del self._known[client]
        self._changed[client] = Presence(client, max(clock, known.clock + 1), GONE)

    def leave(self, member: Member) -> None:
        for client in list(member.clients):
            self._forget(member, client, 0)

    def news(self) -> bytes:
        """What changed since the last call, as one message."""
        changed, self._changed = self._changed, {}
        return codec.awareness(list(changed.values()))

    def everybody(self) -> bytes | None:
        if not self._known:
            return None
        return codec.awareness([Presence(c, k.clock, k.state) for c, k in self._known.items()])
