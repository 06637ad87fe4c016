"""Deciding by policies, with the reasons. Pure. Nothing lets in: nobody comes in; a no wins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from zoneinfo import ZoneInfo

from kernel.errors import Conflict, Invalid
from kernel.settings import Zone
from vpn.devices.model import Trust
from vpn.policy.model import Asking, Conditions, Effect, Policy, Proof, Step, Subject, Verdict

SEOUL = ZoneInfo("Asia/Seoul")
LONGEST_MINUTES = 720
SHORTEST_MINUTES = 15
DAY_MINUTES = 1440


class PolicyImpossible(Invalid):
    """`why` is zone, minutes, time, weekdays or subject."""

    code = "tunnel_policy_impossible"


class PolicyChanged(Conflict):
    """Somebody else (`by`, a name) has changed it since it was read: `version` is the one now."""

    code = "tunnel_policy_changed"


def check(policy: Policy) -> Policy:
    found = policy.conditions
    problems = {
        "zone": policy.zone not in {Zone.WORK, Zone.INTERNET},
        "minutes": not SHORTEST_MINUTES <= policy.minutes <= LONGEST_MINUTES,
        "time": not 0 <= found.from_minute < found.until_minute <= DAY_MINUTES,
        "weekdays": not found.weekdays or not found.weekdays <= set(range(7)),
        "subject": (policy.subject is Subject.EVERYBODY) != (policy.subject_id == ""),
    }
    for why, is_wrong in problems.items():
        if is_wrong:
            raise PolicyImpossible(why=why)
    return policy


def decide(policies: Sequence[Policy], asking: Asking) -> Verdict:
    """Who is let in is let in until the policies say otherwise at the latest [VS4] [VS8]."""
    verdict = _decided(policies, asking)
    if not verdict.is_allowed:
        return verdict
    return replace(verdict, minutes=_minutes(policies, asking, verdict.minutes))


def lets_in(policies: Sequence[Policy], asking: Asking) -> bool:
    """Whether, and not for how long: that costs more, and nobody asks it of thousands."""
    return _decided(policies, asking).is_allowed


def opens_at(policies: Sequence[Policy], asking: Asking) -> datetime | None:
    """When the policies would let it in the next time, as it is and from where it is, within a
    week; None where waiting changes nothing."""
    for moment in _turns(policies, asking.at, 8 * DAY_MINUTES):
        if _decided(policies, replace(asking, at=moment)).is_allowed:
            return moment
    return None


def lacking(verdict: Verdict) -> tuple[str, ...]:
    """What the policy that comes nearest to letting in still wants. What others want besides would
    send somebody after hours or places that they do not need; a denial's misses want nothing."""
    lets_in = (step.misses for step in verdict.steps if step.policy.effect is Effect.ALLOW)
    return min((misses for misses in lets_in if misses), key=len, default=())


def denied_by(verdict: Verdict) -> str:
    """The name of the policy that keeps out, empty where none does."""
    decided = verdict.decided
    return decided.name if decided and decided.effect is Effect.DENY else ""


def _minutes(policies: Sequence[Policy], asking: Asking, most: int) -> int:
    """Whole ones; who comes in the last minute of a day has that one."""
    for moment in _turns(policies, asking.at, most):
        if not _decided(policies, replace(asking, at=moment)).is_allowed:
            return max(1, int((moment - asking.at).total_seconds()) // 60)
    return most


def _turns(policies: Sequence[Policy], at: datetime, minutes: int) -> list[datetime]:
    """When within these minutes it may be decided otherwise: hours begin or end, or a day."""
    day = at.astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
    bounds = {0}.union(*((p.conditions.from_minute, p.conditions.until_minute) for p in policies))
    days = range(minutes // DAY_MINUTES + 2)
    moments = {day + timedelta(days=one, minutes=bound) for one in days for bound in bounds}
    return sorted(m for m in moments if at < m < at + timedelta(minutes=minutes))


def _decided(policies: Sequence[Policy], asking: Asking) -> Verdict:
    steps = tuple(
        Step(policy, misses(policy.conditions, asking))
        for policy in policies
        if policy.zone is asking.zone and is_about(policy, asking)
    )
    fitting = [step.policy for step in steps if not step.misses]
    denies = [policy for policy in fitting if policy.effect is Effect.DENY]
    if denies:
        return Verdict(False, denies[0], 0, steps)  # noqa: FBT003 - the verdict itself
    best = max(fitting, key=lambda policy: policy.minutes, default=None)
    return Verdict(best is not None, best, best.minutes if best else 0, steps)


def is_about(policy: Policy, asking: Asking) -> bool:
    match policy.subject:
        case Subject.EVERYBODY:
            return True
        case Subject.DIVISION:
            return policy.subject_id == asking.division_id
        case Subject.PERSON:
            return policy.subject_id == asking.person_id
        case Subject.ROLE:
            return policy.subject_id in {role.value for role in asking.roles}


def misses(conditions: Conditions, asking: Asking) -> tuple[str, ...]:
    at = asking.at.astimezone(SEOUL)
    minute = at.hour * 60 + at.minute
    place = asking.endpoint
    lacks = {
        "trust": conditions.trust.wants_managed and asking.trust is not Trust.MANAGED,
        "posture": conditions.trust.wants_sound and not asking.is_sound,  # [VS11]
        "proof": conditions.proof is Proof.PASSKEY and asking.proof is not Proof.PASSKEY,
        "weekday": at.weekday() not in conditions.weekdays,
        "time": not conditions.from_minute <= minute < conditions.until_minute,
        "place": not _is_at(conditions, place, asking.country),
    }
    return tuple(name for name, is_lacking in lacks.items() if is_lacking)


def _is_at(conditions: Conditions, place: IPv4Address | None, country: str | None) -> bool:
    """In one of the networks or countries; what is not known is nowhere [VS4]."""
    networks, countries = conditions.networks, conditions.countries
    if not networks and not countries:
        return True
    in_network = place is not None and any(place in network for network in networks)
    return in_network or (country is not None and country in countries)
