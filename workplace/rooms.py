"""Editing put together: all that an editing process needs, for half the memory of the whole."""

from dataclasses import dataclass

from gdrive import wiring as gdrive
from identity.tickets.service import Tickets
from kernel.parts import Foundation
from vpn.networks.rules import plan_of
from weboffice.editing.service import Editing
from workplace.bridges.office_files import OfficeAccess, OfficeVersions
from workplace.bridges.tunnel_places import TunnelPlaces


@dataclass(frozen=True)
class Rooms:
    base: Foundation
    editing: Editing


def build(base: Foundation) -> Rooms:
    places = TunnelPlaces(plan_of(base.settings.instance), base.now)
    tickets = Tickets(base.begin, base.now, base.settings, places)
    versions = OfficeVersions(gdrive.build(base).documents)
    return Rooms(base, Editing(base.begin, base.now, tickets, OfficeAccess(), versions))
