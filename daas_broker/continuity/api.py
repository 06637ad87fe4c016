"""Continuity over HTTP: what a viewer's page keeps, and what administrators see."""

from datetime import datetime
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.continuity.model import Period
from daas_broker.continuity.rules import RENEWED_EVERY
from daas_broker.continuity.seal import MARK
from daas_broker.continuity.service import LONGEST_DEVICE, Asked, Continuity
from daas_broker.desktops.model import DesktopId
from kernel.http import Reply, client_address, created, current_actor, reply

TAG = Tag(name="desktop continuity", description="Going on while the database is away")


class DesktopPath(BaseModel):
    desktop_id: str


class DeviceKeyBody(BaseModel):
    """`device` is the public half of the page's key: P-256, DER, base64url without padding."""

    device: Annotated[str, Field(min_length=1, max_length=LONGEST_DEVICE)]


class EntitlementView(BaseModel):
    """What to show in place of a ticket while tickets cannot be had: `<entitlement>.<milliseconds>.
    <proof>`, where the proof is the device's signature (ECDSA, SHA-256, r and s of 32 bytes each,
    base64url) over the lines `onmaru.desktop.continuity`, the entitlement without its `mark`, the
    milliseconds since 1970 and the origin. `issued_at` is the server's clock."""

    entitlement: str
    mark: str
    issued_at: datetime
    expires_at: datetime
    renew_seconds: int


class ContinuityPeriodView(BaseModel):
    """A time without the database at one gateway; `is_whole` where its journal was not changed."""

    id: str
    gateway: str
    began_at: datetime
    ended_at: datetime
    admitted: int
    refused: int
    is_whole: bool

    @staticmethod
    def of(period: Period) -> "ContinuityPeriodView":
        return ContinuityPeriodView.model_validate(vars(period))


class ContinuityPeriodsView(BaseModel):
    periods: list[ContinuityPeriodView]


def own_blueprint(continuity: Continuity) -> APIBlueprint:
    bp = APIBlueprint("daas_entitlements", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/entitlements",
        summary="The right to come back to it while the database is away",
        responses={201: EntitlementView},
    )
    def promise(path: DesktopPath, body: DeviceKeyBody) -> Reply:
        asked = Asked(DesktopId(path.desktop_id), body.device, client_address())
        word, made = continuity.promise(current_actor(), asked)
        return created(
            EntitlementView(
                entitlement=word,
                mark=MARK,
                issued_at=made.issued_at,
                expires_at=made.expires_at,
                renew_seconds=round(RENEWED_EVERY.total_seconds()),
            )
        )

    return bp


def blueprint(continuity: Continuity) -> APIBlueprint:
    bp = APIBlueprint(
        "daas_continuity", __name__, url_prefix="/api/admin/desktop-continuity", abp_tags=[TAG]
    )

    @bp.get("", summary="Times without the database", responses={200: ContinuityPeriodsView})
    def list_periods() -> Reply:
        found = continuity.periods(current_actor())
        return reply(
            ContinuityPeriodsView(periods=[ContinuityPeriodView.of(each) for each in found])
        )

    return bp
