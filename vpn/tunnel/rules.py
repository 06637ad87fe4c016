"""From what is wanted and what is seen to what is done. Pure."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from kernel.errors import Conflict
from kernel.settings import Zone
from vpn.tunnel.model import LONGEST_GRANT, Grant, HeldBack, Peer, Plan, SeenTunnel, Wanted

FEW = 5  # so many may go at once, whatever part of all they are
ONE_IN = 5  # and of many a fifth
WORD_LASTS = timedelta(minutes=10)
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


class RemovalsChanged(Conflict):
    """Not so many wait as the administrator saw: look again. `count` are those that do."""

    code = "tunnel_removals_changed"


def undecided(plan: Plan, ended: AbstractSet[str]) -> list[str]:
    """Peers that would go although nobody has ended their devices: their rows are not there, their
    people have left or their keys are too old, as after a wrong restore, directory or clock."""
    return [key for key in plan.remove if key not in ended]


def is_too_many(count: int, peers: int) -> bool:
    """[VW8]"""
    return count > FEW and count * ONE_IN > peers


def is_allowed(held: HeldBack | None, count: int, now: datetime) -> bool:
    """An administrator has said so of as many, lately."""
    if held is None or held.allowed_until is None:
        return False
    return count <= held.allowed and now < held.allowed_until


def without(plan: Plan, kept: Sequence[str]) -> Plan:
    """These stay: without a way they reach the portal and nothing else [VW1]."""
    return replace(plan, remove=[key for key in plan.remove if key not in set(kept)])


def allow(held: HeldBack | None, count: int, now: datetime) -> HeldBack:
    if held is None or held.count > count:
        raise RemovalsChanged(count=held.count if held else 0)
    return replace(held, allowed=count, allowed_until=now + WORD_LASTS)


def print_of(preshared: str | None) -> str | None:
    """By which two of them are told apart; 32 random bytes are not found from it [VP13]."""
    return sha256(preshared.encode()).hexdigest()[:16] if preshared else None


def _is_good(held: Grant | None, zone: Zone, seconds: int) -> bool:
    """In the right zone, long enough, and not beyond the end of its session [VW3]."""
    if held is None or held.zone is not zone:
        return False
    return min(seconds, RENEW_BELOW) - SLACK <= held.seconds <= seconds + SLACK
