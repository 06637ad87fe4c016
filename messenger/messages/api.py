"""Messages over HTTP."""

from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field, StringConstraints

from kernel.http import Reply, created, current_actor, no_content, reply
from messenger.messages.model import (
    Card,
    CardRef,
    CardType,
    Draft,
    Kind,
    Message,
    Page,
    Window,
)
from messenger.messages.service import Messages
from messenger.rooms.api import Id, RoomPath
from messenger.rooms.model import RoomId

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class MessagePath(RoomPath):
    seq: int = Field(ge=1)


class CardRefBody(BaseModel):
    type: Literal["document"]
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

    def ref(self) -> CardRef:
        return CardRef(CardType(self.type), self.id)


class MessageDraftBody(BaseModel):
    """`client_id` is fresh for each message and the same for each attempt to send it."""

    client_id: ClientId
    kind: Literal["text", "card"] = "text"
    body: str = Field(default="", max_length=40_000)
    card: CardRefBody | None = None

    def draft(self) -> Draft:
        if self.card is None:
            return Draft(self.client_id, Kind.TEXT, self.body)
        facts = {"type": self.card.type, "id": self.card.id}
        return Draft(self.client_id, Kind.CARD, self.body, facts)


class RoomNoticeBody(BaseModel):
    """The room's own line: `act` was done by the message's sender, to `people` or with `name`."""

    act: Literal["opened", "invited", "left", "renamed"]
    people: list[Id] = []
    name: str = ""


class MessageBody(BaseModel):
    seq: int
    sender: Id
    client_id: str
    kind: Literal["text", "card", "system"]
    body: str
    card: CardRefBody | None
    notice: RoomNoticeBody | None
    at: str
    is_recalled: bool


class TalkCardBody(BaseModel):
    id: Id
    title: str
    kind: str


class WindowQuery(BaseModel):
    before: int | None = Field(default=None, ge=0)
    after: int | None = Field(default=None, ge=0)
    changed_after: int | None = Field(default=None, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


class TalkPageBody(BaseModel):
    """`cards` holds the documents that this reader may read; a card of another shows nothing."""

    messages: list[MessageBody]
    changed: list[MessageBody]
    cards: list[TalkCardBody]
    last_seq: int
    changes: int
    first_seq: int


class SearchQuery(BaseModel):
    text: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class FoundMessagesBody(BaseModel):
    messages: list[MessageBody]


class DocumentPath(BaseModel):
    document_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class DocumentQuery(BaseModel):
    text: str = Field(default="", max_length=100)


class SendableBody(BaseModel):
    documents: list[TalkCardBody]


class CardSharingBody(BaseModel):
    lacking: list[Id]
    may_grant: bool


def add_routes(bp: APIBlueprint, messages: Messages) -> None:
    @bp.get(
        "/rooms/<room_id>/messages",
        summary="The newest messages, those before one, or those after one",
        responses={200: TalkPageBody},
    )
    def fetch_messages(path: RoomPath, query: WindowQuery) -> Reply:
        window = Window(query.before, query.after, query.changed_after, query.limit)
        return reply(page_body(messages.fetch(current_actor(), RoomId(path.room_id), window)))

    @bp.post(
        "/rooms/<room_id>/messages",
        summary="Say something; repeating it with the same client_id says it once",
        responses={201: MessageBody},
    )
    def send_message(path: RoomPath, body: MessageDraftBody) -> Reply:
        sent = messages.send(current_actor(), RoomId(path.room_id), body.draft())
        return created(message_body(sent))

    @bp.delete(
        "/rooms/<room_id>/messages/<int:seq>",
        summary="Take one's own message back",
        responses={204: None},
    )
    def recall_message(path: MessagePath) -> Reply:
        messages.recall(current_actor(), RoomId(path.room_id), path.seq)
        return no_content()

    @bp.get(
        "/rooms/<room_id>/search",
        summary="The newest messages of a room that hold a text",
        responses={200: FoundMessagesBody},
    )
    def search_messages(path: RoomPath, query: SearchQuery) -> Reply:
        found = messages.search(current_actor(), RoomId(path.room_id), query.text)
        return reply(FoundMessagesBody(messages=[message_body(message) for message in found]))

    _add_documents(bp, messages)
    _add_sharing(bp, messages)


def _add_documents(bp: APIBlueprint, messages: Messages) -> None:
    @bp.get("/documents", summary="Documents that I could send", responses={200: SendableBody})
    def find_documents(query: DocumentQuery) -> Reply:
        found = messages.find_documents(current_actor(), query.text)
        return reply(SendableBody(documents=[_card_body(card) for card in found]))

    @bp.get(
        "/documents/<document_id>",
        summary="A document as its card would show it to me",
        responses={200: TalkCardBody},
    )
    def describe_document(path: DocumentPath) -> Reply:
        return reply(_card_body(messages.describe_document(current_actor(), path.document_id)))


def _add_sharing(bp: APIBlueprint, messages: Messages) -> None:
    @bp.get(
        "/rooms/<room_id>/sharing",
        summary="Who of the room may not read a document yet",
        responses={200: CardSharingBody},
    )
    def get_sharing(path: RoomPath, query: CardRefBody) -> Reply:
        found = messages.sharing(current_actor(), RoomId(path.room_id), query.ref())
        return reply(CardSharingBody(lacking=list(found.lacking), may_grant=found.may_grant))

    @bp.post(
        "/rooms/<room_id>/sharing",
        summary="Let everybody in the room read a document",
        responses={204: None},
    )
    def share_document(path: RoomPath, body: CardRefBody) -> Reply:
        messages.share(current_actor(), RoomId(path.room_id), body.ref())
        return no_content()


def page_body(page: Page) -> TalkPageBody:
    return TalkPageBody(
        messages=[message_body(message) for message in page.messages],
        changed=[message_body(message) for message in page.changed],
        cards=[_card_body(card) for card in page.cards.values()],
        last_seq=page.last_seq,
        changes=page.changes,
        first_seq=page.first_seq,
    )


def message_body(message: Message) -> MessageBody:
    card, is_notice = message.card, message.kind is Kind.SYSTEM
    return MessageBody(
        seq=message.seq,
        sender=message.sender,
        client_id=message.client_id,
        kind=message.kind.value,
        body=message.body,
        card=CardRefBody(type=card.type.value, id=card.id) if card else None,
        notice=RoomNoticeBody(**message.facts) if is_notice else None,
        at=message.at.isoformat(),
        is_recalled=message.recalled_at is not None,
    )


def _card_body(card: Card) -> TalkCardBody:
    return TalkCardBody(id=card.id, title=card.title, kind=card.kind)
