"""Whether a desktop may be used now and from here, decided from values alone [DV9]."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

from daas_broker.policies.model import Access, Hours

SEOUL = ZoneInfo("Asia/Seoul")
DAYS_AHEAD = 8  # a week, and the day that has begun


@dataclass(frozen=True)
class Shut:
    """Why not, and when it will be open by its hours; None where no hour helps."""

    rule: str
    opens_at: datetime | None = None


def shut(access: Access, caller: str, at: datetime) -> Shut | None:
    """`caller` is an address as the edge saw it."""
    if access.networks and not _is_within(access.networks, caller):
        return Shut("access_place")
    if access.hours and not any(_holds(one, at) for one in access.hours):
        return Shut("access_hours", opens_at(access.hours, at))
    return None


def closes_at(access: Access, at: datetime) -> datetime | None:
    """The end of what is open at that moment; windows that touch are one."""
    if not access.hours:
        return None
    until = at
    for _ in range(len(access.hours) * DAYS_AHEAD):
        ends = [_end(one, until) for one in access.hours if _holds(one, until)]
        if not ends:
            return until
        until = max(ends)
    return None  # it never closes


def opens_at(hours: Iterable[Hours], at: datetime) -> datetime | None:
    """The next beginning after that moment."""
    today = at.astimezone(SEOUL).date()
    begins = [
        _moment(today + timedelta(days=ahead), one.begins)
        for one in hours
        for ahead in range(DAYS_AHEAD)
        if (today + timedelta(days=ahead)).weekday() in one.days
    ]
    return min((moment for moment in begins if moment > at), default=None)


def fault(access: Access) -> str | None:
    """Which part cannot be meant."""
    if any(not one.days or one.begins >= one.ends for one in access.hours):
        return "access.hours"
    return None if all(map(_is_network, access.networks)) else "access.networks"


def _holds(hours: Hours, at: datetime) -> bool:
    local = at.astimezone(SEOUL)
    minute = local.hour * 60 + local.minute
    return local.weekday() in hours.days and hours.begins <= minute < hours.ends


def _end(hours: Hours, at: datetime) -> datetime:
    return _moment(at.astimezone(SEOUL).date(), hours.ends)


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), SEOUL) + timedelta(minutes=minute)


def _is_within(networks: Iterable[str], caller: str) -> bool:
    """Who calls from nowhere known is nowhere allowed."""
    try:
        address = ip_address(caller)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(one) for one in networks)


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
