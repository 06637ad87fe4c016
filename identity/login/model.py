"""An attempt to sign in, and what is remembered of attempts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from identity.people.model import Person
from identity.sessions.model import Method, SignInSession
from kernel.settings import Zone
from kernel.tokens import Token


class Outcome(StrEnum):
    DONE = "done"
    HALF = "half"  # the right password at a new place, and no passkey yet
    REFUSED = "refused"


@dataclass(frozen=True)
class Visit:
    """Where an attempt comes from; `agent` is the browser's own word for itself."""

    zone: Zone
    address: str
    agent: str


@dataclass(frozen=True)
class Tally:
    """Failures of one name, and until when it takes no password."""

    failures: int
    failed_at: datetime
    locked_until: datetime | None = None


@dataclass(frozen=True)
class SignInRecord:
    """One line of a person's own history."""

    at: datetime
    outcome: Outcome
    method: Method
    visit: Visit
    is_new_place: bool


@dataclass(frozen=True)
class Opened:
    """A new session; `token` is for the cookie and is given out here only."""

    session: SignInSession
    token: Token
    person: Person


@dataclass(frozen=True)
class Leaving:
    """Where somebody is still signed in who came in by another's word and signs out here; `onward`
    leads out of there, or is None."""

    title: str
    onward: str | None
