"""Forms: what is asked at the door, in versions that never change. Rules MF1-MF6 in RULES.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.xforms.files import FileKind


class State(StrEnum):
    """Of a version: only an open one is offered; a closing one still takes what was begun."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True)
class Problem:
    """Where in the workbook, as far as it is known: row 0 and empty words where it is not."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Made:
    """An XForm out of a workbook; `rows` says where the survey names what."""

    xform: bytes
    warnings: Sequence[Problem]
    rows: dict[str, int]


@dataclass(frozen=True)
class Form:
    """`form_id` is the name that clients send with answers; one in a division."""

    id: str
    division_id: str
    form_id: str
    title: str
    created_at: datetime


@dataclass(frozen=True)
class Version:
    """`seq` counts from 1 within a form; `md5` is what OpenRosa clients compare."""

    form_key: str
    version: str
    seq: int
    state: State
    md5: str
    sha256: str
    questions: int
    languages: Sequence[str]
    warnings: Sequence[Problem]
    added_by: UserId
    added_at: datetime
    opened_at: datetime | None = None


@dataclass(frozen=True)
class FormFile:
    """A list or a picture that a version names; without a hash it was not brought yet.

    `rows` is how many a list has. `md5` is what OpenRosa clients compare.
    """

    form_key: str
    version: str
    name: str
    kind: FileKind
    media_type: str = ""
    md5: str = ""
    sha256: str = ""
    size_bytes: int = 0
    rows: int = 0

    @property
    def is_there(self) -> bool:
        return self.sha256 != ""


@dataclass(frozen=True)
class Content:
    """The bytes of a version: the workbook as it came and the form made of it."""

    name: str
    sheet: bytes
    xform: bytes
