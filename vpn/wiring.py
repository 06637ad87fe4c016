"""The tunnel put together."""

from dataclasses import dataclass

from identity.sessions.service import Sessions
from kernel.actor import Role
from kernel.parts import Foundation, Part
from vpn.authority.service import Authority
from vpn.devices import api as devices_api
from vpn.devices.service import Devices
from vpn.enrolment import api as enrolment_api
from vpn.enrolment.ports import Ground
from vpn.enrolment.service import Enrolments
from vpn.gateways import api as gateways_api
from vpn.gateways.service import Gateways

WATCHERS = {Role.IT_ADMIN, Role.SECURITY_OFFICER}


@dataclass(frozen=True)
class Vpn:
    base: Foundation
    gateways: Gateways
    devices: Devices
    enrolments: Enrolments

    def part(self) -> Part:
        return Part(
            blueprints=[
                gateways_api.blueprint(self.gateways),
                devices_api.blueprint(self.devices),
                devices_api.admin_blueprint(self.devices),
                enrolment_api.blueprint(self.enrolments, self.base.settings),
            ],
            topics={"gvpn": lambda actor, _key: bool(WATCHERS & actor.roles)},
        )


def build(base: Foundation, sessions: Sessions, ground: Ground) -> Vpn:
    authority = Authority(base.now, base.settings)
    gateways = Gateways(base.begin, base.now, base.settings)
    return Vpn(
        base,
        gateways,
        Devices(base.begin, base.now, sessions, authority),
        Enrolments(base.begin, base.now, base.spend, authority, gateways, ground),
    )
