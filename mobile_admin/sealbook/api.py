"""관인대장 over HTTP."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, current_actor, reply
from mobile_admin.sealbook.model import Asked, SealUse
from mobile_admin.sealbook.service import SealBook

TAG = Tag(name="field seals", description="Each use of the agency's seal")


class SealsQuery(BaseModel):
    text: str = Field(default="", max_length=200)
    year: int = Field(default=0, ge=0, le=9999)


class SealUseBody(BaseModel):
    """`number` is the line's own, within office and year."""

    number: str
    notice_id: str
    seal: str
    registered: str
    title: str
    recipients: str
    by: str
    at: AwareDatetime
    level: str
    sha256: str


class SealBookBody(BaseModel):
    uses: list[SealUseBody]
    years: list[int]


def blueprint(book: SealBook) -> APIBlueprint:
    bp = APIBlueprint("mobile_seals", __name__, url_prefix="/api/field", abp_tags=[TAG])

    @bp.get("/seal-book", summary="Uses of the seal", responses={200: SealBookBody})
    def read_book(query: SealsQuery) -> Reply:
        found, years = book.read(current_actor(), Asked(query.text, query.year))
        return reply(SealBookBody(uses=[_body(*pair) for pair in found], years=years))

    @bp.get("/seal-book.csv", summary="The same as a sheet")
    def read_sheet(query: SealsQuery) -> Response:
        text = book.sheet(current_actor(), Asked(query.text, query.year))
        told = {"Content-Disposition": "attachment; filename=seal-book.csv"}
        return Response(text, content_type="text/csv; charset=utf-8", headers=told)

    return bp


def _body(use: SealUse, name: str) -> SealUseBody:
    known = {key: getattr(use, key) for key in SealUseBody.model_fields if hasattr(use, key)}
    return SealUseBody(**{**known, "number": f"{use.year}-{use.serial}", "by": name})
