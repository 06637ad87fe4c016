"""One's own desktops over HTTP."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import LIBVIRT, DesktopId, Lack, PoolId, Protocol
from daas_broker.pools.model import Kind, Pool
from daas_broker.pools.rules import REMOVED, kept_for, outlives_sign_out
from daas_broker.sessions.model import End, HeldBack, Place, Queued, Wait
from daas_broker.sessions.ports import Opening
from daas_broker.sessions.service import Seating
from kernel.http import Reply, client_address, created, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="desktops", description="One's own desktops")


class PoolPath(BaseModel):
    pool_id: str


class DesktopPath(BaseModel):
    desktop_id: str


class QueuedView(BaseModel):
    """`estimate_seconds` is null where nobody can know when somebody leaves; `held_back` says that
    the division's budget is spent, and what that means; `why` what the pool of `maximum` has."""

    position: int
    estimate_seconds: int | None
    held_back: HeldBack | None = None
    why: Wait
    maximum: int

    @staticmethod
    def of(queued: Queued) -> "QueuedView":
        estimate = queued.estimate
        seconds = None if estimate is None else round(estimate.total_seconds())
        return QueuedView(
            position=queued.position,
            estimate_seconds=seconds,
            held_back=queued.held_back,
            why=queued.why,
            maximum=queued.maximum,
        )


class DesktopView(BaseModel):
    """`stays_seconds` is how long it waits for its person; null where that has no end."""

    desktop_id: str
    pool_id: str
    zone: Literal["internet", "work"]
    state: str
    state_since: datetime
    protocol: Literal["rich", "light"]
    machine: bool = False
    pool: str = ""
    homes: bool = False
    outlives_sign_out: bool = False
    stays_seconds: int | None = None

    @staticmethod
    def of(desktop: Desktop, pool: Pool | None = None) -> "DesktopView":
        return DesktopView(
            desktop_id=desktop.id,
            pool_id=desktop.pool,
            zone="work" if desktop.zone is Zone.WORK else "internet",
            state=desktop.state.value,
            state_since=desktop.state_since,
            protocol=_protocol(desktop),
            machine=desktop.provider == LIBVIRT,
            pool=pool.wish.name if pool else "",
            homes=pool is not None and pool.wish.homes,
            outlives_sign_out=pool is not None and outlives_sign_out(pool.wish.keeping),
            stays_seconds=_stays(pool),
        )


def _stays(pool: Pool | None) -> int | None:
    is_kept = pool is not None and pool.removed_at is None
    longest = kept_for(pool.wish.keeping if pool and is_kept else REMOVED)
    return None if longest is None else round(longest.total_seconds())


def _protocol(desktop: Desktop) -> Literal["rich", "light"]:
    is_light = desktop.endpoint is not None and desktop.endpoint.protocol is Protocol.LIGHT
    return "light" if is_light else "rich"


class ClaimView(BaseModel):
    """One of the two."""

    desktop: DesktopView | None = None
    queued: QueuedView | None = None


class PlaceHoursView(BaseModel):
    """Weekdays are 0 for Monday to 6; times are minutes of the day in Seoul."""

    days: list[int]
    begins: int
    ends: int


class OpeningView(BaseModel):
    """No hours are no limit; `shut_by` is null while it is open to this caller."""

    hours: list[PlaceHoursView]
    shut_by: Literal["access_hours", "access_place"] | None
    opens_at: datetime | None

    @staticmethod
    def of(opening: Opening) -> "OpeningView":
        return OpeningView.model_validate(asdict(opening))


class PlaceView(BaseModel):
    """Of a `removed` pool nothing is left but the desktop that its person still holds. In a `full`
    one somebody has to give theirs back first. `lacks` says why the one program is not to be had
    in any that stands warm. Where none is warm and `imageless`, none will be. Where they are no
    longer `entitled`, the desktop is the last of the pool that they have."""

    pool_id: str
    name: str
    removed: bool
    zone: Literal["internet", "work"]
    warm: int
    full: bool
    lacks: Lack | None
    imageless: bool
    entitled: bool
    image: str
    image_title: str
    kind: Kind
    grace_seconds: int
    stays_seconds: int | None
    outlives_sign_out: bool
    homes: bool
    claimed_at: datetime | None
    desktop: DesktopView | None
    queued: QueuedView | None
    opening: OpeningView

    @staticmethod
    def of(place: Place, opening: Opening) -> "PlaceView":
        wish = place.pool.wish
        return PlaceView(
            pool_id=place.pool.id,
            name=wish.name,
            removed=place.pool.removed_at is not None,
            zone="work" if wish.zone is Zone.WORK else "internet",
            warm=place.warm,
            full=place.is_full,
            lacks=place.lacks,
            imageless=not place.has_image,
            entitled=place.is_theirs,
            image=wish.image,
            image_title=place.image_title,
            kind=wish.kind,
            grace_seconds=round(wish.keeping.grace.total_seconds()),
            stays_seconds=_stays(place.pool),
            outlives_sign_out=place.pool.removed_at is None and outlives_sign_out(wish.keeping),
            homes=wish.homes,
            claimed_at=place.claimed_at,
            desktop=DesktopView.of(place.desktop, place.pool) if place.desktop else None,
            queued=QueuedView.of(place.queued) if place.queued else None,
            opening=OpeningView.of(opening),
        )


class PlacesView(BaseModel):
    pools: list[PlaceView]


class EndView(BaseModel):
    """`reason` is released, grace_over, session_ended, signed_off, restarted, lost, …; where it is
    of a persistent pool it was reset. With `homes` its person's documents stay in their home; what
    was not saved in LibreOffice may be `offered` in their next desktop."""

    reason: str
    at: datetime
    homes: bool
    persistent: bool
    offered: bool = False

    @staticmethod
    def of(end: End) -> "EndView":
        wish = end.pool.wish if end.pool else None
        return EndView(
            reason=end.reason,
            at=end.at,
            homes=wish is not None and wish.homes,
            persistent=wish is not None and wish.kind is Kind.PERSISTENT,
            offered=end.offered,
        )


class TicketView(BaseModel):
    """For `Sec-WebSocket-Protocol: onmaru.display, onmaru.ticket.<ticket>` within 30 s, once."""

    ticket: str
    path: str


def blueprint(seating: Seating) -> APIBlueprint:
    bp = APIBlueprint("daas_desktops", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get("", summary="Pools one may use, and one's desktops", responses={200: PlacesView})
    def list_places() -> Reply:
        places = seating.list_places(current_actor(), client_address())
        return reply(PlacesView(pools=[PlaceView.of(*found) for found in places]))

    @bp.post(
        "/pools/<pool_id>/claim",
        summary="Take a desktop, or a place in the queue; ask again to move on",
        responses={200: ClaimView},
    )
    def claim(path: PoolPath) -> Reply:
        found = seating.claim(current_actor(), PoolId(path.pool_id), client_address())
        if isinstance(found, Queued):
            return reply(ClaimView(queued=QueuedView.of(found)))
        return reply(ClaimView(desktop=DesktopView.of(found)))

    @bp.delete("/pools/<pool_id>/claim", summary="Leave the queue", responses={204: None})
    def leave_queue(path: PoolPath) -> Reply:
        seating.leave_queue(current_actor(), PoolId(path.pool_id))
        return no_content()

    @bp.get("/<desktop_id>", summary="One of one's own desktops", responses={200: DesktopView})
    def get_desktop(path: DesktopPath) -> Reply:
        return reply(
            DesktopView.of(*seating.get_desktop(current_actor(), DesktopId(path.desktop_id)))
        )

    @bp.post(
        "/<desktop_id>/tickets",
        summary="The right to open this desktop's stream, once",
        responses={201: TicketView},
    )
    def issue_ticket(path: DesktopPath) -> Reply:
        actor, desktop = current_actor(), DesktopId(path.desktop_id)
        token = seating.issue_ticket(actor, desktop, client_address())
        return created(TicketView(ticket=token, path=f"/display/{path.desktop_id}"))

    @bp.post(
        "/<desktop_id>/release",
        summary="Give the desktop back; everything on it is destroyed",
        responses={204: None},
    )
    def release(path: DesktopPath) -> Reply:
        seating.release(current_actor(), DesktopId(path.desktop_id))
        return no_content()

    _add_end(bp, seating)
    return bp


def _add_end(bp: APIBlueprint, seating: Seating) -> None:
    @bp.get("/<desktop_id>/end", summary="How one's own desktop ended", responses={200: EndView})
    def get_end(path: DesktopPath) -> Reply:
        return reply(EndView.of(seating.get_end(current_actor(), DesktopId(path.desktop_id))))
