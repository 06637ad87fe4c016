"""What a zone's rules may say. Pure."""

from daas_broker.desktops.names import MOST_NAMES
from daas_broker.desktops.zones import MOST_REACHES, MOST_RESOLVERS, ZONES, Protocol, unreachable
from daas_broker.egress.model import Entry, NameEntry, ZoneRules
from kernel.errors import Invalid
from kernel.settings import Zone


class ZoneRuleImpossible(Invalid):
    """`why` is private, public, reserved, open, ports, twice, many, malformed, name, nameless or
    zone; `entry` names the culprit. `field` is the same, so that each has a sentence of its own."""

    code = "zone_rule_impossible"

    def __init__(self, *, entry: str, why: str) -> None:
        super().__init__(entry=entry, why=why, field=why)


def check(rules: ZoneRules) -> ZoneRules:
    """Refuse what would join the networks that zones keep apart [DH1], and what means nothing."""
    if rules.zone not in ZONES:
        raise ZoneRuleImpossible(entry=rules.zone.value, why="zone")
    if rules.zone is Zone.WORK and rules.open_internet:
        raise ZoneRuleImpossible(entry="", why="open")
    for reach, why in unreachable(rules.policy):
        raise ZoneRuleImpossible(entry=str(reach.network), why=why)
    _check_resolvers(rules)
    for entries in (rules.allowed, rules.denied):
        _check_list(entries)
    for names in (rules.allowed_names, rules.denied_names):
        _check_names(names)
    return rules


def _check_resolvers(rules: ZoneRules) -> None:
    for resolver in rules.resolvers:
        if resolver.is_loopback or resolver.is_multicast or resolver.is_unspecified:
            raise ZoneRuleImpossible(entry=str(resolver), why="reserved")
    if len(rules.resolvers) > MOST_RESOLVERS:
        raise ZoneRuleImpossible(entry=str(rules.resolvers[-1]), why="many")
    if rules.through_proxy and rules.zone is Zone.WORK and not rules.resolvers:
        raise ZoneRuleImpossible(entry="", why="nameless")


def _check_names(names: tuple[NameEntry, ...]) -> None:
    if len(names) > MOST_NAMES:
        raise ZoneRuleImpossible(entry=names[-1].name, why="many")
    known = set()
    for entry in names:
        if entry.name in known:
            raise ZoneRuleImpossible(entry=entry.name, why="twice")
        known.add(entry.name)


def _check_list(entries: tuple[Entry, ...]) -> None:
    if len(entries) > MOST_REACHES:
        raise ZoneRuleImpossible(entry=str(entries[-1].reach.network), why="many")
    known = set()
    for entry in entries:
        reach = entry.reach
        if reach.protocol is not Protocol.ANY and reach.first_port > reach.last_port:
            raise ZoneRuleImpossible(entry=str(reach.network), why="ports")
        if reach in known:
            raise ZoneRuleImpossible(entry=str(reach.network), why="twice")
        known.add(reach)


def said(entries: tuple[Entry, ...]) -> list[str]:
    """`10.77.0.10/32 tcp 443`, for the audit."""
    return [_said(entry) for entry in entries]


def _said(entry: Entry) -> str:
    reach = entry.reach
    if reach.protocol is Protocol.ANY:
        return f"{reach.network} any"
    ports = f"{reach.first_port}-{reach.last_port}"
    if reach.first_port == reach.last_port:
        ports = str(reach.first_port)
    return f"{reach.network} {reach.protocol.value} {ports}"
