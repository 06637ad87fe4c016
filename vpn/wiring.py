"""The tunnel put together."""

from dataclasses import dataclass

from identity.sessions.service import Sessions
from kernel.actor import Role
from kernel.parts import Foundation, Part
from kernel.reconcile import run_if_leader
from vpn.authority.service import Authority
from vpn.devices import api as devices_api
from vpn.devices.service import Devices
from vpn.enrolment import api as enrolment_api
from vpn.enrolment.ports import Ground
from vpn.enrolment.service import Enrolments
from vpn.gateways import api as gateways_api
from vpn.gateways.service import APPLY, Gateways
from vpn.tunnel import api as tunnel_api
from vpn.tunnel.adapters.hostd import HostdTunnel
from vpn.tunnel.ports import TunnelHost
from vpn.tunnel.service import Scissors, Tunnels
from vpn.tunnel.tasks import TunnelKeeper

WATCHERS = {Role.IT_ADMIN, Role.SECURITY_OFFICER}


@dataclass(frozen=True)
class Vpn:
    base: Foundation
    gateways: Gateways
    devices: Devices
    enrolments: Enrolments
    tunnels: Tunnels
    keeper: TunnelKeeper

    def part(self) -> Part:
        return Part(
            blueprints=[
                gateways_api.blueprint(self.gateways),
                devices_api.blueprint(self.devices),
                devices_api.admin_blueprint(self.devices),
                enrolment_api.blueprint(self.enrolments, self.base.settings),
                tunnel_api.blueprint(self.tunnels),
            ],
            reconcilers=[self.keeper],
            jobs={APPLY: lambda: run_if_leader(self.keeper, self.base.engine)},
            topics={"gvpn": lambda actor, _key: bool(WATCHERS & actor.roles)},
        )


def build(
    base: Foundation, sessions: Sessions, ground: Ground, host: TunnelHost | None = None
) -> Vpn:
    """`host` stands in for the one of this machine."""
    host = host or HostdTunnel(base.settings.socket("hostd-tunnel"))
    authority = Authority(base.now, base.settings)
    gateways = Gateways(base.begin, base.now, base.settings)
    return Vpn(
        base,
        gateways,
        Devices(base.begin, base.now, sessions, authority, Scissors(host)),
        Enrolments(base.begin, base.now, base.spend, authority, gateways, ground),
        Tunnels(host),
        TunnelKeeper(base.begin, base.now, gateways, host),
    )
