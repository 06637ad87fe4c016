"""Measurements over HTTP, for IT administrators."""

from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.metrics.model import Level, Line, Name, Threshold, Window
from daas_broker.metrics.service import Gauge, Metrics
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop metrics", description="What is measured of desktops, over time")


class MetricsQuery(BaseModel):
    """`names` are separated by commas; without `subject` each subject has a line of its own."""

    names: Annotated[str, Field(pattern=r"^[a-z_]{1,20}(,[a-z_]{1,20}){0,9}$")]
    subject: Annotated[str, Field(max_length=64)] | None = None
    span: Literal["hour", "day", "week", "month"] = "hour"

    @property
    def known(self) -> list[Name]:
        """What nobody measures is left out, as is what nobody has measured yet."""
        words = {name.value for name in Name}
        return [Name(word) for word in self.names.split(",") if word in words]


class LineView(BaseModel):
    name: Name
    subject: str
    values: list[float | None]
    peaks: list[float | None]

    @staticmethod
    def of(line: Line) -> "LineView":
        return LineView(
            name=line.name,
            subject=line.subject,
            values=[_short(value) for value in line.values],
            peaks=[_short(value) for value in line.peaks],
        )


def _short(value: float | None) -> float | None:
    """Six digits: a chart shows three."""
    return None if value is None else float(f"{value:.6g}")


class LinesView(BaseModel):
    """`places` are where each value begins."""

    places: list[datetime]
    lines: list[LineView]

    @staticmethod
    def of(asked: Window, lines: list[Line]) -> "LinesView":
        places = [asked.since + asked.width * n for n in range(asked.slots)]
        return LinesView(places=places, lines=[LineView.of(line) for line in lines])


class GaugeView(BaseModel):
    name: Name
    subject: str
    value: float
    level: Level

    @staticmethod
    def of(gauge: Gauge) -> "GaugeView":
        return GaugeView(**vars(gauge))


class ThresholdBody(BaseModel):
    near: float
    over: float


class GaugesView(BaseModel):
    gauges: list[GaugeView]
    thresholds: dict[str, ThresholdBody]


class NamePath(BaseModel):
    name: Name


def blueprint(metrics: Metrics) -> APIBlueprint:
    bp = APIBlueprint("daas_metrics", __name__, url_prefix="/api/admin/metrics", abp_tags=[TAG])

    @bp.get("", summary="Lines over time", responses={200: LinesView})
    def read(query: MetricsQuery) -> Reply:
        found = metrics.read(current_actor(), query.known, query.subject, query.span)
        return reply(LinesView.of(*found))

    @bp.get("/now", summary="The last minute, against thresholds", responses={200: GaugesView})
    def gauges() -> Reply:
        found, limits = metrics.gauges(current_actor())
        known = {name.value: ThresholdBody(near=t.near, over=t.over) for name, t in limits.items()}
        return reply(GaugesView(gauges=[GaugeView.of(g) for g in found], thresholds=known))

    @bp.put("/thresholds/<name>", summary="Change a threshold", responses={204: None})
    def change_threshold(path: NamePath, body: ThresholdBody) -> Reply:
        metrics.change_threshold(current_actor(), Threshold(path.name, body.near, body.over))
        return no_content()

    return bp
