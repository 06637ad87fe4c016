"""What a device may be, and how long. Pure."""

import base64
import binascii
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.actor import UserId
from kernel.errors import Conflict, Invalid, NotFound
from vpn.devices.model import LIVING, Device, Owner, State, Trust
from vpn.gateways.model import Approval

MOST_DEVICES = 5
KEY_LASTS = timedelta(days=90)
KEY_BYTES = 32
SHORTEST_REASON = 5  # letters: what its owner can do something about
# Curve25519 points of small order, on which every key agrees: RFC 7748 §6.1, cr.yp.to/ecdh.html
_WEAK = {
    bytes(32),
    bytes([1]) + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
}


class KeyMalformed(Invalid):
    """Not 32 bytes of base64, or a point that agrees with everybody."""

    code = "tunnel_key_malformed"


class TooManyDevices(Conflict):
    """One is removed before another is added."""

    code = "too_many_devices"


class NotWaiting(Conflict):
    """Somebody has decided before."""

    code = "device_not_waiting"


class NoDeviceCalls(NotFound):
    """It did not come through the tunnel from a device that may come in."""


class NotInUse(Conflict):
    """It waits, or has ended."""

    code = "device_not_in_use"


class RefusalReasonMissing(Invalid):
    """Its owner is told why, in `least` letters or more."""

    code = "device_refusal_reason_missing"


def public_key(text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyMalformed from error
    if len(found) != KEY_BYTES or found in _WEAK:
        raise KeyMalformed
    return found


def preshared_key(text: str | None) -> bytes | None:
    """As `wg genpsk` writes one; None where a device brings none."""
    if text is None:
        return None
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyMalformed from error
    if len(found) != KEY_BYTES or found == bytes(KEY_BYTES):
        raise KeyMalformed
    return found


def first_state(approval: Approval, owner: Owner) -> State:
    """Whether a new device waits for an administrator [VP5]."""
    waits = approval is Approval.ALWAYS or (
        approval is Approval.PERSONAL and owner is Owner.PERSONAL
    )
    return State.WAITING if waits else State.ACTIVE


def approved(device: Device, trust: Trust, by: UserId, now: datetime) -> Device:
    if device.state is not State.WAITING:
        raise NotWaiting
    return replace(device, state=State.ACTIVE, trust=trust, decided_at=now, decided_by=by)


def vouched(device: Device, trust: Trust, by: UserId, now: datetime) -> Device:
    """An administrator has seen it, or takes that back."""
    if device.state is not State.ACTIVE:
        raise NotInUse
    return replace(device, trust=trust, decided_at=now, decided_by=by)


def refused(device: Device, by: UserId, reason: str, now: datetime) -> Device:
    """[VP14]"""
    if device.state is not State.WAITING:
        raise NotWaiting
    why = " ".join(reason.split())  # one line: a terminal shows it too
    if len(why) < SHORTEST_REASON:
        raise RefusalReasonMissing(least=SHORTEST_REASON)
    decided = replace(device, decided_at=now, decided_by=by, refusal=why)
    return ended(decided, State.REFUSED, now)


def ended(device: Device, state: State, now: datetime) -> Device:
    """The same device where it had ended before: what is lost may be reported twice."""
    return replace(device, state=state, ended_at=now) if device.state in LIVING else device
