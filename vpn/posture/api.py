"""What devices say of themselves, over HTTP."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.clock import Now
from kernel.http import Reply, client_address, current_actor, no_content, public, reply
from kernel.settings import Settings
from vpn.devices.api import TAG
from vpn.posture.model import Answer, Posture
from vpn.posture.rules import lacks
from vpn.posture.service import Postures, Said

SCRIPT = Path("deploy/gvpn/posture.sh")
AnswerName = Literal["on", "off", "unknown"]


class PostureBody(BaseModel):
    """`system` is a name for people, such as “Debian GNU/Linux 12”."""

    system: Annotated[str, Field(max_length=120)]
    disk: AnswerName
    lock: AnswerName

    def said(self) -> Said:
        return Said(self.system.strip(), Answer(self.disk), Answer(self.lock))


class PostureView(PostureBody):
    """`lacks` is empty for a device that is sound by its own word."""

    device_id: str
    said_at: datetime
    lacks: list[Literal["silent", "disk", "lock"]]

    @staticmethod
    def of(posture: Posture, now: datetime) -> "PostureView":
        return PostureView.model_validate(
            {
                "device_id": posture.device_id,
                "said_at": posture.said_at,
                "system": posture.system,
                "disk": posture.disk.value,
                "lock": posture.lock.value,
                "lacks": list(lacks(posture, now)),
            }
        )


class PosturesView(BaseModel):
    postures: list[PostureView]

    @staticmethod
    def of(found: list[Posture], now: datetime) -> "PosturesView":
        return PosturesView(postures=[PostureView.of(one, now) for one in found])


def blueprint(postures: Postures, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("vpn_posture", __name__, url_prefix="/api/gvpn", abp_tags=[TAG])

    @bp.get("/posture.sh", summary="What a computer tells of itself", doc_ui=False)
    @public
    def script() -> Response:
        text = (settings.root / SCRIPT).read_text()
        return Response(text, content_type="text/plain; charset=utf-8")

    @bp.post("/posture", summary="A device says how it is", responses={204: None})
    @public
    def report(body: PostureBody) -> Reply:
        postures.report(client_address(), body.said())
        return no_content()

    @bp.get("/postures", summary="How my devices are", responses={200: PosturesView})
    def list_mine() -> Reply:
        return reply(PosturesView.of(postures.list_mine(current_actor()), postures.now()))

    return bp


def admin_blueprint(postures: Postures, now: Now) -> APIBlueprint:
    bp = APIBlueprint("vpn_admin_posture", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/postures", summary="How devices are", responses={200: PosturesView})
    def list_all() -> Reply:
        return reply(PosturesView.of(postures.list_all(current_actor()), now()))

    return bp
