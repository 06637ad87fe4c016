"""Passkeys: key pairs whose private half never leaves the person's device (WebAuthn level 3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kernel.actor import UserId

PasskeyId = NewType("PasskeyId", str)


class Purpose(StrEnum):
    REGISTER = "register"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Site:
    """Whom the browser signs for: a host name, and the exact origin of the page."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Credential:
    """What an authenticator made, once it is verified."""

    credential_id: bytes
    public_key: bytes  # COSE_Key, RFC 9052 §7
    sign_count: int
    is_backed_up: bool  # also on the person's other devices


@dataclass(frozen=True)
class Passkey:
    id: PasskeyId
    person_id: UserId
    name: str
    credential: Credential
    created_at: datetime
    used_at: datetime | None
