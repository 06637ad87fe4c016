"""What signing in announces."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class SignedInFromNewPlace(Event):
    """`network` is the address without its last part; `at` is ISO 8601."""

    name: ClassVar[str] = "identity.signed_in_from_new_place"
    person_id: str
    at: str
    network: str
    agent: str


@dataclass(frozen=True)
class SignInWasLocked(Event):
    """Somebody's name takes no password until `until` (ISO 8601)."""

    name: ClassVar[str] = "identity.sign_in_was_locked"
    person_id: str
    failures: int
    until: str


@dataclass(frozen=True)
class PasswordMisused(Event):
    """Somebody at `network` knows a password and has no passkey to it; `at` is ISO 8601."""

    name: ClassVar[str] = "identity.password_misused"
    person_id: str
    at: str
    network: str
    times: int
