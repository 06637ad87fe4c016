"""An audience over HTTP."""

from typing import Annotated

from pydantic import BaseModel, Field

from daas_broker.entitlement.model import Audience, Reach
from kernel.actor import Role, UserId

Id = Annotated[str, Field(min_length=1, max_length=100)]


class AudienceBody(BaseModel):
    """With `everybody` the lists do not count. A division stands for all below it."""

    everybody: bool = True
    people: Annotated[list[Id], Field(max_length=1000)] = []
    divisions: Annotated[list[Id], Field(max_length=1000)] = []
    roles: list[Role] = []

    def audience(self) -> Audience:
        return Audience(
            self.everybody,
            frozenset(map(UserId, self.people)),
            frozenset(self.divisions),
            frozenset(self.roles),
        )

    @staticmethod
    def of(audience: Audience) -> "AudienceBody":
        return AudienceBody(
            everybody=audience.everybody,
            people=sorted(audience.people),
            divisions=sorted(audience.divisions),
            roles=sorted(audience.roles),
        )


class ReachView(BaseModel):
    """How many of the agency's active people an audience admits."""

    count: int
    total: int

    @staticmethod
    def of(reach: Reach) -> "ReachView":
        return ReachView(count=reach.count, total=reach.total)
