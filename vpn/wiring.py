"""The tunnel put together."""

from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address
from typing import Protocol

from identity.login.events import PasswordMisused, SignInWasLocked
from identity.login.service import Login
from identity.sessions.events import SessionShownElsewhere
from identity.wiring import Identity
from kernel.actor import Role
from kernel.clock import Now
from kernel.db import Tx
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from kernel.reconcile import run_if_leader
from kernel.settings import Zone
from vpn.alarms import api as alarms_api
from vpn.alarms.service import Alarms
from vpn.authority.service import Authority
from vpn.devices import api as devices_api
from vpn.devices.events import DeviceEnded
from vpn.devices.model import DeviceId
from vpn.devices.service import Devices
from vpn.devices.shared import KEY_FILE, Shared
from vpn.enrolment import api as enrolment_api
from vpn.enrolment.ports import Ground
from vpn.enrolment.service import Enrolments
from vpn.gateways import api as gateways_api
from vpn.gateways.service import APPLY, Gateways
from vpn.places.adapters.atlas import InstalledAtlas
from vpn.places.ports import Atlas
from vpn.policy import api as policy_api
from vpn.policy.model import Inside
from vpn.policy.ports import Land
from vpn.policy.service import Policies
from vpn.posture import api as posture_api
from vpn.posture.service import Postures
from vpn.renewal import api as renewal_api
from vpn.renewal.service import Renewals
from vpn.routes import api as routes_api
from vpn.routes.ports import Lands
from vpn.routes.service import Routes
from vpn.sessions import api as sessions_api
from vpn.sessions import store
from vpn.sessions.service import TunnelSessions, place_of
from vpn.sessions.tasks import SessionKeeper
from vpn.sightings.tasks import Lookout
from vpn.tunnel import api as tunnel_api
from vpn.tunnel.adapters.hostd import HostdTunnel
from vpn.tunnel.ports import TunnelHost
from vpn.tunnel.service import Line, Scissors, Tunnels
from vpn.tunnel.tasks import TunnelKeeper

WATCHERS = {Role.IT_ADMIN, Role.SECURITY_OFFICER}


@dataclass(frozen=True)
class Vpn:
    base: Foundation
    gateways: Gateways
    devices: Devices
    enrolments: Enrolments
    renewals: Renewals
    tunnels: Tunnels
    keeper: TunnelKeeper
    policies: Policies
    sessions: TunnelSessions
    session_keeper: SessionKeeper
    login: Login
    alarms: Alarms
    lookout: Lookout
    postures: Postures
    routes: Routes

    def part(self) -> Part:
        return Part(
            blueprints=[
                gateways_api.blueprint(self.gateways),
                devices_api.blueprint(self.devices),
                devices_api.admin_blueprint(self.devices),
                enrolment_api.blueprint(self.enrolments, self.base.settings),
                renewal_api.blueprint(self.renewals, self.base.settings),
                tunnel_api.blueprint(self.tunnels),
                policy_api.blueprint(self.policies),
                sessions_api.blueprint(self.sessions, self.login),
                posture_api.blueprint(self.postures, self.base.settings),
                posture_api.admin_blueprint(self.postures, self.base.now),
                routes_api.blueprint(self.routes),
                routes_api.admin_blueprint(self.routes),
                alarms_api.blueprint(self.alarms),
                alarms_api.admin_blueprint(self.alarms),
            ],
            subscriptions=[
                Subscription(DeviceEnded, "vpn.alarms.device_ended", self.alarms.device_ended),
                Subscription(
                    PasswordMisused, "vpn.alarms.password_misused", self.alarms.password_misused
                ),
                Subscription(
                    SignInWasLocked, "vpn.alarms.sign_in_was_locked", self.alarms.sign_in_was_locked
                ),
                Subscription(
                    SessionShownElsewhere,
                    "vpn.alarms.session_shown_elsewhere",
                    self.lookout.session_shown_elsewhere,
                ),
            ],
            reconcilers=[self.keeper, self.session_keeper, self.lookout],
            jobs={APPLY: lambda: run_if_leader(self.keeper, self.base.engine)},
            topics={"gvpn": lambda actor, _key: bool(WATCHERS & actor.roles)},
        )


class Behind(Ground, Land, Lands, Protocol):
    """What lies behind the gateway."""


def build(
    base: Foundation,
    who: Identity,
    ground: Behind,
    host: TunnelHost | None = None,
    atlas: Atlas | None = None,
) -> Vpn:
    """`host` and `atlas` stand in for those of this machine."""
    host = host or HostdTunnel(base.settings.socket("hostd-tunnel"))
    atlas = atlas or InstalledAtlas()
    authority, scissors = Authority(base.now, base.settings), Scissors(host)
    shared = Shared(base.settings.secrets / KEY_FILE)
    gateways = Gateways(base.begin, base.now, base.settings)
    devices = Devices(base.begin, base.now, who.sessions, authority, scissors)
    routes = Routes(base.begin, base.now, base.spend, gateways.plan, ground)
    alarms = Alarms(base.begin, base.now, who.sessions, devices)
    sessions = TunnelSessions(
        base.begin, base.now, base.spend, Line(host, atlas), gateways.plan, alarms, ground
    )
    return Vpn(
        base,
        gateways,
        devices,
        Enrolments(
            base.begin, base.now, base.spend, authority, gateways, ground, alarms, shared, routes
        ),
        Renewals(base.begin, base.now, base.spend, authority, shared, scissors),
        Tunnels(base.begin, base.now, host),
        TunnelKeeper(
            base.begin, base.now, gateways, host, partial(ways, base.now), shared, alarms.many_gone
        ),
        Policies(base.begin, base.now, atlas, ground, inside, alarms.is_held),
        sessions,
        SessionKeeper(base.begin, base.now, sessions, host),
        who.login,
        alarms,
        Lookout(base.begin, base.now, gateways, host, atlas, alarms, sessions),
        Postures(base.begin, base.now, base.spend, gateways.plan, sessions.reconsider),
        routes,
    )


def inside(tx: Tx) -> dict[DeviceId, Inside]:
    return {
        session.device_id: Inside(session.zone, session.proof, place_of(session.endpoint))
        for session in store.every_open(tx.db)
    }


def ways(now: Now, tx: Tx) -> dict[IPv4Address, tuple[Zone, int]]:
    """Of the open sessions, for as long as each lasts."""
    return {
        session.address: (session.zone, int((session.ends_at - now()).total_seconds()))
        for session in store.every_open(tx.db)
    }
