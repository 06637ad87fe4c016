"""A person of the agency, as other domains may see them."""

from dataclasses import dataclass

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
