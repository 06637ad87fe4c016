"""The gateway: where tunnels end, and what an administrator says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class Approval(StrEnum):
    """Which new devices wait for an administrator."""

    ALWAYS = "always"
    PERSONAL = "personal"  # those that do not belong to the agency
    NEVER = "never"


@dataclass(frozen=True)
class Gateway:
    """`host` and `port` are where devices call (UDP). `public_key` is known once it has run."""

    is_on: bool
    host: str
    port: int
    approval: Approval
    public_key: bytes | None
    revision: int  # of everything that the data plane is made from
    changed_at: datetime | None = None
    changed_by: UserId | None = None


UNTOUCHED = Gateway(
    is_on=False, host="", port=0, approval=Approval.ALWAYS, public_key=None, revision=0
)
