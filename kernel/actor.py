"""Who is asking."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from kernel.errors import Denied
from kernel.settings import Zone

UserId = NewType("UserId", str)
SessionId = NewType("SessionId", str)


class Role(StrEnum):
    """Separation of duties: who runs desktops or helps at them (IT_ADMIN, HELP_DESK) is neither
    SECURITY_OFFICER nor AUDITOR, and nobody is both of these."""

    MEMBER = "member"
    MANAGER = "manager"
    IT_ADMIN = "it_admin"
    HELP_DESK = "help_desk"
    SECURITY_OFFICER = "security_officer"
    AUDITOR = "auditor"


class RoleMissing(Denied):
    code = "role_missing"


class ZoneClosed(Denied):
    """What belongs to one zone does not open in another; the refusal says where one came from."""

    code = "zone_closed"


@dataclass(frozen=True)
class Actor:
    """A signed-in person in one sign-in session; `zone` is the origin the request came through."""

    user_id: UserId
    session_id: SessionId
    zone: Zone = Zone.WORK
    roles: frozenset[Role] = field(default=frozenset({Role.MEMBER}))

    def require(self, *roles: Role) -> None:
        """Raise RoleMissing unless the actor holds one of `roles`."""
        if not self.roles.intersection(roles):
            raise RoleMissing(needs=[role.value for role in roles])

    def require_zone(self, *zones: Zone) -> None:
        """Raise ZoneClosed unless the request came through one of `zones`."""
        if self.zone not in zones:
            raise ZoneClosed(zone=self.zone.value)
