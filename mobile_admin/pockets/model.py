"""A pocket: what one person has on one phone, sealed. Rules FO1-FO3 in RULES.md."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class Way(StrEnum):
    """How a pocket is opened."""

    PIN = "pin"
    PASSKEY = "passkey"  # by WebAuthn's PRF extension


@dataclass(frozen=True)
class Pocket:
    """`tries` are wrong PINs since the last right one; `id` is made by the phone, whose address in
    the tunnel is `bound_to` where it was last opened there."""

    id: str
    person_id: UserId
    name: str
    ways: frozenset[Way]
    tries: int
    created_at: datetime
    opened_at: datetime | None = None
    revoked_at: datetime | None = None
    bound_to: str | None = None


@dataclass(frozen=True)
class Opened:
    """`share` is the server's half of the key, 32 bytes; it may stay on the phone until `until`."""

    pocket: Pocket
    share: bytes
    until: datetime
