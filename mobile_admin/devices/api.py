"""One's own devices over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.settings import Settings, Zone
from mobile_admin.devices.model import Device
from mobile_admin.devices.service import Devices

TAG = Tag(name="field devices", description="What sends for a person: ODK Collect and scripts")


class FieldDevicePath(BaseModel):
    device_id: str = Field(min_length=1, max_length=64)


class FieldDeviceWishBody(BaseModel):
    name: str = Field(min_length=1, max_length=60)


class FieldDeviceBody(BaseModel):
    id: str
    name: str
    user_name: str
    created_at: AwareDatetime
    expires_at: AwareDatetime
    seen_at: AwareDatetime | None


class FieldDevicesBody(BaseModel):
    devices: list[FieldDeviceBody]


class NewFieldDeviceBody(FieldDeviceBody):
    """`secret` is shown this once; `server` is what a client is told to talk to."""

    secret: str
    server: str


def blueprint(devices: Devices, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("mobile_devices", __name__, url_prefix="/api/field/devices", abp_tags=[TAG])

    @bp.get("", summary="One's own", responses={200: FieldDevicesBody})
    def list_devices() -> Reply:
        found = [FieldDeviceBody(**_shown(d)) for d in devices.list_own(current_actor())]
        return reply(FieldDevicesBody(devices=found))

    @bp.post("", summary="A name and a secret for a device", responses={201: NewFieldDeviceBody})
    def add_device(body: FieldDeviceWishBody) -> Reply:
        device, secret = devices.add(current_actor(), body.name)
        server = f"{settings.origin(Zone.WORK)}/openrosa"
        return created(NewFieldDeviceBody(**_shown(device), secret=secret, server=server))

    @bp.delete("/<device_id>", summary="It sends no more", responses={204: None})
    def revoke_device(path: FieldDevicePath) -> Reply:
        devices.revoke(current_actor(), path.device_id)
        return no_content()

    return bp


def _shown(device: Device) -> dict[str, Any]:
    return {name: getattr(device, name) for name in FieldDeviceBody.model_fields}
