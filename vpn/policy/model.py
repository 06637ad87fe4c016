"""Who may reach which zone through the tunnel, from where, when, and with what proof."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from typing import NewType

from kernel.actor import Role, UserId
from kernel.settings import Zone
from vpn.devices.model import Trust

PolicyId = NewType("PolicyId", str)


class Effect(StrEnum):
    ALLOW = "allow"
    DENY = "deny"


class Subject(StrEnum):
    EVERYBODY = "everybody"
    DIVISION = "division"
    PERSON = "person"
    ROLE = "role"


class Needed(StrEnum):
    """Of the device that somebody comes in with. Sound is by its own word, managed by an
    administrator's."""

    CLAIMED = "claimed"  # any that was added
    SOUND = "sound"
    MANAGED = "managed"
    BOTH = "both"

    @property
    def wants_managed(self) -> bool:
        return self in {Needed.MANAGED, Needed.BOTH}

    @property
    def wants_sound(self) -> bool:
        return self in {Needed.SOUND, Needed.BOTH}


class Proof(StrEnum):
    """Besides the device's key."""

    PASSWORD = "password"  # noqa: S105 - a kind of proof
    PASSKEY = "passkey"


@dataclass(frozen=True)
class Conditions:
    """Minutes are of the day in Seoul, the last one excluded; no network means from anywhere.
    A condition of a policy that denies says where it denies."""

    trust: Needed = Needed.CLAIMED
    proof: Proof = Proof.PASSWORD
    weekdays: frozenset[int] = frozenset(range(7))  # Monday is 0
    from_minute: int = 0
    until_minute: int = 1440
    networks: tuple[IPv4Network, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166; none means from any


@dataclass(frozen=True)
class Policy:
    """`subject_id` is empty for everybody; `minutes` is the longest session it opens."""

    id: PolicyId
    name: str
    effect: Effect
    zone: Zone
    subject: Subject
    subject_id: str = ""
    minutes: int = 480
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True)
class Kept:
    """A policy as it stands: `version` grows with each change, `by` made the last one."""

    policy: Policy
    version: int
    by: UserId


@dataclass(frozen=True)
class Reached:
    """Where a zone leads. `place` is an address or a network, empty for everything public; `ports`
    is empty for all; `note` is an administrator's, and may be empty."""

    place: str
    ports: str
    note: str


@dataclass(frozen=True)
class Asking:
    """`endpoint` is where the device calls from, None where that is not known; `is_sound` is what
    it says of itself."""

    person_id: UserId
    division_id: str
    roles: frozenset[Role]
    zone: Zone
    trust: Trust
    proof: Proof
    at: datetime
    endpoint: IPv4Address | None
    country: str | None = None
    is_sound: bool = False


@dataclass(frozen=True)
class Explained:
    """`opens_at` is when waiting would help. `reaches` is where the zone leads whoever is in it.
    `is_held` while an alarm says that the device's key is at two places, and `inside` is the zone
    that it is in: both shut the door whatever the policies say."""

    verdict: "Verdict"
    reaches: Sequence[Reached]
    opens_at: datetime | None
    is_held: bool
    inside: Zone | None


@dataclass(frozen=True)
class Inside:
    """The open session of a device, as far as policies are asked about it."""

    zone: Zone
    proof: Proof
    place: IPv4Address | None


@dataclass(frozen=True)
class Step:
    """`misses` are the conditions that do not hold: trust, posture, proof, weekday, time, place."""

    policy: Policy
    misses: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """`decided` is the policy that decided, None where none let in. Steps are those of this zone
    that are about this person."""

    is_allowed: bool
    decided: Policy | None
    minutes: int
    steps: tuple[Step, ...]
