"""Enrolment over HTTP: a code for who is signed in; the rest for a device, which shows its code."""

import base64
import binascii
from datetime import datetime
from pathlib import Path
from typing import Annotated

import segno
from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import Reply, client_address, created, current_actor, current_zone, public
from kernel.settings import Settings
from vpn.authority.model import Claim
from vpn.authority.rules import ClaimRefused
from vpn.devices.api import TAG, OwnerName, PlatformName
from vpn.devices.model import Owner, Platform
from vpn.enrolment.model import Brought, Wish
from vpn.enrolment.rules import profile_text
from vpn.enrolment.service import Enrolments

Key = Annotated[str, Field(max_length=64)]
SCRIPT, WATCH = Path("deploy/gvpn/enrol.sh"), Path("deploy/gvpn/watch.sh")
PAGE = "/gvpn/enrol"  # the phone's page; what follows its # is sent to no server


class EnrolmentWishBody(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    platform: PlatformName
    owner: OwnerName

    def wish(self) -> Wish:
        return Wish(self.name.strip(), Platform(self.platform), Owner(self.owner))


class EnrolmentCodeView(BaseModel):
    """`qr` are the rows of a QR code of `link`, a 1 for each dark square."""

    code: str
    expires_at: datetime
    command: str
    link: str
    qr: list[str]


class DeviceKeysBody(BaseModel):
    """`certificate_key` (DER, SubjectPublicKeyInfo) and `signature` in base64, both or neither.
    `preshared_key` is the device's own, and signed for with the public one."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    public_key: Key
    preshared_key: Annotated[str | None, Field(max_length=64, repr=False)] = None
    certificate_key: Annotated[str, Field(max_length=400)] | None = None
    signature: Annotated[str, Field(max_length=200)] | None = None

    def brought(self) -> Brought:
        return Brought(self.code, self.public_key, self._claim(), self.preshared_key)

    def _claim(self) -> Claim | None:
        if self.certificate_key is None or self.signature is None:
            return None
        try:
            base64.b64decode(self.certificate_key, validate=True)
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ClaimRefused(why="malformed") from error
        framed = f"-----BEGIN PUBLIC KEY-----\n{self.certificate_key}\n-----END PUBLIC KEY-----\n"
        return Claim(framed, signature)


class WelcomeView(BaseModel):
    """`pickup` opens this device's profile and certificate."""

    device_id: str
    state: str
    pickup: str


class PickupBody(BaseModel):
    pickup: Annotated[str, Field(min_length=1, max_length=100)]


class ProfileBody(PickupBody):
    """`everything`: all of the device's traffic goes into the tunnel, not only the agency's."""

    everything: bool = False


def blueprint(enrolments: Enrolments, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("vpn_enrolment", __name__, url_prefix="/api/gvpn", abp_tags=[TAG])

    @bp.post("/enrolments", summary="A code for one device", responses={201: EnrolmentCodeView})
    def begin_enrolment(body: EnrolmentWishBody) -> Reply:
        code = enrolments.begin_enrolment(current_actor(), body.wish())
        origin = settings.origin(current_zone())
        link = f"{origin}{PAGE}#{code.text}"
        view = EnrolmentCodeView(
            code=code.text,
            expires_at=code.expires_at,
            command=f"curl -fsS {origin}/api/gvpn/enrol.sh | sudo sh",
            link=link,
            qr=["".join("1" if dark else "0" for dark in row) for row in segno.make(link).matrix],
        )
        return created(view)

    _add_for_devices(bp, enrolments, settings)
    return bp


def _add_for_devices(bp: APIBlueprint, enrolments: Enrolments, settings: Settings) -> None:
    """For whoever is not signed in: the code or the pickup proves the device."""

    @bp.get("/enrol.sh", summary="What a computer runs to be enrolled", doc_ui=False)
    @public
    def script() -> Response:
        text = (settings.root / SCRIPT).read_text()
        return _text(text.replace("@origin@", settings.origin(current_zone())))

    @bp.get("/watch.sh", summary="What a computer says by itself", doc_ui=False)
    @public
    def watch() -> Response:
        portal = enrolments.gateways.plan.gateway
        text = (settings.root / WATCH).read_text().replace("@portal@", str(portal))
        return _text(text.replace("@origin@", settings.origin(current_zone())))

    @bp.post("/enrol", summary="A device brings its public keys", responses={201: WelcomeView})
    @public
    def enrol(body: DeviceKeysBody) -> Reply:
        welcome = enrolments.enrol(client_address(), body.brought())
        device = welcome.device
        return created(
            WelcomeView(device_id=device.id, state=device.state.value, pickup=welcome.pickup)
        )

    @bp.post("/enrol/profile.conf", summary="The device's profile, once it may come in")
    @public
    def profile(body: ProfileBody) -> Response:
        return _text(profile_text(enrolments.profile(body.pickup, everything=body.everything)))

    @bp.post("/enrol/certificate.pem", summary="The device's certificate and its authority's")
    @public
    def certificate(body: PickupBody) -> Response:
        return _text(enrolments.certificate(body.pickup))


def _text(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
