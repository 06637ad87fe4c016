"""People of the agency and where they stand in it, as other domains may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import Role, UserId


@dataclass(frozen=True)
class Person:
    """`post` is 직위 (과장), `duty` 담당업무 in words; `division` is the name of `division_id`."""

    id: UserId
    user_name: str
    name: str
    name_en: str
    post: str
    duty: str
    phone: str
    email: str
    division_id: str
    division: str
    roles: frozenset[Role]
    is_active: bool
    left_at: datetime | None = None


class Locale(StrEnum):
    KO = "ko"
    EN = "en"


class Theme(StrEnum):
    LIGHT = "light"
    CONTRAST = "contrast"
    SYSTEM = "system"


@dataclass(frozen=True)
class Preferences:
    """`text_size` is per cent of the browser's own size."""

    locale: Locale = Locale.KO
    theme: Theme = Theme.SYSTEM
    text_size: int = 100


@dataclass(frozen=True)
class Agency:
    name: str
    name_en: str


@dataclass(frozen=True)
class Division:
    """`people` counts the active ones of the division itself, `total` those below it as well."""

    id: str
    name: str
    name_en: str
    people: int
    total: int
    children: "Sequence[Division]"


@dataclass(frozen=True)
class DivisionRow:
    """As it is stored, with the number of active people in it."""

    id: str
    parent_id: str | None
    name: str
    name_en: str
    people: int


@dataclass(frozen=True)
class Search:
    """Every word must be found; a division stands for all below it."""

    words: Sequence[str] = ()
    division_id: str | None = None
    limit: int = 20
