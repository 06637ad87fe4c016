"""Whether a pool is for somebody. Pure."""

from collections.abc import Collection

from daas_broker.entitlement.model import Audience, Candidate, Reach


def is_entitled(audience: Audience, who: Candidate) -> bool:
    """[DP2]"""
    return (
        audience.everybody
        or who.id in audience.people
        or not audience.divisions.isdisjoint(who.divisions)
        or not audience.roles.isdisjoint(who.roles)
    )


def is_nobody(audience: Audience) -> bool:
    named = audience.people or audience.divisions or audience.roles
    return not audience.everybody and not named


def reach(audience: Audience, people: Collection[Candidate]) -> Reach:
    return Reach(sum(is_entitled(audience, who) for who in people), len(people))
