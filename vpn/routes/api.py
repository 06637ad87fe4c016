"""Routes over HTTP: for a device that calls from inside, and for who looks after one."""

from datetime import datetime
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import Reply, client_address, current_actor, no_content, public, reply
from vpn.devices.api import TAG
from vpn.devices.model import DeviceId
from vpn.routes.model import Networks, Older
from vpn.routes.rules import read, written
from vpn.routes.service import Routes

Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class RoutesSaidBody(BaseModel):
    """`routes` as `AllowedIPs` has them; null for everything, or for what is not to be touched."""

    routes: Text | None

    def networks(self) -> Networks | None:
        return read(self.routes) if self.routes is not None else None


class RoutesTakenBody(BaseModel):
    """The line that the page showed."""

    routes: Text


class ProfilePath(BaseModel):
    device_id: str


class OlderProfileView(BaseModel):
    """`routes` is the line to paste: all that the profile should have now. `source` is who said
    what it has."""

    device_id: str
    routes: str
    came: list[str]
    gone: list[str]
    noted_at: datetime
    source: Literal["given", "device", "owner"]

    @staticmethod
    def of(older: Older) -> "OlderProfileView":
        has = older.has
        return OlderProfileView(
            device_id=has.device_id,
            routes=written(older.now),
            came=[str(one) for one in older.came],
            gone=[str(one) for one in older.gone],
            noted_at=has.noted_at,
            source=has.source.value,
        )


class OlderProfilesView(BaseModel):
    profiles: list[OlderProfileView]

    @staticmethod
    def each(found: list[Older]) -> "OlderProfilesView":
        return OlderProfilesView(profiles=[OlderProfileView.of(one) for one in found])


def blueprint(routes: Routes) -> APIBlueprint:
    bp = APIBlueprint("vpn_routes", __name__, url_prefix="/api/gvpn", abp_tags=[TAG])

    @bp.post("/routes", summary="A device says its routes and hears which count", doc_ui=False)
    @public
    def exchange(body: RoutesSaidBody) -> Response:
        now = written(routes.exchange(client_address(), body.networks()))
        return Response(f"routes={now}\n", content_type="text/plain; charset=utf-8")

    @bp.get("/profiles", summary="Older profiles of mine", responses={200: OlderProfilesView})
    def list_mine() -> Reply:
        return reply(OlderProfilesView.each(routes.list_mine(current_actor())))

    @bp.put("/profiles/<device_id>", summary="I have put them in", responses={204: None})
    def confirm(path: ProfilePath, body: RoutesTakenBody) -> Reply:
        routes.confirm(current_actor(), DeviceId(path.device_id), read(body.routes))
        return no_content()

    return bp


def admin_blueprint(routes: Routes) -> APIBlueprint:
    bp = APIBlueprint("vpn_admin_routes", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/profiles", summary="Older profiles", responses={200: OlderProfilesView})
    def list_all() -> Reply:
        return reply(OlderProfilesView.each(routes.list_all(current_actor())))

    return bp
