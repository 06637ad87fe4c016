"""People, their drive and their desktops put together: all that a display gateway needs.

The other domains would cost it 40 MiB, and two seconds of processor at each start.
"""

from dataclasses import dataclass

from daas_broker import wiring as daas_broker
from daas_broker.releases.ports import Inspector
from gdrive import wiring as gdrive
from identity import wiring as identity
from identity.audit_trail.ports import Names
from identity.directory.ports import Directory
from kernel.parts import Foundation
from vpn.networks.rules import plan_of
from workplace.bridges.desktop_files import DesktopFiles
from workplace.bridges.tunnel_places import TunnelPlaces


@dataclass(frozen=True)
class Seats:
    base: Foundation
    identity: identity.Identity
    drive: gdrive.Drive
    daas_broker: daas_broker.DaasBroker


def build(
    base: Foundation,
    directory: Directory | None = None,
    inspector: Inspector | None = None,
    names: Names | None = None,
) -> Seats:
    """`directory` stands in for the one that the settings name; a gateway inspects nothing, and
    nobody reads the audit there."""
    places = TunnelPlaces(plan_of(base.settings.instance), base.now)
    who = identity.build(base, directory, places, names)
    drive = gdrive.build(base)
    files = DesktopFiles(base.begin, drive)
    broker = daas_broker.build(base, who.tickets, files, inspector=inspector)
    return Seats(base, who, drive, broker)
