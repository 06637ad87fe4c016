"""A division's sender over HTTP."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.actor import Role
from kernel.http import Reply, current_actor, reply
from mobile_admin.senders.model import Sending
from mobile_admin.senders.service import Senders

TAG = Tag(name="field senders", description="In whose name a division sends notices")


class SendingBody(BaseModel):
    office_code: str = Field(max_length=20)
    name: str = Field(max_length=60)
    address: str = Field(default="", max_length=200)
    homepage: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=120)


class SenderBody(BaseModel):
    sender: SendingBody | None
    may_change: bool


def blueprint(senders: Senders) -> APIBlueprint:
    bp = APIBlueprint("mobile_senders", __name__, url_prefix="/api/field/sender", abp_tags=[TAG])

    @bp.get("", summary="Of one's own division", responses={200: SenderBody})
    def read_sender() -> Reply:
        actor = current_actor()
        return reply(_body(senders.find(actor), may_change=Role.MANAGER in actor.roles))

    @bp.put("", summary="Say who sends", responses={200: SenderBody})
    def set_sender(body: SendingBody) -> Reply:
        made = senders.set(current_actor(), Sending(division_id="", **body.model_dump()))
        return reply(_body(made, may_change=True))

    return bp


def _body(sending: Sending | None, *, may_change: bool) -> SenderBody:
    if sending is None:
        return SenderBody(sender=None, may_change=may_change)
    said = {name: value for name, value in vars(sending).items() if name != "division_id"}
    return SenderBody(sender=SendingBody(**said), may_change=may_change)
