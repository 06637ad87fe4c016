"""The gateway as its host holds it, for administrators."""

from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, no_content, reply
from vpn.devices.api import TAG
from vpn.tunnel.model import Grant, HeldBack, SeenPeer
from vpn.tunnel.service import Tunnels


class TunnelPeerView(BaseModel):
    """Bytes are since the interface is up. `way` is the zone that the kernel lets it into, for so
    many seconds unless it is renewed."""

    public_key: str
    address: str | None
    endpoint: str | None
    handshake_at: datetime | None
    received_bytes: int
    sent_bytes: int
    way: Literal["work", "internet"] | None
    way_seconds: int | None


class HeldBackView(BaseModel):
    """Peers that are not removed until an administrator says so, of how many; `unknown` ones are
    in no row, `left` of people who left, `expired` past their key's time."""

    count: int
    peers: int
    since: datetime
    unknown: int
    left: int
    expired: int
    is_allowed: bool

    @staticmethod
    def of(held: HeldBack) -> "HeldBackView":
        return HeldBackView(
            count=held.count,
            peers=held.peers,
            since=held.since,
            unknown=held.why.get("unknown", 0),
            left=held.why.get("left", 0),
            expired=held.why.get("expired", 0),
            is_allowed=held.allowed >= held.count,
        )


class RemovalsBody(BaseModel):
    """How many the administrator saw."""

    count: Annotated[int, Field(ge=1)]


class FaultView(BaseModel):
    """Why there is no tunnel although one is wanted; `said` is what failed, in the host's words."""

    why: Literal["tun", "daemon", "port", "network", "other"]
    said: str


class TunnelView(BaseModel):
    """`port` is null while there is no interface; `answers` is false while the host is away."""

    answers: bool
    driver: str
    port: int | None
    peers: list[TunnelPeerView]
    ways: int
    refused: int
    spoofed: int
    repairs: int
    held_back: HeldBackView | None = None
    fault: FaultView | None = None


NO_ANSWER = TunnelView(
    answers=False, driver="", port=None, peers=[], ways=0, refused=0, spoofed=0, repairs=0
)


def _peer(peer: SeenPeer, way: Grant | None) -> TunnelPeerView:
    facts = {
        "public_key": peer.key,
        "address": str(peer.address) if peer.address else None,
        "way": way.zone.value if way else None,
        "way_seconds": way.seconds if way else None,
    }
    return TunnelPeerView.model_validate({**vars(peer), **facts}, extra="ignore")


def blueprint(tunnels: Tunnels) -> APIBlueprint:
    bp = APIBlueprint("vpn_tunnel", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/tunnel", summary="Peers and counts of the gateway", responses={200: TunnelView})
    def see() -> Reply:
        seen = tunnels.see(current_actor())
        if seen is None:
            return reply(NO_ANSWER)
        ways = {way.address: way for way in seen.grants}
        held, fault = tunnels.held_back(current_actor()), seen.fault
        peers = [
            _peer(peer, ways.get(peer.address) if peer.address else None) for peer in seen.peers
        ]
        return reply(
            TunnelView(
                answers=True,
                driver=seen.driver,
                port=seen.port,
                peers=peers,
                ways=len(seen.grants),
                refused=seen.refused,
                spoofed=seen.spoofed,
                repairs=seen.repairs,
                held_back=HeldBackView.of(held) if held else None,
                fault=FaultView(why=fault.why.value, said=fault.said) if fault else None,
            )
        )

    @bp.post("/tunnel/removals", summary="Let peers go that were held", responses={204: None})
    def allow_removals(body: RemovalsBody) -> Reply:
        tunnels.allow_removals(current_actor(), body.count)
        return no_content()

    return bp
