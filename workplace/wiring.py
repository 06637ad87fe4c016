"""Everything put together: the domains, and what each contributes to each process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from daas_broker import wiring as daas_broker
from gdrive import wiring as gdrive
from identity import wiring as identity
from identity.directory.ports import Directory
from kernel.live import TopicGate
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from kernel.reconcile import Reconciler
from messenger import wiring as messenger
from mobile_admin import wiring as mobile_admin
from vpn import wiring as vpn
from weboffice import wiring as weboffice
from workplace.bridges.audit_names import AuditNames
from workplace.bridges.drive_cards import DriveCards
from workplace.bridges.field_files import FieldFiles, FieldIntake
from workplace.bridges.field_map import SandboxLayerMaker
from workplace.bridges.field_printer import SandboxExaminer, SandboxPictures, SandboxPrinter
from workplace.bridges.field_sandbox import SandboxFormMaker
from workplace.bridges.office_files import (
    OfficeAccess,
    OfficeFiles,
    OfficeReaders,
    OfficeVersions,
)
from workplace.bridges.office_pictures import OfficePictures
from workplace.bridges.office_sources import OfficeSources
from workplace.bridges.office_wopi import OfficeWopi
from workplace.bridges.release_inspection import SandboxInspector
from workplace.bridges.tunnel_ground import TunnelGround
from workplace.seats import build as build_seats


@dataclass(frozen=True)
class Workplace:
    base: Foundation
    identity: identity.Identity
    daas_broker: daas_broker.DaasBroker
    drive: gdrive.Drive
    office: weboffice.WebOffice
    messenger: messenger.Messenger
    vpn: vpn.Vpn
    field: mobile_admin.MobileAdmin

    @cached_property
    def parts(self) -> Sequence[Part]:
        return [
            self.identity.part(),
            self.daas_broker.part(),
            self.drive.part(),
            self.office.part(),
            self.messenger.part(),
            self.vpn.part(),
            self.field.part(),
        ]

    @property
    def subscriptions(self) -> list[Subscription]:
        return [s for part in self.parts for s in part.subscriptions]

    @property
    def reconcilers(self) -> list[Reconciler]:
        return [r for part in self.parts for r in part.reconcilers]

    @property
    def topics(self) -> Mapping[str, TopicGate]:
        return {kind: gate for part in self.parts for kind, gate in part.topics.items()}

    @property
    def jobs(self) -> Mapping[str, Any]:
        return {name: job for part in self.parts for name, job in part.jobs.items()}


def build(base: Foundation, directory: Directory | None = None) -> Workplace:
    """`directory` stands in for the one that the settings name."""
    seats = build_seats(base, directory, SandboxInspector(), AuditNames())
    who, drive = seats.identity, seats.drive
    office = weboffice.Drive(
        OfficeFiles(drive.documents),
        OfficeAccess(),
        OfficeVersions(drive.documents),
        OfficeReaders(),
        OfficeSources(base.begin, drive),
        OfficePictures(drive.pictures),
        OfficeWopi(drive),
    )
    files = FieldFiles(drive)
    field = mobile_admin.Outside(
        SandboxFormMaker(),
        files,
        SandboxPrinter(),
        SandboxPictures(),
        SandboxExaminer(),
        FieldIntake(files),
        SandboxLayerMaker(),
        who.sessions,
    )
    return Workplace(
        base,
        who,
        seats.daas_broker,
        drive,
        weboffice.build(base, who.tickets, who.sessions, office),
        messenger.build(base, DriveCards(base.begin, drive.sharing, drive.search, drive.recent)),
        vpn.build(base, who, TunnelGround()),
        mobile_admin.build(base, field),
    )
