"""The gateway over HTTP, for administrators."""

import base64
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, no_content, reply
from vpn.gateways.model import UNTOUCHED, Approval, Gateway
from vpn.gateways.service import Gateways

TAG = Tag(name="tunnel gateway", description="Where tunnels end")


class GatewayBody(BaseModel):
    is_on: bool
    host: Annotated[str, Field(max_length=253)]
    port: Annotated[int, Field(ge=1, le=65_535)]
    approval: Literal["always", "personal", "never"]

    def gateway(self) -> Gateway:
        return replace(
            UNTOUCHED,
            is_on=self.is_on,
            host=self.host.strip(),
            port=self.port,
            approval=Approval(self.approval),
        )


class GatewayChangeBody(GatewayBody):
    """`seen` is how it was when the wish was written; another one now is refused. Without it
    nothing is compared."""

    seen: GatewayBody | None = None


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
    def change_gateway(body: GatewayChangeBody) -> Reply:
        seen = body.seen.gateway() if body.seen else None
        gateways.change(current_actor(), body.gateway(), seen)
        return no_content()

    return bp
