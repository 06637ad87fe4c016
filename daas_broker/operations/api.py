"""All desktops over HTTP, for IT administrators; and what they say to their users."""

from datetime import datetime
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId, Hindrance
from daas_broker.operations.model import Act, Done, Message, Queueing, Seat, Server
from daas_broker.operations.service import LONGEST_MESSAGE, MOST_AT_ONCE, Operations
from daas_broker.pools.rules import LEFT_FOR
from daas_broker.sessions.model import HeldBack, Wait
from identity.people.model import Person
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop operations", description="Every desktop of the installation")


class DesktopPath(BaseModel):
    desktop_id: str


class MessagePath(BaseModel):
    message_id: str


class SeatView(BaseModel):
    """`person` and what follows are null while nobody sits there. `left_until` is until when it
    stays at most where its person has left the agency."""

    id: str
    generation: int
    pool_id: str
    pool: str
    image: str
    zone: str
    host: str
    state: str
    state_since: datetime
    error: str
    person_id: str | None
    person: str | None
    division: str | None
    left_until: datetime | None
    claimed_at: datetime | None
    streaming_since: datetime | None
    latency_ms: int | None
    memory_bytes: int | None
    cpu_seconds: float | None

    @staticmethod
    def of(seat: Seat) -> "SeatView":
        desktop, person, watched = seat.desktop, seat.person, seat.watched
        return SeatView(
            id=desktop.id,
            generation=desktop.generation,
            pool_id=desktop.pool,
            pool=seat.pool,
            image=desktop.image,
            zone=desktop.zone.value,
            state=desktop.state.value,
            state_since=desktop.state_since,
            error=desktop.error,
            person_id=person.id if person else None,
            person=person.name if person else None,
            division=person.division if person else None,
            left_until=_left_until(person),
            claimed_at=seat.claimed_at,
            **vars(watched),
        )


def _left_until(person: Person | None) -> datetime | None:
    """[DP15]"""
    left_at = person.left_at if person else None
    return left_at + LEFT_FOR if left_at else None


class SeatsView(BaseModel):
    desktops: list[SeatView]


class AccelerationView(BaseModel):
    """`kind` is kvm or tcg; `why` is what was seen where a guest did not boot with KVM."""

    kind: str
    hindrance: Hindrance | None
    why: str


class ServerView(BaseModel):
    """Without an answer all but `provider` is null. `acceleration` is null where no guests run;
    `at_once` is how many may boot beside each other, 0 without a bound."""

    provider: str
    answers: bool
    desktops: int | None = None
    memory_free_bytes: int | None = None
    slowest_boot_seconds: float | None = None
    at_once: int | None = None
    acceleration: AccelerationView | None = None

    @staticmethod
    def of(server: Server) -> "ServerView":
        health = server.health
        if health is None:
            return ServerView(provider=server.provider, answers=False)
        by = health.acceleration
        return ServerView(
            provider=server.provider,
            answers=True,
            desktops=health.desktops,
            memory_free_bytes=health.memory_free_bytes,
            slowest_boot_seconds=health.pace.boot,
            at_once=health.pace.at_once,
            acceleration=AccelerationView(**vars(by)) if by else None,
        )


class ServersView(BaseModel):
    servers: list[ServerView]


class ActBody(BaseModel):
    """`text` is for a message."""

    act: Act
    desktops: Annotated[list[str], Field(min_length=1, max_length=MOST_AT_ONCE)]
    text: Annotated[str, Field(max_length=LONGEST_MESSAGE)] = ""


class WaiterView(BaseModel):
    """In the order of each pool's queue; `held_back` is by a spent budget, `why` what the pool of
    at most `maximum` desktops lacks."""

    person_id: str
    person: str
    division: str
    pool_id: str
    pool: str
    position: int
    since: datetime
    held_back: HeldBack | None
    why: Wait
    maximum: int

    @staticmethod
    def of(found: Queueing) -> "WaiterView":
        waiter, person = found.waiter, found.person
        return WaiterView(
            person_id=waiter.person_id,
            person=person.name if person else waiter.person_id,
            division=person.division if person else "",
            pool_id=waiter.pool_id,
            pool=found.pool.wish.name,
            position=waiter.position,
            since=waiter.since,
            held_back=waiter.held_back,
            why=found.why,
            maximum=found.pool.wish.maximum,
        )


class WaitersView(BaseModel):
    waiting: list[WaiterView]


class DoneView(BaseModel):
    """`left` are gone by now, or nobody's."""

    done: list[str]
    left: list[str]

    @staticmethod
    def of(found: Done) -> "DoneView":
        return DoneView(done=list(found.done), left=list(found.left))


class MessageView(BaseModel):
    id: str
    text: str
    sender: str
    at: datetime

    @staticmethod
    def of(message: Message, sender: str) -> "MessageView":
        return MessageView(id=message.id, text=message.text, sender=sender, at=message.at)


class MessagesView(BaseModel):
    messages: list[MessageView]


def blueprint(operations: Operations) -> APIBlueprint:
    bp = APIBlueprint("daas_operations", __name__, url_prefix="/api/admin/desktops", abp_tags=[TAG])

    @bp.get("", summary="All desktops and who sits there", responses={200: SeatsView})
    def list_seats() -> Reply:
        found = operations.list_desktops(current_actor())
        return reply(SeatsView(desktops=[SeatView.of(seat) for seat in found]))

    @bp.get("/waiting", summary="Who waits for a desktop", responses={200: WaitersView})
    def list_waiting() -> Reply:
        found = operations.list_waiting(current_actor())
        return reply(WaitersView(waiting=[WaiterView.of(one) for one in found]))

    @bp.get("/servers", summary="What runs desktops", responses={200: ServersView})
    def list_servers() -> Reply:
        found = operations.list_servers(current_actor())
        return reply(ServersView(servers=[ServerView.of(server) for server in found]))

    @bp.post("/acts", summary="Do one thing to many desktops", responses={200: DoneView})
    def act(body: ActBody) -> Reply:
        ids = [DesktopId(one) for one in body.desktops]
        return reply(DoneView.of(operations.act(current_actor(), body.act, ids, body.text)))

    @bp.post(
        "/<desktop_id>/restart",
        summary="Destroy a desktop, whoever uses it; the pool brings another",
        responses={204: None},
    )
    def restart_desktop(path: DesktopPath) -> Reply:
        operations.restart_desktop(current_actor(), DesktopId(path.desktop_id))
        return no_content()

    return bp


def own_blueprint(operations: Operations) -> APIBlueprint:
    bp = APIBlueprint("daas_messages", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get("/<desktop_id>/messages", summary="Unread words to me", responses={200: MessagesView})
    def list_messages(path: DesktopPath) -> Reply:
        found = operations.list_messages(current_actor(), DesktopId(path.desktop_id))
        return reply(MessagesView(messages=[MessageView.of(*each) for each in found]))

    @bp.post("/messages/<message_id>/read", summary="I have read it", responses={204: None})
    def read_message(path: MessagePath) -> Reply:
        operations.read_message(current_actor(), path.message_id)
        return no_content()

    return bp
