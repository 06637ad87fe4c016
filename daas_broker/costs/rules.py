"""What use costs, what a seat costs before and after, and what a spent budget means. Pure.

Nothing here is measured but the use: every other number is an assumption that the page shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from math import isfinite

from daas_broker.costs.model import (
    Assumptions,
    AtLimit,
    Bill,
    Budget,
    BudgetLevel,
    Comparison,
    Lever,
    Standing,
    Used,
)
from daas_broker.sessions.model import HeldBack
from kernel.errors import Invalid, Stale

HOUR = 3600.0
GIB = float(1 << 30)
NEAR = 0.8  # of a budget
STEP = 0.2  # of an assumption, for its lever
SATURDAY = 5
AT_LEAST_A_LITTLE = frozenset(
    {"pc_years", "notebook_years", "server_years", "desktops_per_server", "pcs_per_seat"}
)
SHARES = frozenset({"share_at_once", "server_upkeep_share"})
MOST = 1e12

# The saving of about 70 % that the policy announced (2019: two PCs to one, an open operating
# system, desktops for the Internet side) comes out under these assumptions, and only under such:
# no licence fee on the notebook, agents on one device, dense servers run for many agencies.
POLICY = replace(
    Assumptions(),
    notebook_price=1_050_000.0,
    notebook_licence_year=0.0,
    notebook_security_year=45_000.0,
    notebook_upkeep_year=50_000.0,
    server_price=22_000_000.0,
    desktops_per_server=120.0,
    share_at_once=0.4,
    desktop_software_year=6_000.0,
    operation_year=12_000.0,
)
PRESETS: Mapping[str, Assumptions] = {"prudent": Assumptions(), "policy": POLICY}


class AssumptionImpossible(Invalid):
    """`field` names the number; `minimum` and `maximum` what it may be."""

    code = "assumption_impossible"


class AssumptionsChanged(Stale):
    """Somebody else saved meanwhile."""

    code = "assumptions_changed"


class BudgetImpossible(Invalid):
    code = "budget_impossible"


def check(values: Assumptions) -> Assumptions:
    """Refuse what no formula can be computed from."""
    for each in fields(values):
        amount = getattr(values, each.name)
        low = 0.1 if each.name in AT_LEAST_A_LITTLE else 1.0 if each.name == "pue" else 0.0
        high = 1.0 if each.name in SHARES else MOST
        if not isfinite(amount) or not low <= amount <= high:
            raise AssumptionImpossible(field=each.name, minimum=low, maximum=high)
    if sum(compare(values).before.values()) <= 0:
        raise AssumptionImpossible(field="pc_price", minimum=1, maximum=MOST)
    return values


def check_budget(budget: Budget) -> Budget:
    whole = isfinite(budget.monthly) and budget.monthly % 1 == 0  # there is no half won
    if not whole or not 1 <= budget.monthly <= MOST:
        raise BudgetImpossible(minimum=1, maximum=MOST)
    return budget


def compare(a: Assumptions) -> Comparison:
    """A seat's month before (PCs) and after (a notebook and a share of the servers) [DU5]."""
    hours = a.hours_per_day * a.days_per_month
    before_kwh = a.pcs_per_seat * a.pc_watts * hours / 1000
    share = a.share_at_once / a.desktops_per_server
    desktop_watts = (a.desktop_idle_watts + a.core_watts * a.busy_cores) * a.pue
    after_kwh = (a.notebook_watts + a.share_at_once * desktop_watts) * hours / 1000
    before = {
        "purchase": a.pcs_per_seat * (a.pc_price + a.monitor_price) / (a.pc_years * 12),
        "licence": a.pcs_per_seat * a.pc_licence_year / 12,
        "security": a.pcs_per_seat * a.pc_security_year / 12,
        "upkeep": a.pcs_per_seat * a.pc_upkeep_year / 12,
        "energy": before_kwh * a.kwh,
    }
    after = {
        "purchase": (a.notebook_price + a.monitor_price) / (a.notebook_years * 12),
        "licence": a.notebook_licence_year / 12,
        "security": a.notebook_security_year / 12,
        "upkeep": a.notebook_upkeep_year / 12,
        "servers": share
        * a.server_price
        * (1 / (a.server_years * 12) + a.server_upkeep_share / 12),
        "software": a.desktop_software_year / 12,
        "operation": a.operation_year / 12,
        "energy": after_kwh * a.kwh,
    }
    return Comparison(before, after, before_kwh, after_kwh)


def levers(a: Assumptions, count: int = 8) -> list[Lever]:
    """Those assumptions on which the saving hangs most, the strongest first."""
    found = []
    for each in fields(a):
        value = getattr(a, each.name)
        low, high = (_bounded(each.name, value * factor) for factor in (1 - STEP, 1 + STEP))
        savings = [compare(replace(a, **{each.name: bent})).saving for bent in (low, high)]
        found.append(Lever(each.name, *savings))
    found.sort(key=lambda lever: (-lever.reach, lever.name))
    return [lever for lever in found[:count] if lever.reach > 0]


def _bounded(name: str, value: float) -> float:
    return min(value, 1.0) if name in SHARES else value


def bill(used: Used, a: Assumptions) -> Bill:
    """What this use costs; adding up uses adds up bills [DU4]."""
    kwh = energy(used, a)
    return Bill(
        {
            "held": used.held_seconds / HOUR * a.held_hour,
            "warm": used.warm_seconds / HOUR * a.warm_hour,
            "cpu": used.cpu_seconds / HOUR * a.cpu_hour,
            "memory": used.memory_gib_seconds / HOUR * a.memory_gib_hour,
            "transfer": used.transferred_bytes / GIB * a.gib_transferred,
            "energy": kwh * a.kwh,
        },
        kwh,
    )


def energy(used: Used, a: Assumptions) -> float:
    """kWh: idle watts for as long as a desktop runs, and more for each busy processor second."""
    running = (used.held_seconds + used.warm_seconds) / HOUR
    watt_hours = running * a.desktop_idle_watts + used.cpu_seconds / HOUR * a.core_watts
    return watt_hours * a.pue / 1000


def forecast(daily: Mapping[date, float], today: date) -> float:
    """At the month's end: what is spent, and for each day to come the average of its kind over the
    four weeks before today. Today counts in full once it costs more than that [DU4]."""
    month = [day for day in daily if (day.year, day.month) == (today.year, today.month)]
    before = sum(daily[day] for day in month if day < today)
    usual = {kind: _average(daily, today, weekend=kind) for kind in (False, True)}
    coming = sum(usual[_is_weekend(day)] for day in _rest_of_month(today))
    return before + max(daily.get(today, 0.0), usual[_is_weekend(today)]) + coming


def _average(daily: Mapping[date, float], today: date, *, weekend: bool) -> float:
    known = min(daily, default=today)
    days = [today - timedelta(days=n) for n in range(1, 29)]
    same = [day for day in days if day >= known and _is_weekend(day) == weekend]
    return sum(daily.get(day, 0.0) for day in same) / len(same) if same else 0.0


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _rest_of_month(today: date) -> Sequence[date]:
    days = [today + timedelta(days=n) for n in range(1, 31)]
    return [day for day in days if day.month == today.month]


def standing(budget: Budget, spent: float) -> Standing:
    """Warned from 80 %, at its end from 100 % [DU6]."""
    share = spent / budget.monthly
    level = (
        BudgetLevel.OVER if share >= 1 else BudgetLevel.NEAR if share >= NEAR else BudgetLevel.OK
    )
    return Standing(budget, spent, level)


def held_back(at: Standing | None) -> HeldBack | None:
    """What holds back a division's people now; None while nothing does [DU6]."""
    if at is None or at.level is not BudgetLevel.OVER or at.budget.at_limit is AtLimit.WARN:
        return None
    return HeldBack(at.budget.at_limit.value)
