from datetime import timedelta
from ipaddress import IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.ports import Retryable
from daas_broker.desktops.zones import PRIVATE, RESERVED, NameRefused, Reach, RefusedName
from daas_broker.egress import store
from daas_broker.egress.model import Entry, untouched
from daas_broker.egress.rules import ZoneRuleImpossible, check
from daas_broker.egress.service import LATELY
from kernel.actor import Role
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker

SERVICE = {"network": "10.77.0.10", "first_port": 443, "last_port": 443, "note": "민원 시스템"}


def zone(broker: Broker, name: str) -> Any:
    found = broker.admin.get("/api/admin/zones").get_json()["zones"]
    return next(one for one in found if one["zone"] == name)


def change(broker: Broker, name: str, **wish: Any) -> Any:
    body = {"revision": 0, "open_internet": name == "internet", "workplace": name == "work", **wish}
    return broker.admin.put(f"/api/admin/zones/{name}", **body)


def apply(broker: Broker) -> None:
    assert not broker.broker.zones.run().errors


def test_an_unchanged_zone_is_closed_towards_the_other(broker: Broker) -> None:
    """[DH1]"""
    work, internet = zone(broker, "work"), zone(broker, "internet")
    assert (work["open_internet"], work["workplace"], work["allowed"]) == (False, True, [])
    assert (internet["open_internet"], internet["workplace"]) == (True, False)
    assert work["state"]["revision"] == work["revision"] == 0


def test_a_change_reaches_the_host_and_stands_in_the_audit(broker: Broker) -> None:
    """[DH4] [DK12]"""
    assert change(broker, "work", allowed=[SERVICE], resolvers=["10.77.0.53"]).status_code == 204
    assert zone(broker, "work")["state"]["revision"] == 0
    apply(broker)
    shown = zone(broker, "work")
    assert shown["revision"] == shown["state"]["revision"] == 1
    assert shown["allowed"] == [{**SERVICE, "protocol": "tcp"}]
    assert shown["changed_by"] == "ida"
    held = broker.host.policies[Zone.WORK]
    assert [str(reach.network) for reach in held.allowed] == ["10.77.0.10/32"]
    assert ("ida", "daas_broker.change_zone", "done") in broker.world.audited()


def test_who_read_an_older_revision_is_told_to_look_again(broker: Broker) -> None:
    """[DH4]"""
    assert change(broker, "work").status_code == 204
    refused = change(broker, "work", allowed=[SERVICE])
    assert (refused.status_code, refused.get_json()["code"]) == (412, "zone_rules_changed")
    assert zone(broker, "work")["allowed"] == []


@pytest.mark.parametrize(
    ("name", "wish", "why"),
    [
        ("work", {"open_internet": True}, "open"),
        ("work", {"allowed": [SERVICE | {"network": "203.0.113.0/24"}]}, "public"),
        ("work", {"allowed": [SERVICE | {"network": "0.0.0.0/0"}]}, "reserved"),
        ("internet", {"allowed": [SERVICE]}, "private"),
        ("work", {"allowed": [SERVICE | {"network": "100.64.3.1"}]}, "reserved"),
        ("work", {"allowed": [SERVICE, SERVICE]}, "twice"),
        ("work", {"denied": [SERVICE | {"first_port": 500}]}, "ports"),
        ("work", {"denied": [SERVICE | {"network": "10.0.0.0/8; drop"}]}, "malformed"),
        ("work", {"resolvers": ["127.0.0.1"]}, "reserved"),
        ("work", {"resolvers": ["dns.example"]}, "malformed"),
        ("work", {"allowed_names": [{"name": "10.77.0.10"}]}, "name"),
        ("work", {"through_proxy": True}, "nameless"),
        ("internet", {"denied_names": [{"name": "a.kr"}, {"name": "*.A.kr"}]}, "twice"),
    ],
)
def test_what_joins_the_zones_or_means_nothing_is_refused(
    broker: Broker, name: str, wish: dict[str, Any], why: str
) -> None:
    """[DH1]"""
    refused = change(broker, name, **wish)
    assert refused.status_code == 400
    answer = refused.get_json()
    assert (answer["code"], answer["why"]) == ("zone_rule_impossible", why)
    assert answer["field"] == why  # the one sentence that is so


networks = st.ip_addresses(v=4).flatmap(
    lambda address: st.integers(4, 32).map(lambda prefix: f"{address}/{prefix}")
)


@given(networks, st.sampled_from([Zone.WORK, Zone.INTERNET]))
def test_no_accepted_entry_opens_one_zone_to_the_other(network: str, zone: Zone) -> None:
    """[DH1]"""
    wished = IPv4Network(network, strict=False)
    rules = untouched(zone)
    try:
        check(type(rules)(**{**vars(rules), "allowed": (Entry(Reach(wished)),)}))
    except ZoneRuleImpossible:
        return
    assert not any(wished.overlaps(one) for one in RESERVED)
    ours = [one for one in PRIVATE if wished.overlaps(one)]
    assert bool(ours) == (zone is Zone.WORK)
    assert all(wished.subnet_of(one) for one in ours)


def test_a_host_that_lost_its_rules_or_was_away_is_brought_in_step(broker: Broker) -> None:
    """[DH4]"""
    change(broker, "internet", denied=[SERVICE | {"network": "203.0.113.9"}])

    def away(_verb: str) -> None:
        raise Retryable("away")

    broker.host.trouble = away
    assert broker.broker.zones.run().errors
    assert zone(broker, "internet")["state"] is None
    broker.host.trouble = lambda _verb: None
    apply(broker)
    broker.host.policies[Zone.INTERNET] = untouched(Zone.INTERNET).policy
    apply(broker)
    assert broker.host.policies[Zone.INTERNET].revision == 1


def test_only_administrators_of_it_see_zones(broker: Broker) -> None:
    """[DK12]"""
    for user, role in (("ann", Role.MEMBER), ("sam", Role.SECURITY_OFFICER)):
        somebody = broker.world.as_user(user, role)
        assert somebody.get("/api/admin/zones").status_code == 403
        put = somebody.put("/api/admin/zones/work", revision=0, open_internet=False, workplace=True)
        assert put.status_code == 403
    assert zone(broker, "work")["revision"] == 0


def test_names_reach_the_host_as_name_servers_know_them(broker: Broker) -> None:
    """[DH4] [DH10]"""
    names = [{"name": "*.행정.한국", "note": "공공 누리집"}, {"name": "Korea.KR"}]
    assert change(broker, "internet", through_proxy=True, allowed_names=names).status_code == 204
    apply(broker)
    held = broker.host.policies[Zone.INTERNET]
    assert (held.through_proxy, held.allowed_names) == (
        True,
        ("xn--2y5b19v.xn--3e0b707e", "korea.kr"),
    )
    shown = zone(broker, "internet")
    assert [one["name"] for one in shown["allowed_names"]] == ["행정.한국", "korea.kr"]
    assert shown["state"]["proxy"] is True
    assert zone(broker, "work")["state"]["proxy"] is None


def test_a_refused_name_is_told_and_stands_once_a_day_in_the_audit(broker: Broker) -> None:
    """[DH10]"""
    world = broker.world

    def refused(name: str, desktop: str) -> RefusedName:
        return RefusedName(desktop, name, 443, NameRefused.UNLISTED, world.now())

    told = (refused("ads.example", "d1"), refused("ads.example", "d2"), refused("b.example", "d1"))
    broker.host.refused_names[Zone.INTERNET] = told
    apply(broker)
    apply(broker)
    acts = [act for act in world.audited() if act[1] == "daas_broker.reach_name"]
    assert acts == [("-", "daas_broker.reach_name", "refused")] * 3
    missed = zone(broker, "internet")["missed"]
    assert [(one["name"], one["desktops"]) for one in missed] == [
        ("ads.example", 2),
        ("b.example", 1),
    ]
    world.pass_time(timedelta(days=8))
    broker.host.refused_names[Zone.INTERNET] = (refused("ads.example", "d1"),)
    apply(broker)
    with world.begin() as tx:
        lately = store.missed(tx.db, world.now() - LATELY)[Zone.INTERNET]
    assert [(one.name, one.desktops) for one in lately] == [("ads.example", 1)]


def test_who_is_refused_a_name_stands_in_the_audit_by_their_account(broker: Broker) -> None:
    """[DH10]"""
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    refused = RefusedName(str(desktop), "ads.example", 443, NameRefused.DENIED, broker.world.now())
    broker.host.refused_names[Zone.INTERNET] = (refused,)
    apply(broker)
    assert ("ann", "daas_broker.reach_name", "refused") in broker.world.audited()


def test_a_desktop_that_tries_names_at_random_fills_no_trail(broker: Broker) -> None:
    """[DH10]"""
    told = [
        RefusedName("d1", f"n{n}.example", 443, NameRefused.UNLISTED, broker.world.now())
        for n in range(store.MOST_A_DAY + 20)
    ]
    broker.host.refused_names[Zone.INTERNET] = tuple(told)
    apply(broker)
    acts = [act for act in broker.world.audited() if act[1] == "daas_broker.reach_name"]
    assert len(acts) == store.MOST_A_DAY
