"""밖에서 열기 over HTTP."""

from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId
from daas_broker.links.service import Links
from daas_broker.sessions.reaching import Reaching
from kernel.http import Reply, client_address, current_actor, reply

TAG = Tag(name="links outside", description="Links opened in one's Internet desktop")


class LinkPath(BaseModel):
    desktop_id: str


class DesktopLinkBody(BaseModel):
    url: Annotated[str, Field(min_length=1, max_length=4000)]


class DesktopLinkView(BaseModel):
    """As it was opened: the host in ASCII."""

    url: str


def blueprint(links: Links, reaching: Reaching) -> APIBlueprint:
    bp = APIBlueprint("daas_links", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/links",
        summary="Open a link in one's Internet desktop",
        responses={200: DesktopLinkView},
    )
    def open_link(path: LinkPath, body: DesktopLinkBody) -> Reply:
        desktop = DesktopId(path.desktop_id)
        reached = reaching.reach(current_actor(), desktop, client_address())
        return reply(DesktopLinkView(url=links.open(reached, body.url)))

    return bp
