"""Devices over HTTP: one's own under /api/gvpn, everybody's for administrators."""

import base64
from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, no_content, reply
from vpn.devices.model import DeviceId, Trust
from vpn.devices.service import Devices, View

TAG = Tag(name="tunnel devices", description="Devices that come in through the tunnel")
PlatformName = Literal["linux", "macos", "windows", "android", "ios"]
OwnerName = Literal["agency", "personal"]


class TunnelDevicePath(BaseModel):
    device_id: str


class TunnelDeviceView(BaseModel):
    """Key, address and certificate are null once the device has ended. `refusal` is why an
    administrator refused it, empty otherwise."""

    id: str
    name: str
    platform: PlatformName
    owner: OwnerName
    state: Literal["waiting", "active", "refused", "removed", "lost"]
    trust: Literal["claimed", "managed"]
    enrolled_at: datetime
    valid_until: datetime
    ended_at: datetime | None
    refusal: str
    public_key: str | None
    address: str | None
    key_made_at: datetime | None
    certificate_serial: str | None
    certificate_until: datetime | None
    has_preshared_key: bool

    @staticmethod
    def facts(view: View) -> dict[str, object]:
        device, held, certificate = view.device, view.held, view.certificate
        plain = ("id", "name", "enrolled_at", "valid_until", "ended_at", "refusal")
        return {
            **{key: getattr(device, key) for key in plain},
            "platform": device.platform.value,
            "owner": device.owner.value,
            "state": device.state.value,
            "trust": device.trust.value,
            "public_key": base64.b64encode(held.public_key).decode() if held else None,
            "address": str(held.address) if held else None,
            "key_made_at": held.key_made_at if held else None,
            "certificate_serial": certificate.serial if certificate else None,
            "certificate_until": certificate.not_after if certificate else None,
            "has_preshared_key": held is not None and held.shared is not None,
        }


class TunnelDevicesView(BaseModel):
    devices: list[TunnelDeviceView]


class HeldDeviceView(TunnelDeviceView):
    person_id: str
    person: str
    division: str

    @staticmethod
    def of(view: View) -> "HeldDeviceView":
        person = view.person
        return HeldDeviceView.model_validate(
            {
                **TunnelDeviceView.facts(view),
                "person_id": view.device.person_id,
                "person": person.name if person else "",
                "division": person.division if person else "",
            }
        )


class HeldDevicesView(BaseModel):
    devices: list[HeldDeviceView]


class ApprovalBody(BaseModel):
    trust: Literal["claimed", "managed"]


class DeviceRefusalBody(BaseModel):
    reason: Annotated[str, Field(max_length=300)]


def blueprint(devices: Devices) -> APIBlueprint:
    bp = APIBlueprint("vpn_devices", __name__, url_prefix="/api/gvpn/devices", abp_tags=[TAG])

    @bp.get("", summary="My devices", responses={200: TunnelDevicesView})
    def list_mine() -> Reply:
        found = [TunnelDeviceView.facts(view) for view in devices.list_mine(current_actor())]
        return reply(TunnelDevicesView.model_validate({"devices": found}))

    @bp.delete("/<device_id>", summary="Remove my device", responses={204: None})
    def remove(path: TunnelDevicePath) -> Reply:
        devices.remove(current_actor(), DeviceId(path.device_id))
        return no_content()

    @bp.post("/<device_id>/lost", summary="Report my device as lost", responses={204: None})
    def report_lost(path: TunnelDevicePath) -> Reply:
        devices.report_lost(current_actor(), DeviceId(path.device_id))
        return no_content()

    return bp


def admin_blueprint(devices: Devices) -> APIBlueprint:
    bp = APIBlueprint(
        "vpn_admin_devices", __name__, url_prefix="/api/admin/gvpn/devices", abp_tags=[TAG]
    )

    @bp.get("", summary="Everybody's devices", responses={200: HeldDevicesView})
    def list_all() -> Reply:
        found = devices.list_all(current_actor())
        return reply(HeldDevicesView(devices=[HeldDeviceView.of(view) for view in found]))

    @bp.post("/<device_id>/approve", summary="Let a device in", responses={204: None})
    def approve(path: TunnelDevicePath, body: ApprovalBody) -> Reply:
        devices.approve(current_actor(), DeviceId(path.device_id), Trust(body.trust))
        return no_content()

    @bp.post("/<device_id>/trust", summary="Vouch for a device, or no more", responses={204: None})
    def vouch(path: TunnelDevicePath, body: ApprovalBody) -> Reply:
        devices.vouch(current_actor(), DeviceId(path.device_id), Trust(body.trust))
        return no_content()

    @bp.post("/<device_id>/refuse", summary="Turn a device away", responses={204: None})
    def refuse(path: TunnelDevicePath, body: DeviceRefusalBody) -> Reply:
        devices.refuse(current_actor(), DeviceId(path.device_id), body.reason)
        return no_content()

    @bp.post("/<device_id>/cut", summary="Cut a lost device everywhere", responses={204: None})
    def cut(path: TunnelDevicePath) -> Reply:
        devices.cut(current_actor(), DeviceId(path.device_id))
        return no_content()

    return bp
