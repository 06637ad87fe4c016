"""Renewal over HTTP, for a device: its signature proves it."""

import base64
import binascii
from pathlib import Path
from typing import Annotated

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import client_address, current_zone, public
from kernel.settings import Settings
from vpn.authority.rules import ClaimRefused
from vpn.devices.api import TAG
from vpn.renewal.service import Asked, Renewals

SCRIPT = Path("deploy/gvpn/renew.sh")


class RenewalBody(BaseModel):
    """`serial` in lower hex as the certificate has it; key and signature in base64."""

    serial: Annotated[str, Field(max_length=64)]
    public_key: Annotated[str, Field(max_length=64)]
    signature: Annotated[str, Field(max_length=200)]
    preshared_key: Annotated[str | None, Field(max_length=64, repr=False)] = None

    def asked(self) -> Asked:
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ClaimRefused(why="malformed") from error
        return Asked(self.serial.lower(), self.public_key, signature, self.preshared_key)


def blueprint(renewals: Renewals, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("vpn_renewal", __name__, url_prefix="/api/gvpn", abp_tags=[TAG])

    @bp.get("/renew.sh", summary="What a computer renews itself with", doc_ui=False)
    @public
    def script() -> Response:
        text = (settings.root / SCRIPT).read_text()
        return _text(text.replace("@origin@", settings.origin(current_zone())))

    @bp.post("/renew", summary="A device brings its next key, signed by its certificate's")
    @public
    def renew(body: RenewalBody) -> Response:
        return _text(renewals.renew(client_address(), body.asked()))

    return bp


def _text(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
