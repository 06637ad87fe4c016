"""What was sent from the field: one row an instance, whatever was sent twice. Rules FS1-FS6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.xforms.check import Finding


class Standing(StrEnum):
    RECEIVED = "received"
    HELD = "held"  # its version was closed when it came: kept, and somebody must decide


@dataclass(frozen=True)
class Submission:
    """`sha256` is of the XML's raw bytes, as they came; `deprecated_id` names the instance that it
    stands for where it is a correction, which is believed where `is_heads`, or of one's own [FS9].
    `name` is what the form makes of the answers to call them by, where it does (instanceName).
    """

    id: str
    division_id: str
    form_key: str
    version: str
    instance_id: str
    sha256: str
    person_id: UserId
    device_id: str | None
    standing: Standing
    findings: Sequence[Finding]
    received_at: datetime
    deprecated_id: str | None = None
    is_heads: bool = False  # who sent it was head of its division then
    name: str = ""


@dataclass(frozen=True)
class Links:
    """Submissions beside one: which it corrects, and which corrected it."""

    corrects: str | None = None
    corrected_by: str | None = None


@dataclass(frozen=True)
class About:
    """Where it was filled in: the place's name and, where there is one, its case. `case_id` is for
    the head alone, who opens cases."""

    name: str = ""
    number: str = ""
    case_id: str | None = None


@dataclass(frozen=True)
class Line:
    """A submission as lists show it."""

    submission: Submission
    title: str
    sender: str
    about: About
    corrected_by: str | None = None


@dataclass(frozen=True)
class Attachment:
    """A file of a submission; `is_expected` where an answer names it."""

    submission_id: str
    name: str
    sha256: str
    size_bytes: int
    node_id: str
    is_expected: bool
    received_at: datetime


@dataclass(frozen=True)
class Answer:
    """`path` is the question's; `node` is where the answer stands, with the turn of each repeat
    around it, from 1: /data/fridge[2]/degrees; `turn` says the same to people: 냉장고 2."""

    path: str
    label: str
    value: str
    shown: str  # labels of choices instead of their values
    is_file: bool
    node: str
    turn: str = ""
