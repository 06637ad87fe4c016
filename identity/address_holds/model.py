"""What is known of the failures of one address."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tries:
    """`names_failed` have failed lately and not got in since; `names_in` got in today.

    `failures` are those of the names that have not got in since.
    """

    failures: int
    names_failed: int
    names_in: int


@dataclass(frozen=True)
class Hold:
    """Until then passwords from this address are looked at for those only who are known there."""

    address: str
    until: datetime
