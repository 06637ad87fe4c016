"""The gateway over HTTP, for administrators."""

import base64
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, no_content, reply
from vpn.gateways.model import UNTOUCHED, Approval
from vpn.gateways.service import Gateways

TAG = Tag(name="tunnel gateway", description="Where tunnels end")


class GatewayBody(BaseModel):
    is_on: bool
    host: Annotated[str, Field(max_length=253)]
    port: Annotated[int, Field(ge=1, le=65_535)]
    approval: Literal["always", "personal", "never"]


class GatewayView(GatewayBody):
    """`network` holds the addresses of devices; its first is the gateway's."""

    network: str
    public_key: str | None
    changed_at: datetime | None


def blueprint(gateways: Gateways) -> APIBlueprint:
    bp = APIBlueprint("vpn_gateway", __name__, url_prefix="/api/admin/gvpn", abp_tags=[TAG])

    @bp.get("/gateway", summary="The gateway", responses={200: GatewayView})
    def get_gateway() -> Reply:
        found = gateways.get(current_actor())
        key = base64.b64encode(found.public_key).decode() if found.public_key else None
        return reply(
            GatewayView(
                is_on=found.is_on,
                host=found.host,
                port=found.port,
                approval=found.approval.value,
                network=str(gateways.plan.network),
                public_key=key,
                changed_at=found.changed_at,
            )
        )

    @bp.put("/gateway", summary="Change the gateway", responses={204: None})
    def change_gateway(body: GatewayBody) -> Reply:
        wish = replace(
            UNTOUCHED,
            is_on=body.is_on,
            host=body.host.strip(),
            port=body.port,
            approval=Approval(body.approval),
        )
        gateways.change(current_actor(), wish)
        return no_content()

    return bp
