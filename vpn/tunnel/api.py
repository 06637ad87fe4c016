"""The gateway as its host holds it, for administrators."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from kernel.http import Reply, current_actor, reply
from vpn.devices.api import TAG
from vpn.tunnel.service import Tunnels


class TunnelPeerView(BaseModel):
    """Bytes are since the interface is up."""

    public_key: str
    address: str | None
    endpoint: str | None
    handshake_at: datetime | None
    received_bytes: int
    sent_bytes: int


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


NO_ANSWER = TunnelView(
    answers=False, driver="", port=None, peers=[], ways=0, refused=0, spoofed=0, repairs=0
)


def blueprint(tunnels: Tunnels) -> APIBlueprint:
    bp = APIBlueprint("vpn_tunnel", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/tunnel", summary="Peers and counts of the gateway", responses={200: TunnelView})
    def see() -> Reply:
        seen = tunnels.see(current_actor())
        if seen is None:
            return reply(NO_ANSWER)
        peers = [
            TunnelPeerView(
                public_key=peer.key,
                address=str(peer.address) if peer.address else None,
                endpoint=peer.endpoint,
                handshake_at=peer.handshake_at,
                received_bytes=peer.received_bytes,
                sent_bytes=peer.sent_bytes,
            )
            for peer in seen.peers
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
            )
        )

    return bp
