"""From what is wanted and what is seen to what is done. Pure."""

from kernel.settings import Zone
from vpn.tunnel.model import LONGEST_GRANT, Grant, Peer, Plan, SeenTunnel, Wanted

RENEW_BELOW = LONGEST_GRANT // 2  # seconds left: two thirds of the renewals may be missed
SLACK = 2  # seconds that a clock and a call may take


def plan(wanted: Wanted, seen: SeenTunnel) -> Plan:
    """Touches nobody whose peer and way are as they should be [VW2]."""
    peers = {peer.key: peer.address for peer in seen.peers}
    held = {grant.address: grant for grant in seen.grants}
    moved = {
        key
        for key, address in peers.items()
        if key not in wanted.peers or wanted.peers[key] != address
    }
    return Plan(
        close=sorted(address for address in held if address not in wanted.grants),
        remove=sorted(moved),
        put=[
            Peer(key, address)
            for key, address in wanted.peers.items()
            if key in moved or key not in peers
        ],
        grant=[
            Grant(address, zone, min(seconds, LONGEST_GRANT))
            for address, (zone, seconds) in wanted.grants.items()
            if seconds > 0 and not _is_good(held.get(address), zone, seconds)
        ],
    )


def _is_good(held: Grant | None, zone: Zone, seconds: int) -> bool:
    """In the right zone, long enough, and not beyond the end of its session [VW3]."""
    if held is None or held.zone is not zone:
        return False
    return min(seconds, RENEW_BELOW) - SLACK <= held.seconds <= seconds + SLACK
