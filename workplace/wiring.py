"""Everything put together: foundation, domains, and what each contributes to each process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daas_broker import wiring as daas_broker
from gdrive import wiring as gdrive
from identity import wiring as identity
from identity.directory.ports import Directory
from kernel.clock import Now, utc_now
from kernel.db import Announce, begin_on, connect
from kernel.limits import RedisLimits
from kernel.live import RedisAnnouncer, TopicGate
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from kernel.reconcile import Reconciler
from kernel.settings import Settings
from messenger import wiring as messenger
from mobile_admin import wiring as mobile_admin
from vpn import wiring as vpn
from vpn.networks.rules import plan_of
from weboffice import wiring as weboffice
from workplace.bridges.desktop_files import DesktopFiles
from workplace.bridges.drive_cards import DriveCards
from workplace.bridges.field_files import FieldFiles, FieldIntake
from workplace.bridges.field_printer import SandboxExaminer, SandboxPrinter
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
from workplace.bridges.tunnel_ground import TunnelGround
from workplace.bridges.tunnel_places import TunnelPlaces


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

    @property
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


def foundation(
    settings: Settings, *, now: Now = utc_now, announce: Announce | None = None
) -> Foundation:
    engine = connect(settings.database_url)
    announce = announce or RedisAnnouncer(settings.redis_url)
    limits = RedisLimits.at(settings.redis_url)
    return Foundation(settings, engine, begin_on(engine, announce), now, announce, limits.spend)


def build(base: Foundation, directory: Directory | None = None) -> Workplace:
    """`directory` stands in for the one that the settings name."""
    places = TunnelPlaces(plan_of(base.settings.instance), base.now)
    who = identity.build(base, directory, places)
    drive = gdrive.build(base)
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
        SandboxExaminer(),
        FieldIntake(files),
        who.sessions,
    )
    return Workplace(
        base,
        who,
        daas_broker.build(base, who.tickets, DesktopFiles(base.begin, drive)),
        drive,
        weboffice.build(base, who.tickets, who.sessions, office),
        messenger.build(base, DriveCards(base.begin, drive.sharing, drive.search, drive.recent)),
        vpn.build(base, who, TunnelGround()),
        mobile_admin.build(base, field),
    )
