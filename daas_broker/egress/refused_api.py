"""Names that one's own desktop was refused, over HTTP."""

from datetime import datetime
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.names import LONGEST_NAME, shown_name
from daas_broker.desktops.zones import NameRefused
from daas_broker.egress.api import TAG
from daas_broker.egress.refused import RefusedNames
from kernel.http import Reply, current_actor, no_content, reply


class RefusedNamePath(BaseModel):
    desktop_id: str


class RefusedNameView(BaseModel):
    """`is_asked`: this person asked already that it be let."""

    name: str
    port: int
    why: NameRefused
    at: datetime
    is_asked: bool


class RefusedNamesView(BaseModel):
    names: list[RefusedNameView]


class AskedNameBody(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    reason: Annotated[str, Field(min_length=2, max_length=200)]


def blueprint(refused: RefusedNames) -> APIBlueprint:
    bp = APIBlueprint("daas_refused_names", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get(
        "/<desktop_id>/refused-names",
        summary="Names that one's desktop was refused lately",
        responses={200: RefusedNamesView},
    )
    def list_refused_names(path: RefusedNamePath) -> Reply:
        found = refused.list_names(current_actor(), DesktopId(path.desktop_id))
        views = [
            RefusedNameView(
                name=shown_name(one.told.name),
                port=one.told.port,
                why=one.told.why,
                at=one.told.at,
                is_asked=one.is_asked,
            )
            for one in found
        ]
        return reply(RefusedNamesView(names=views))

    @bp.post(
        "/<desktop_id>/refused-names/asked",
        summary="Ask the administrators that a name be let",
        responses={204: None},
    )
    def ask_name(path: RefusedNamePath, body: AskedNameBody) -> Reply:
        refused.ask(current_actor(), DesktopId(path.desktop_id), body.name, body.reason.strip())
        return no_content()

    return bp
