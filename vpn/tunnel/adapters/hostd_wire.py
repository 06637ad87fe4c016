"""What is said over the tunnel's socket of hostd: one JSON object a line, a request and its reply.

The verbs are all there are. No request carries a command, a path, a name of an interface or a rule.
"""

from ipaddress import IPv4Address
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from kernel.line import Strict
from vpn.tunnel.model import Grant, Key, Peer, Port

MOST = 1000  # of a kind in one request
LONGEST_REQUEST = 256 * 1024
LONGEST_REPLY = 16 * 1024 * 1024
Revision = Annotated[int, Field(ge=0, lt=2**63)]


class See(Strict):
    verb: Literal["see"] = "see"


class Open(Strict):
    verb: Literal["open"] = "open"
    port: Port
    revision: Revision


class Close(Strict):
    verb: Literal["close"] = "close"
    revision: Revision


class SetPeers(Strict):
    verb: Literal["set_peers"] = "set_peers"
    put: Annotated[list[Peer], Field(max_length=MOST)]
    remove: Annotated[list[Key], Field(max_length=MOST)]
    revision: Revision


class SetGrants(Strict):
    verb: Literal["set_grants"] = "set_grants"
    put: Annotated[list[Grant], Field(max_length=MOST)]
    close: Annotated[list[IPv4Address], Field(max_length=MOST)]
    revision: Revision


Request = Annotated[See | Open | Close | SetPeers | SetGrants, Field(discriminator="verb")]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
