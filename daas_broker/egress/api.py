"""Zone rules over HTTP, for IT administrators."""

from datetime import datetime
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.names import LONGEST_NAME, MOST_NAMES, host_name, shown_name
from daas_broker.desktops.zones import (
    MOST_REACHES,
    MOST_RESOLVERS,
    NameRefused,
    Port,
    Protocol,
    Reach,
)
from daas_broker.egress.model import Entry, Missed, NameEntry, Wanted, ZoneRules, ZoneView
from daas_broker.egress.rules import ZoneRuleImpossible
from daas_broker.egress.service import Egress
from kernel.http import Reply, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="zone networks", description="Where the desktops of each zone may go")


class EntryBody(BaseModel):
    """`network` is an address or CIDR: `10.77.0.10`, `10.77.0.0/16`."""

    network: Annotated[str, Field(min_length=1, max_length=18)]
    protocol: Protocol = Protocol.TCP
    first_port: Port = 1
    last_port: Port = 65_535
    note: Annotated[str, Field(max_length=80)] = ""

    def entry(self) -> Entry:
        try:
            network = IPv4Network(self.network.strip(), strict=False)
        except ValueError as error:
            raise ZoneRuleImpossible(entry=self.network, why="malformed") from error
        reach = Reach(network, self.protocol, self.first_port, self.last_port)
        return Entry(reach, self.note.strip())

    @staticmethod
    def of(entry: Entry) -> "EntryBody":
        reach = entry.reach
        return EntryBody(
            network=str(reach.network).removesuffix("/32"),
            protocol=reach.protocol,
            first_port=reach.first_port,
            last_port=reach.last_port,
            note=entry.note,
        )


class NameBody(BaseModel):
    """`korea.kr` means itself and all beneath it, as `*.korea.kr` does; `한국.kr` as people write
    it."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    note: Annotated[str, Field(max_length=80)] = ""

    def entry(self) -> NameEntry:
        name = host_name(self.name)
        if name is None:
            raise ZoneRuleImpossible(entry=self.name, why="name")
        return NameEntry(name, self.note.strip())

    @staticmethod
    def of(entry: NameEntry) -> "NameBody":
        return NameBody(name=shown_name(entry.name), note=entry.note)


class ZoneBody(BaseModel):
    """`revision` is the one that was read. With `through_proxy` what is not in `allowed` is reached
    by name alone, at the zone's proxy."""

    revision: Annotated[int, Field(ge=0)]
    open_internet: bool
    workplace: bool
    resolvers: Annotated[list[str], Field(max_length=MOST_RESOLVERS)] = []
    allowed: Annotated[list[EntryBody], Field(max_length=MOST_REACHES)] = []
    denied: Annotated[list[EntryBody], Field(max_length=MOST_REACHES)] = []
    through_proxy: bool = False
    allowed_names: Annotated[list[NameBody], Field(max_length=MOST_NAMES)] = []
    denied_names: Annotated[list[NameBody], Field(max_length=MOST_NAMES)] = []

    def rules(self, zone: Zone) -> ZoneRules:
        return ZoneRules(
            zone,
            self.revision,
            self.open_internet,
            self.workplace,
            tuple(_address(text) for text in self.resolvers),
            tuple(body.entry() for body in self.allowed),
            tuple(body.entry() for body in self.denied),
            through_proxy=self.through_proxy,
            allowed_names=tuple(body.entry() for body in self.allowed_names),
            denied_names=tuple(body.entry() for body in self.denied_names),
        )


class ZonePath(BaseModel):
    zone: Literal["work", "internet"]


class ZoneStateView(BaseModel):
    """What the host holds; refused and spoofed are packets since `applied_at`. `proxy` is null
    where none is asked for, and false while it does not answer."""

    revision: int
    applied_at: datetime
    desktops: int
    refused: int
    spoofed: int
    repairs: int
    proxy: bool | None


class MissedView(BaseModel):
    """A name that desktops were refused within seven days."""

    name: str
    port: int
    why: NameRefused
    desktops: int
    last_at: datetime

    @staticmethod
    def of(one: Missed) -> "MissedView":
        return MissedView.model_validate({**vars(one), "name": shown_name(one.name)})


class WantedView(BaseModel):
    """A name that `person` asked to be let."""

    name: str
    person: str
    reason: str
    at: datetime

    @staticmethod
    def of(one: Wanted, person: str) -> "WantedView":
        return WantedView(name=shown_name(one.name), person=person, reason=one.reason, at=one.at)


class DeclinedNameBody(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class ZoneRulesView(ZoneBody):
    """`state` is null while the host does not answer."""

    zone: Literal["work", "internet"]
    changed_at: datetime | None
    changed_by: str
    in_use: int
    state: ZoneStateView | None
    missed: list[MissedView]
    wanted: list[WantedView]

    @staticmethod
    def of(view: ZoneView) -> "ZoneRulesView":
        zone, seen = view.rules, view.seen
        return ZoneRulesView(
            zone="work" if zone.zone is Zone.WORK else "internet",
            revision=zone.revision,
            open_internet=zone.open_internet,
            workplace=zone.workplace,
            resolvers=[str(resolver) for resolver in zone.resolvers],
            allowed=[EntryBody.of(entry) for entry in zone.allowed],
            denied=[EntryBody.of(entry) for entry in zone.denied],
            through_proxy=zone.through_proxy,
            allowed_names=[NameBody.of(entry) for entry in zone.allowed_names],
            denied_names=[NameBody.of(entry) for entry in zone.denied_names],
            changed_at=zone.changed_at,
            changed_by=view.changed_by,
            in_use=view.in_use,
            state=ZoneStateView.model_validate(vars(seen), extra="ignore") if seen else None,
            missed=[MissedView.of(one) for one in view.missed],
            wanted=[WantedView.of(*one) for one in view.wanted],
        )


class ZonesView(BaseModel):
    zones: list[ZoneRulesView]


def blueprint(egress: Egress) -> APIBlueprint:
    bp = APIBlueprint("daas_zones", __name__, url_prefix="/api/admin/zones", abp_tags=[TAG])

    @bp.get("", summary="Each zone's rules and what its host holds", responses={200: ZonesView})
    def list_zones() -> Reply:
        found = egress.list_zones(current_actor())
        return reply(ZonesView(zones=[ZoneRulesView.of(view) for view in found]))

    @bp.put("/<zone>", summary="Change a zone's rules, for open connections too")
    def change_zone(path: ZonePath, body: ZoneBody) -> Reply:
        egress.change_zone(current_actor(), body.rules(Zone(path.zone)))
        return no_content()

    @bp.post("/<zone>/wanted/declined", summary="Leave a name closed that people asked to open")
    def decline_name(path: ZonePath, body: DeclinedNameBody) -> Reply:
        egress.decline_name(current_actor(), Zone(path.zone), body.name)
        return no_content()

    return bp


def _address(text: str) -> IPv4Address:
    try:
        return IPv4Address(text.strip())
    except ValueError as error:
        raise ZoneRuleImpossible(entry=text, why="malformed") from error
