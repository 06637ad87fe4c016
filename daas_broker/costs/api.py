"""Bills, assumptions and budgets over HTTP, for IT administrators."""

import csv
from datetime import date, datetime
from io import StringIO
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, create_model

from daas_broker.costs import rules
from daas_broker.costs.model import (
    Assumptions,
    AtLimit,
    Budget,
    BudgetLevel,
    Comparison,
    Ledger,
    OwnUse,
    Row,
    Standing,
    Version,
)
from daas_broker.costs.service import Budgets, Costs
from daas_broker.sessions.model import HeldBack
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop costs", description="What desktops cost, and what two PCs would")
DIVISION = Annotated[str, Field(min_length=1, max_length=64)]
# A field for each assumption, so that the contract names them all.
AssumptionsBody = create_model(  # type: ignore[call-overload]
    "AssumptionsBody", **{name: (float, value) for name, value in vars(Assumptions()).items()}
)


class MonthQuery(BaseModel):
    """`month` as 2026-11; the present one when left out."""

    month: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")] | None = None

    @property
    def first(self) -> date | None:
        return date.fromisoformat(f"{self.month}-01") if self.month else None


class SheetQuery(MonthQuery):
    language: Literal["ko", "en"] = "en"


class DivisionPath(BaseModel):
    division_id: DIVISION


class BudgetBody(BaseModel):
    monthly: float
    at_limit: Literal["warn", "no_warming", "queue"] = "warn"


class StandingView(BudgetBody):
    share: float
    level: Literal["ok", "near", "over"]

    @staticmethod
    def of(at: Standing) -> "StandingView":
        return StandingView(
            monthly=at.budget.monthly,
            at_limit=at.budget.at_limit.value,
            share=at.share,
            level=at.level.value,
        )


class RowView(BaseModel):
    """`division_id` null is what stood warm for everybody. Times are hours, money won."""

    division_id: str | None
    name: str
    seats: int
    people: int
    held_hours: float
    streamed_hours: float
    warm_hours: float
    cpu_hours: float
    memory_gib_hours: float
    transferred_gib: float
    kwh: float
    lines: dict[str, float]
    total: float
    forecast: float
    budget: StandingView | None

    @staticmethod
    def of(row: Row) -> "RowView":
        used, hour = row.used, rules.HOUR
        return RowView(
            division_id=row.division_id,
            name=row.name,
            seats=row.seats,
            people=used.people,
            held_hours=used.held_seconds / hour,
            streamed_hours=used.streamed_seconds / hour,
            warm_hours=used.warm_seconds / hour,
            cpu_hours=used.cpu_seconds / hour,
            memory_gib_hours=used.memory_gib_seconds / hour,
            transferred_gib=used.transferred_bytes / rules.GIB,
            kwh=row.bill.kwh,
            lines=row.bill.lines,
            total=row.bill.total,
            forecast=row.forecast,
            budget=StandingView.of(row.standing) if row.standing else None,
        )


class DayView(BaseModel):
    day: date
    won: float
    kwh: float


class LedgerView(BaseModel):
    month: str
    version: int
    total: float
    forecast: float
    kwh: float
    rows: list[RowView]
    daily: list[DayView]

    @staticmethod
    def of(ledger: Ledger) -> "LedgerView":
        return LedgerView(
            month=ledger.month.strftime("%Y-%m"),
            version=ledger.version,
            total=ledger.total,
            forecast=sum(row.forecast for row in ledger.rows),
            kwh=sum(row.bill.kwh for row in ledger.rows),
            rows=[RowView.of(row) for row in ledger.rows],
            daily=[DayView(day=day, won=won, kwh=kwh) for day, won, kwh in ledger.daily],
        )


class LeverView(BaseModel):
    name: str
    low: float
    high: float


class ComparisonView(BaseModel):
    """Won for one seat and month, kWh for one seat and month."""

    before: dict[str, float]
    after: dict[str, float]
    before_total: float
    after_total: float
    before_kwh: float
    after_kwh: float
    saving: float
    levers: list[LeverView]

    @staticmethod
    def of(found: Comparison, values: Assumptions) -> "ComparisonView":
        return ComparisonView(
            before=found.before,
            after=found.after,
            before_total=found.before_total,
            after_total=found.after_total,
            before_kwh=found.before_kwh,
            after_kwh=found.after_kwh,
            saving=found.saving,
            levers=[LeverView(**vars(lever)) for lever in rules.levers(values)],
        )


class VersionView(BaseModel):
    """Number 0 is what the product came with."""

    number: int
    made_at: datetime | None
    made_by: str
    reason: str
    values: AssumptionsBody  # type: ignore[valid-type]

    @staticmethod
    def of(version: Version, name: str) -> "VersionView":
        return VersionView(
            number=version.number,
            made_at=version.made_at,
            made_by=name,
            reason=version.reason,
            values=AssumptionsBody(**vars(version.values)),
        )


class VersionsView(BaseModel):
    versions: list[VersionView]
    presets: dict[str, AssumptionsBody]  # type: ignore[valid-type]


class ChangeBody(BaseModel):
    """`base` is the number of the version that was changed."""

    base: int
    reason: Annotated[str, Field(min_length=2, max_length=200)]
    values: AssumptionsBody  # type: ignore[valid-type]


class OwnBudgetView(BaseModel):
    """Null below 80 %, and without a budget. It tells no sums."""

    level: BudgetLevel | None
    share: float | None
    held_back: HeldBack | None


class PoolUseView(BaseModel):
    pool_id: str
    used_seconds_today: float
    latency_ms: int | None
    last_at: datetime | None

    @staticmethod
    def of(use: OwnUse) -> "PoolUseView":
        return PoolUseView(
            pool_id=use.pool_id,
            used_seconds_today=use.seconds_today,
            latency_ms=use.latency_ms,
            last_at=use.last_at,
        )


class OwnUseView(BaseModel):
    pools: list[PoolUseView]


def own_blueprint(budgets: Budgets) -> APIBlueprint:
    bp = APIBlueprint("daas_budget", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get("/use", summary="One's own use, by pool", responses={200: OwnUseView})
    def get_own_use() -> Reply:
        found = budgets.own_use(current_actor().user_id)
        return reply(OwnUseView(pools=[PoolUseView.of(use) for use in found]))

    @bp.get("/budget", summary="Where one's division stands", responses={200: OwnBudgetView})
    def get_own_budget() -> Reply:
        at = budgets.standing(current_actor().user_id)
        return reply(
            OwnBudgetView(
                level=at.level if at else None,
                share=at.share if at else None,
                held_back=rules.held_back(at),
            )
        )

    return bp


def blueprint(costs: Costs) -> APIBlueprint:
    bp = APIBlueprint("daas_costs", __name__, url_prefix="/api/admin/costs", abp_tags=[TAG])

    @bp.get("", summary="A month by division", responses={200: LedgerView})
    def get_ledger(query: MonthQuery) -> Reply:
        return reply(LedgerView.of(costs.get_ledger(current_actor(), query.first)))

    @bp.get("/ledger.csv", summary="The same for a spreadsheet", responses={200: None})
    def export_ledger(query: SheetQuery) -> Response:
        found = costs.export_ledger(current_actor(), query.first)
        return _csv(_sheet(found, query.language), f"onmaru-costs-{found.month:%Y-%m}.csv")

    @bp.get("/assumptions", summary="All that was ever assumed", responses={200: VersionsView})
    def list_versions() -> Reply:
        found = costs.list_versions(current_actor())
        presets = {name: AssumptionsBody(**vars(each)) for name, each in rules.PRESETS.items()}
        return reply(VersionsView(versions=[VersionView.of(*v) for v in found], presets=presets))

    @bp.post("/compare", summary="Two PCs against these", responses={200: ComparisonView})
    def compare(body: AssumptionsBody) -> Reply:  # type: ignore[valid-type]
        values = Assumptions(**body.model_dump())  # type: ignore[attr-defined]
        return reply(ComparisonView.of(costs.compare(current_actor(), values), values))

    @bp.put("/assumptions", summary="Assume otherwise from now on", responses={200: VersionView})
    def change_assumptions(body: ChangeBody) -> Reply:
        values = Assumptions(**body.values.model_dump())  # type: ignore[attr-defined]
        made = costs.change_assumptions(current_actor(), body.base, values, body.reason)
        return reply(VersionView.of(made, ""))

    @bp.put("/budgets/<division_id>", summary="Give a budget", responses={204: None})
    def set_budget(path: DivisionPath, body: BudgetBody) -> Reply:
        budget = Budget(path.division_id, body.monthly, AtLimit(body.at_limit))
        costs.set_budget(current_actor(), budget)
        return no_content()

    @bp.delete("/budgets/<division_id>", summary="Take the budget away", responses={204: None})
    def remove_budget(path: DivisionPath) -> Reply:
        costs.remove_budget(current_actor(), path.division_id)
        return no_content()

    return bp


# As the columns are called on the page, with their unit; `name` without a division is what stood
# warm for everybody.
HEADS = {
    "ko": (
        "달", "부서 번호", "부서", "자리(명)", "사용자(명)", "사용(시간)", "연결(시간)",
        "예열(시간)", "CPU(시간)", "메모리(GiB·시간)", "전송(GiB)", "전력(kWh)", "금액(원)",
        "월말 예상(원)", "배정 시간(원)", "예열 시간(원)", "CPU(원)", "메모리(원)", "전송(원)",
        "전기(원)", "한 달 예산(원)", "가정의 판",
    ),
    "en": (
        "month", "division_id", "name", "seats", "people", "held_hours", "streamed_hours",
        "warm_hours", "cpu_hours", "memory_gib_hours", "transferred_gib", "kwh", "total",
        "forecast", "held_won", "warm_won", "cpu_won", "memory_won", "transfer_won", "energy_won",
        "budget_won", "version",
    ),
}  # fmt: skip
SHARED = {"ko": "예열(공통)", "en": "Warm (shared)"}
COLUMNS = HEADS["en"][1:14]
LINES = ("held", "warm", "cpu", "memory", "transfer", "energy")


def _sheet(ledger: Ledger, language: str) -> list[list[object]]:
    """The parts of a bill as exactly as the bill: they add up to it [DU4]."""
    rows: list[list[object]] = [list(HEADS[language])]
    for row in ledger.rows:
        view = RowView.of(row).model_dump()
        if view["division_id"] is None:
            view["name"] = SHARED[language]
        told = [_plain(view[name]) for name in COLUMNS]
        parts = [_plain(float(view["lines"][line])) for line in LINES]
        budget = view["budget"]["monthly"] if view["budget"] else ""
        rows.append([f"{ledger.month:%Y-%m}", *told, *parts, budget, ledger.version])
    return rows


def _plain(value: object) -> object:
    """A name that begins like a formula is a text to a spreadsheet as well."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"
    return "" if value is None else value


def _csv(rows: list[list[object]], name: str) -> Response:
    """With the mark by which a spreadsheet knows UTF-8."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    return Response(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
