"""From what is wanted and what is seen to what is done. Pure."""

from hashlib import sha256

from kernel.settings import Zone
from vpn.tunnel.model import LONGEST_GRANT, Grant, Peer, Plan, SeenTunnel, Wanted

RENEW_BELOW = LONGEST_GRANT // 2  # seconds left: two thirds of the renewals may be missed
SLACK = 2  # seconds that a clock and a call may take


def plan(wanted: Wanted, seen: SeenTunnel) -> Plan:
    """Touches nobody whose peer and way are as they should be [VW2].

    A peer whose address is another one is told so and not removed: without its handshake it would
    be silent for a quarter of a minute (REKEY_TIMEOUT and KEEPALIVE, wireguard.com/protocol).
    """
    peers = {peer.key: (peer.address, peer.fingerprint) for peer in seen.peers}
    held = {grant.address: grant for grant in seen.grants}
    return Plan(
        close=sorted(address for address in held if address not in wanted.grants),
        remove=sorted(key for key in peers if key not in wanted.peers),
        put=[
            Peer(key, address, wanted.preshared.get(key))
            for key, address in wanted.peers.items()
            if peers.get(key) != (address, print_of(wanted.preshared.get(key)))
        ],
        grant=[
            Grant(address, zone, min(seconds, LONGEST_GRANT))
            for address, (zone, seconds) in wanted.grants.items()
            if seconds > 0 and not _is_good(held.get(address), zone, seconds)
        ],
    )


def print_of(preshared: str | None) -> str | None:
    """By which two of them are told apart; 32 random bytes are not found from it [VP13]."""
    return sha256(preshared.encode()).hexdigest()[:16] if preshared else None


def _is_good(held: Grant | None, zone: Zone, seconds: int) -> bool:
    """In the right zone, long enough, and not beyond the end of its session [VW3]."""
    if held is None or held.zone is not zone:
        return False
    return min(seconds, RENEW_BELOW) - SLACK <= held.seconds <= seconds + SLACK
