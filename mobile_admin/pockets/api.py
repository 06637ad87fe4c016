"""Pockets over HTTP: what a phone asks to open its own store."""

from base64 import b64encode
from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.clock import Now
from kernel.http import Reply, created, current_actor, no_content, reply
from mobile_admin.pockets.model import Opened, Pocket, Way
from mobile_admin.pockets.service import Key, Pockets

TAG = Tag(name="field pockets", description="What inspectors keep on their phones, sealed")
ID = r"^[0-9a-f]{32}$"
PROOF = r"^[0-9a-f]{64}$"


class PocketPath(BaseModel):
    pocket_id: str = Field(pattern=ID)


class PocketKeyBody(BaseModel):
    """`proof` comes from PIN or passkey by a slow derivation; the PIN stays on the phone."""

    way: Way
    proof: str = Field(pattern=PROOF)

    @property
    def key(self) -> Key:
        return Key(self.way, self.proof)


class NewPocketBody(PocketKeyBody):
    id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=60)


class OtherPocketKeyBody(PocketKeyBody):
    other: PocketKeyBody


class PocketBody(BaseModel):
    id: str
    name: str
    person: str
    ways: list[Way]
    is_own: bool
    created_at: AwareDatetime
    opened_at: AwareDatetime | None


class PocketsBody(BaseModel):
    pockets: list[PocketBody]


class OpenedPocketBody(BaseModel):
    """`share` is base64 of 32 bytes; past `until` the phone forgets it and asks again."""

    share: str
    until: AwareDatetime
    now: AwareDatetime


def blueprint(pockets: Pockets, now: Now) -> APIBlueprint:
    bp = APIBlueprint("mobile_pockets", __name__, url_prefix="/api/field/pockets", abp_tags=[TAG])
    _add_keeping(bp, pockets, now)
    _add_opening(bp, pockets, now)
    return bp


def _add_keeping(bp: APIBlueprint, pockets: Pockets, now: Now) -> None:
    @bp.get("", summary="One's own, and the division's for its head", responses={200: PocketsBody})
    def list_pockets() -> Reply:
        actor = current_actor()
        found = [
            _pocket(pocket, person, is_own=pocket.person_id == actor.user_id)
            for pocket, person in pockets.list_pockets(actor)
        ]
        return reply(PocketsBody(pockets=found))

    @bp.post("", summary="A pocket of one's own", responses={201: OpenedPocketBody})
    def make_pocket(body: NewPocketBody) -> Reply:
        return created(_opened(pockets.make(current_actor(), body.id, body.name, body.key), now()))

    @bp.delete("/<pocket_id>", summary="It opens no more", responses={204: None})
    def revoke_pocket(path: PocketPath) -> Reply:
        pockets.revoke(current_actor(), path.pocket_id)
        return no_content()


def _add_opening(bp: APIBlueprint, pockets: Pockets, now: Now) -> None:
    @bp.post(
        "/<pocket_id>/openings", summary="The share of its key", responses={200: OpenedPocketBody}
    )
    def open_pocket(path: PocketPath, body: PocketKeyBody) -> Reply:
        return reply(_opened(pockets.open(current_actor(), path.pocket_id, body.key), now()))

    @bp.put("/<pocket_id>/keys", summary="Another way in", responses={200: OpenedPocketBody})
    def set_key(path: PocketPath, body: OtherPocketKeyBody) -> Reply:
        actor = current_actor()
        opened = pockets.set_way(actor, path.pocket_id, body.key, body.other.key)
        return reply(_opened(opened, now()))

    @bp.post("/<pocket_id>/tries", summary="Ten more PINs", responses={204: None})
    def allow_more(path: PocketPath) -> Reply:
        pockets.allow_more(current_actor(), path.pocket_id)
        return no_content()


def _opened(opened: Opened, now: datetime) -> OpenedPocketBody:
    share = b64encode(opened.share).decode()
    return OpenedPocketBody(share=share, until=opened.until, now=now)


def _pocket(pocket: Pocket, person: str, *, is_own: bool) -> PocketBody:
    return PocketBody(
        id=pocket.id, name=pocket.name, person=person, ways=sorted(pocket.ways), is_own=is_own,
        created_at=pocket.created_at, opened_at=pocket.opened_at,
    )  # fmt: skip
