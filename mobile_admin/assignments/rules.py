"""Who may be given a case, and what is told to who came second."""

from datetime import UTC, date, datetime, timedelta, timezone

from identity.people.model import Person
from kernel.actor import UserId
from kernel.errors import Conflict, Invalid
from mobile_admin.assignments.model import Assignment, Part, Wish
from mobile_admin.cases.machine import ASSIGNABLE
from mobile_admin.cases.model import Case

SEOUL = timezone(timedelta(hours=9))
LEASE_DAYS = 3  # after the planned day: an inspector may be without a network that long
LATEST_PLAN = timedelta(days=366)
MOST_AT_ONCE = 200


class AssignedMeanwhile(Conflict):
    """Another decided first: `holder` has it since `at` under `lease_rev`; 0 is nobody [AS2]."""

    code = "assigned_meanwhile"


class NotAssignable(Conflict):
    """In this `state` a case is nobody's to visit."""

    code = "not_assignable"


class NoInspector(Invalid):
    """Whoever was named is not at work in the division of the case."""

    code = "no_inspector"


class NotAPlan(Invalid):
    """A day that has passed, or is more than a year away."""

    code = "not_a_plan"


def check_seen(lead: Assignment | None, holder: str, seen: int) -> None:
    there = lead.lease_rev if lead else 0
    if there != seen:
        raise AssignedMeanwhile(
            holder=holder, lease_rev=there, seen=seen,
            at=lead.assigned_at.isoformat() if lead else None,
        )  # fmt: skip


def check(case: Case, person: Person | None, wish: Wish, now: datetime) -> None:
    if case.state not in ASSIGNABLE:
        raise NotAssignable(state=case.state.value)
    if person is None or not person.is_active or person.division_id != case.division_id:
        raise NoInspector
    today = day_of(now)
    if not today <= wish.planned_on <= today + LATEST_PLAN:
        raise NotAPlan(planned_on=wish.planned_on.isoformat())


def granted(case: Case, wish: Wish, last: int, by: tuple[UserId, datetime]) -> Assignment:
    """The lead that follows; `last` is the highest lease_rev that the case ever had."""
    assigner, now = by
    return Assignment(
        id="", case_id=case.id, person_id=wish.person_id, part=Part.LEAD, lease_rev=last + 1,
        lease_until=lease_of(wish.planned_on), planned_on=wish.planned_on,
        planned_at=wish.planned_at, seat=wish.seat, form_key=wish.form_key or case.form_key,
        assigned_by=assigner, assigned_at=now, updated_at=now,
    )  # fmt: skip


def lease_of(planned_on: date) -> datetime:
    """The end of the third day after the planned one, in Seoul [AS4]."""
    ends = planned_on + timedelta(days=LEASE_DAYS + 1)
    return datetime(ends.year, ends.month, ends.day, tzinfo=SEOUL).astimezone(UTC)


def day_of(now: datetime) -> date:
    return now.astimezone(SEOUL).date()
