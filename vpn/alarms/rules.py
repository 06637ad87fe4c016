"""When many failures are too many, and who may set an alarm aside. Pure.

The numbers are our own choice; that bursts must be noticed is the lesson of 2025, when years of
failed proofs at the government's remote access raised no alarm.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.actor import Actor, Role, UserId
from kernel.errors import Conflict, Denied, Invalid
from vpn.alarms.model import Alarm, Cause, Failure, Kind, Outcome, Seen, What

WITHIN = timedelta(minutes=10)
KEPT = timedelta(days=1)
BURST = {What.PROOF: 5, What.CODE: 10, What.SIGN_IN: 10}
SHORTEST_REASON = 5  # letters: what an auditor can read later


class AlarmClosed(Conflict):
    """Somebody has decided before."""

    code = "alarm_closed"


class OwnAlarm(Denied):
    """Another officer decides about it."""

    code = "own_alarm"


class ReasonMissing(Invalid):
    code = "alarm_reason_missing"


class DeviceHeld(Denied):
    """Its key is at two places: no session until a security officer has decided."""

    code = "tunnel_device_held"


def subject(failure: Failure) -> str:
    """Whose failures are counted together."""
    return f"person:{failure.person_id}" if failure.person_id else f"address:{failure.address}"


def burst(failure: Failure, count: int, now: datetime) -> Cause | None:
    """[VA1]"""
    if count < BURST[failure.what]:
        return None
    seen = (Seen(now, failure.address),)
    who = (failure.person_id, failure.device_id)
    return Cause(Kind.FAILURES, subject(failure), *who, seen, failure.what)


def misused(person_id: UserId, seen: Seen) -> Cause:
    """Identity counts these, and tells of those that were too many."""
    what = What.KNOWN
    return Cause(Kind.FAILURES, f"password:{person_id}", person_id, None, (seen,), what)


def many_gone(count: int, peers: int, now: datetime) -> Cause:
    """Of nobody: what is told is how many of how many."""
    return Cause(Kind.REMOVALS, "gateway", None, None, (Seen(now, f"{count}/{peers}"),))


def again(alarm: Alarm, now: datetime) -> Alarm:
    return replace(alarm, last_at=now, times=alarm.times + 1)


def dismissed(alarm: Alarm, actor: Actor, reason: str, now: datetime) -> Alarm:
    """[VA4]"""
    actor.require(Role.SECURITY_OFFICER)
    if alarm.cause.person_id == actor.user_id:
        raise OwnAlarm
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(least=SHORTEST_REASON)
    return closed(alarm, actor.user_id, Outcome.DISMISSED, now, reason.strip())


def closed(alarm: Alarm, by: str, outcome: Outcome, now: datetime, reason: str = "") -> Alarm:
    if alarm.closed_at is not None:
        raise AlarmClosed
    return replace(alarm, closed_at=now, closed_by=by, outcome=outcome, reason=reason)
