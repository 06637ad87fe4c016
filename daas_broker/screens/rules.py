"""Whether a desktop may have one more screen. Pure."""

from daas_broker.desktops.model import Endpoint, Protocol
from daas_broker.sessions.model import Assignment, ConnectionId
from kernel.actor import SessionId
from kernel.errors import Conflict

SECOND = 2


class OneScreen(Conflict):
    """A light desktop draws one."""

    code = "one_screen"


class FirstScreenMissing(Conflict):
    """Nobody looks at the first one in this sign-in session; it opens beside that one only."""

    code = "first_screen_missing"


def stream_beside(endpoint: Endpoint, seat: Assignment, session: SessionId) -> ConnectionId:
    """The stream beside which a second screen opens, and with which it ends [DMO4]."""
    if endpoint.protocol is Protocol.LIGHT:
        raise OneScreen  # [DMO6]
    if seat.connection_id is None or seat.session_id != session:
        raise FirstScreenMissing
    return seat.connection_id
