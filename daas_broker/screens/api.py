"""A second screen over HTTP."""

from flask_openapi3.blueprint import APIBlueprint

from daas_broker.desktops.model import DesktopId
from daas_broker.screens.service import Screens
from daas_broker.sessions.api import TAG, DesktopPath, TicketView
from kernel.http import Reply, client_address, created, current_actor


def blueprint(screens: Screens) -> APIBlueprint:
    bp = APIBlueprint("daas_screens", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/screens",
        summary="The right to open a second screen of this desktop, once",
        responses={201: TicketView},
    )
    def issue_ticket(path: DesktopPath) -> Reply:
        token = screens.issue_ticket(current_actor(), DesktopId(path.desktop_id), client_address())
        return created(TicketView(ticket=token, path=f"/display/{path.desktop_id}/second"))

    return bp
