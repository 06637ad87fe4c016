"""The consoles of virtual machines over HTTP, for IT administrators and for who waits at one."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from daas_broker.consoles.service import Consoles
from daas_broker.desktops.model import DesktopId
from kernel.http import Reply, client_address, created, current_actor

TAG = Tag(name="consoles", description="The screens of virtual machines themselves")


class ConsolePath(BaseModel):
    desktop_id: str


class ConsoleTicketView(BaseModel):
    """For `Sec-WebSocket-Protocol: onmaru.display, onmaru.ticket.<ticket>` within 30 s, once."""

    ticket: str
    path: str


def blueprint(consoles: Consoles) -> APIBlueprint:
    bp = APIBlueprint("daas_consoles", __name__, url_prefix="/api/admin/consoles", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/tickets",
        summary="The right to open a machine's console, once",
        responses={201: ConsoleTicketView},
    )
    def issue_console_ticket(path: ConsolePath) -> Reply:
        token = consoles.issue_ticket(current_actor(), DesktopId(path.desktop_id), client_address())
        address = f"/display/{path.desktop_id}/console"
        return created(ConsoleTicketView(ticket=token, path=address))

    return bp


def own_blueprint(consoles: Consoles) -> APIBlueprint:
    bp = APIBlueprint("daas_own_console", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/console",
        summary="The right to look at the screen of one's own machine, once",
        responses={201: ConsoleTicketView},
    )
    def issue_own_console_ticket(path: ConsolePath) -> Reply:
        token = consoles.issue_own_ticket(
            current_actor(), DesktopId(path.desktop_id), client_address()
        )
        address = f"/display/{path.desktop_id}/console"
        return created(ConsoleTicketView(ticket=token, path=address))

    return bp
