"""All desktops over HTTP, for IT administrators."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.desktops.model import DesktopId
from daas_broker.operations.model import Seat
from daas_broker.operations.service import Operations
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop operations", description="Every desktop of the installation")


class DesktopPath(BaseModel):
    desktop_id: str


class SeatView(BaseModel):
    """`person` and what follows are null while nobody sits there."""

    id: str
    generation: int
    pool_id: str
    pool: str
    image: str
    state: str
    state_since: datetime
    error: str
    person_id: str | None
    person: str | None
    division: str | None
    memory_bytes: int | None
    cpu_seconds: float | None

    @staticmethod
    def of(seat: Seat) -> "SeatView":
        desktop, person = seat.desktop, seat.person
        return SeatView(
            id=desktop.id,
            generation=desktop.generation,
            pool_id=desktop.pool,
            pool=seat.pool,
            image=desktop.image,
            state=desktop.state.value,
            state_since=desktop.state_since,
            error=desktop.error,
            person_id=person.id if person else None,
            person=person.name if person else None,
            division=person.division if person else None,
            memory_bytes=seat.memory_bytes,
            cpu_seconds=seat.cpu_seconds,
        )


class SeatsView(BaseModel):
    desktops: list[SeatView]


def blueprint(operations: Operations) -> APIBlueprint:
    bp = APIBlueprint("daas_operations", __name__, url_prefix="/api/admin/desktops", abp_tags=[TAG])

    @bp.get("", summary="All desktops and who sits there", responses={200: SeatsView})
    def list_seats() -> Reply:
        found = operations.list_desktops(current_actor())
        return reply(SeatsView(desktops=[SeatView.of(seat) for seat in found]))

    @bp.post(
        "/<desktop_id>/restart",
        summary="Destroy a desktop, whoever uses it; the pool brings another",
        responses={204: None},
    )
    def restart_desktop(path: DesktopPath) -> Reply:
        operations.restart_desktop(current_actor(), DesktopId(path.desktop_id))
        return no_content()

    return bp
