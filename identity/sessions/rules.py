"""How long a session lives.

The times are our own choice: the law asks for automatic disconnection but gives no number
(개인정보의 안전성 확보조치 기준 §6④).
"""

from datetime import datetime, timedelta

from kernel.errors import Denied

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
# Of why a session was ended, what its person did not do by themselves on that page [ID9].
TOLD = frozenset(
    {"alarm", "not_me", "device_lost", "device_removed", "device_refused", "password_misused",
     "left_directory", "revoked", "too_old"}
)  # fmt: skip
PROVED_WITHIN = timedelta(minutes=10)  # of what lasts beyond the session
SEEN_EVERY = timedelta(minutes=1)  # how stale seen_at may be: one write a minute, not a request


class ProofTooOld(Denied):
    """Its person has to prove anew who they are: `minutes` is how long that counts."""

    code = "proof_too_old"


def ends_at(opened_at: datetime) -> datetime:
    return opened_at + LONGEST


def is_alive(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now < expires_at and now - seen_at < IDLE  # [ID2]


def is_here(bound_to: str | None, address: str) -> bool:
    """Whether a session that belongs to one device is shown on it [VB1]."""
    return bound_to is None or bound_to == address


def is_told(bound_to: str | None, opened_from: str, address: str) -> bool:
    """Whether who shows its cookie may hear why it ended: on its device, else where its person
    signed in [ID9]."""
    return address == (bound_to or opened_from)


def must_note(seen_at: datetime, now: datetime) -> bool:
    return now - seen_at >= SEEN_EVERY
