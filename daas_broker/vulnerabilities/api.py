"""Known vulnerabilities over HTTP, for IT administrators."""

from collections import Counter
from datetime import datetime
from typing import Literal

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.desktops.model import ImageKey
from daas_broker.vulnerabilities.model import OLD_AFTER, Flaw, Found, Urgency
from daas_broker.vulnerabilities.service import Vulnerabilities
from kernel.http import Reply, current_actor, reply

TAG = Tag(name="vulnerabilities", description="What is known against an image")
BLOCK = 2**16
UrgencyName = Literal["high", "medium", "low", "unknown", "unimportant"]


class ImageKeyPath(BaseModel):
    key: str


class FlawView(BaseModel):
    """`fixed` is the version of the source package without it; null while there is none."""

    cve: str
    source: str
    installed: str
    fixed: str | None
    urgency: UrgencyName
    text: str

    @staticmethod
    def of(flaw: Flaw) -> "FlawView":
        return FlawView(**{**vars(flaw), "urgency": flaw.urgency.value})


class FlawsView(BaseModel):
    """`data_at` is null where no data was brought. Data is old after `old_after_days`."""

    data_at: datetime | None
    old_after_days: int
    counts: dict[UrgencyName, int]
    flaws: list[FlawView]

    @staticmethod
    def of(found: Found) -> "FlawsView":
        counts = Counter(flaw.urgency for flaw in found.flaws)
        return FlawsView(
            data_at=found.at,
            old_after_days=OLD_AFTER.days,
            counts={urgency.value: counts[urgency] for urgency in Urgency},
            flaws=[FlawView.of(flaw) for flaw in found.flaws],
        )


class TrackerView(BaseModel):
    data_at: datetime | None
    old_after_days: int


def blueprint(vulnerabilities: Vulnerabilities) -> APIBlueprint:
    bp = APIBlueprint("daas_vulnerabilities", __name__, url_prefix="/api/admin", abp_tags=[TAG])

    @bp.get(
        "/images/<key>/vulnerabilities",
        summary="What is known against an image",
        responses={200: FlawsView},
    )
    def flaws(path: ImageKeyPath) -> Reply:
        found = vulnerabilities.of_image(current_actor(), ImageKey(path.key))
        return reply(FlawsView.of(found))

    @bp.get("/security-tracker", summary="How old the data is", responses={200: TrackerView})
    def show_tracker() -> Reply:
        at = vulnerabilities.data_at(current_actor())
        return reply(TrackerView(data_at=at, old_after_days=OLD_AFTER.days))

    @bp.put(
        "/security-tracker",
        summary="Bring the tracker's JSON, plain or gzip, as the body",
        responses={200: TrackerView},
    )
    def bring() -> Reply:
        parts = iter(lambda: request.stream.read(BLOCK), b"")
        tracker = vulnerabilities.bring(current_actor(), parts)
        return reply(TrackerView(data_at=tracker.at, old_after_days=OLD_AFTER.days))

    return bp
