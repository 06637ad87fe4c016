"""A sign-in session: one person, one browser, one zone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import SessionId, UserId
from kernel.settings import Zone


class Method(StrEnum):
    """How the person proved who they are."""

    DIRECTORY = "directory"
    PASSKEY = "passkey"
    BREAK_GLASS = "break_glass"
    SINGLE_SIGN_ON = "single_sign_on"
    MOBILE_ID = "mobile_id"


@dataclass(frozen=True)
class Opening:
    """What is known when a session opens; `agent` is the browser's own word for itself."""

    person_id: UserId
    zone: Zone
    method: Method
    address: str
    agent: str


@dataclass(frozen=True)
class SignInSession:
    id: SessionId
    person_id: UserId
    zone: Zone
    method: Method
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    bound_to: str | None = None  # the tunnel's address of the one device it may be used on
