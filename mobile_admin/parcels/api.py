"""Parcels over HTTP: announced by hash, then sent in pieces from wherever they were cut."""

from collections.abc import Iterator

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field
from werkzeug.exceptions import ClientDisconnected

from kernel.http import Reply, current_actor, reply
from mobile_admin.dispatches.api import OperationPlaceBody
from mobile_admin.parcels.model import PhotoPlace, Progress, Taken, Wish
from mobile_admin.parcels.service import Parcels
from mobile_admin.submissions.rules import LARGEST_FILE

TAG = Tag(name="field parcels", description="Photos from the field, in pieces")
ID = r"^[0-9a-f]{32}$"
READ_BYTES = 1 << 18


class ParcelPath(BaseModel):
    parcel_id: str = Field(pattern=ID)


class ParcelQuery(BaseModel):
    """`offset` is how many bytes the server has."""

    offset: int = Field(ge=0, le=LARGEST_FILE)


class PhotoPlaceBody(OperationPlaceBody):
    at: AwareDatetime | None = None


class TakenQuery(BaseModel):
    submission_id: str = Field(min_length=1, max_length=64)


class TakenFileBody(BaseModel):
    """By the phone's own word; null where it said nothing."""

    name: str
    at: AwareDatetime | None
    place: PhotoPlaceBody | None


class TakenFilesBody(BaseModel):
    files: list[TakenFileBody]


class ParcelWishBody(BaseModel):
    pocket_id: str = Field(pattern=ID)
    submission_id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=160)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int = Field(ge=1, le=1 << 40)
    taken_at: AwareDatetime | None = None
    place: PhotoPlaceBody | None = None


class ParcelBody(BaseModel):
    """`id` is empty where nothing needs to be sent."""

    id: str
    offset_bytes: int
    is_done: bool


def blueprint(parcels: Parcels) -> APIBlueprint:
    bp = APIBlueprint("mobile_parcels", __name__, url_prefix="/api/field/parcels", abp_tags=[TAG])

    @bp.post("", summary="Where to go on with a file", responses={200: ParcelBody})
    def announce_parcel(body: ParcelWishBody) -> Reply:
        place = PhotoPlace(**body.place.model_dump()) if body.place else None
        plain = body.model_dump(exclude={"pocket_id", "place"})
        wish = Wish(**plain, place=place)
        return _progress(parcels.announce(current_actor(), body.pocket_id, wish))

    @bp.get("", summary="When and where files were made", responses={200: TakenFilesBody})
    def list_taken(query: TakenQuery) -> Reply:
        found = parcels.taken(current_actor(), query.submission_id)
        return reply(TakenFilesBody(files=[_taken(each) for each in found]))

    @bp.post("/<parcel_id>/bytes", summary="The next bytes of it", responses={200: ParcelBody})
    def append_bytes(path: ParcelPath, query: ParcelQuery) -> Reply:
        request.max_content_length = LARGEST_FILE
        return _progress(parcels.append(current_actor(), path.parcel_id, query.offset, _chunks()))

    return bp


def _taken(taken: Taken) -> TakenFileBody:
    place = PhotoPlaceBody(**vars(taken.place)) if taken.place else None
    return TakenFileBody(name=taken.name, at=taken.at, place=place)


def _chunks() -> Iterator[bytes]:
    """Until the sender is done or gone: what came is kept either way."""
    while True:
        try:
            data = request.stream.read(READ_BYTES)
        except (ClientDisconnected, OSError):
            return
        if not data:
            return
        yield data


def _progress(progress: Progress) -> Reply:
    return reply(
        ParcelBody(
            id=progress.parcel_id, offset_bytes=progress.offset_bytes, is_done=progress.is_done
        )
    )
