"""What its person is told of the names that their desktop was refused."""

from datetime import timedelta
from typing import Any

import pytest

from daas_broker.desktops.ports import Retryable
from daas_broker.desktops.zones import NameRefused, RefusedName
from daas_broker.egress import asking, store
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.daas_broker.egress.test_zones import apply, change, zone

HANGUL = "xn--3e0b707e.kr"  # 한국.kr


@pytest.fixture
def desktop(broker: Broker) -> str:
    pool = broker.pool()
    broker.settle()
    assert change(broker, "internet", through_proxy=True).status_code == 204
    apply(broker)
    broker.world.pass_time(timedelta(seconds=1))
    return str(broker.claim("ann", pool)["desktop"]["desktop_id"])


def refuse(broker: Broker, *told: tuple[str, str]) -> None:
    """Each a desktop and a name, the last one last."""
    now = broker.world.now()
    broker.host.refused_names[Zone.INTERNET] = tuple(
        RefusedName(desktop, name, 443, NameRefused.UNLISTED, now + timedelta(seconds=at))
        for at, (desktop, name) in enumerate(told)
    )


def names(broker: Broker, desktop: str, user: str = "ann") -> Any:
    reply = broker.world.as_user(user).get(f"/api/desktops/{desktop}/refused-names")
    assert reply.status_code == 200, reply.get_json()
    return reply.get_json()["names"]


def ask(broker: Broker, desktop: str, name: str, user: str = "ann") -> int:
    path = f"/api/desktops/{desktop}/refused-names/asked"
    return broker.world.as_user(user).post(path, name=name, reason="민원 회신").status_code


def test_its_person_sees_which_names_and_why_the_last_one_first(
    broker: Broker, desktop: str
) -> None:
    """[DH11]"""
    refuse(broker, (desktop, "a.example"), ("other", "secret.example"), (desktop, HANGUL))
    found = names(broker, desktop)
    assert [(one["name"], one["why"]) for one in found] == [
        ("한국.kr", "unlisted"),
        ("a.example", "unlisted"),
    ]
    path = f"/api/desktops/{desktop}/refused-names"
    assert broker.world.as_user("eve").get(path).status_code == 404


def test_who_asks_is_seen_by_administrators_until_the_name_is_let(
    broker: Broker, desktop: str
) -> None:
    """[DH11]"""
    refuse(broker, (desktop, HANGUL))
    assert ask(broker, desktop, "한국.kr") == 204
    assert ask(broker, desktop, "한국.kr") == 204
    assert [one["is_asked"] for one in names(broker, desktop)] == [True]
    [wanted] = zone(broker, "internet")["wanted"]
    assert (wanted["name"], wanted["reason"]) == ("한국.kr", "민원 회신")
    assert ("ann", "daas_broker.ask_name", "done") in broker.world.audited()
    let = [{"name": "한국.kr"}]
    closed = {"open_internet": False, "through_proxy": True, "revision": 1}
    reply = change(broker, "internet", **closed, allowed_names=let)
    assert reply.status_code == 204
    assert zone(broker, "internet")["wanted"] == []
    assert names(broker, desktop) == []
    hints = [hint for hint in broker.world.hints if hint[:2] == ("person:ann", "name.let")]
    assert [facts for *_, facts in hints] == [{"name": "한국.kr"}]


def test_who_asked_for_a_name_that_stays_closed_is_told_so(broker: Broker, desktop: str) -> None:
    """[DH11]"""
    refuse(broker, (desktop, HANGUL))
    assert ask(broker, desktop, "한국.kr") == 204
    path = "/api/admin/zones/internet/wanted/declined"
    assert broker.world.as_user("ann").post(path, name="한국.kr").status_code == 403
    assert broker.admin.post(path, name="한국.kr").status_code == 204
    assert broker.admin.post(path, name="한국.kr").status_code == 404
    assert zone(broker, "internet")["wanted"] == []
    assert ("ida", "daas_broker.decline_name", "done") in broker.world.audited()
    assert ("person:ann", "name.declined", {"name": "한국.kr"}) in broker.world.hints


def test_nobody_asks_for_what_their_desktop_was_not_refused(broker: Broker, desktop: str) -> None:
    """[DH11]"""
    refuse(broker, (desktop, "a.example"), ("other", "secret.example"))
    assert ask(broker, desktop, "secret.example") == 404
    assert ask(broker, desktop, "a.example", "eve") == 404
    assert zone(broker, "internet")["wanted"] == []


def test_its_page_is_told_when_a_name_is_refused_and_again_but_not_each_second(
    broker: Broker, desktop: str
) -> None:
    """[DH11] [DH10]"""

    def told() -> int:
        kinds = [kind for topic, kind, _ in broker.world.hints if topic == f"desktop:{desktop}"]
        return kinds.count("name.refused")

    for later, so_far in ((0, 1), (0, 1), (5, 1), (11, 2)):
        broker.world.pass_time(timedelta(seconds=later))
        refuse(broker, (desktop, "a.example"))
        apply(broker)
        assert told() == so_far
    acts = [act for _, act, _ in broker.world.audited()]
    assert acts.count("daas_broker.reach_name") == 1


def test_what_is_asked_is_forgotten_after_a_month(broker: Broker, desktop: str) -> None:
    """[DH11]"""
    refuse(broker, (desktop, "a.example"))
    assert ask(broker, desktop, "a.example") == 204
    broker.world.pass_time(store.KEPT + timedelta(hours=1))
    refuse(broker, (desktop, "b.example"))
    apply(broker)
    with broker.world.begin() as tx:
        assert asking.of_zone(tx.db, Zone.INTERNET) == []


def test_a_host_that_is_silent_is_said_to_be(
    broker: Broker, desktop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DH11]"""

    def silent() -> None:
        raise Retryable("away")

    monkeypatch.setattr(broker.host, "zones", silent)
    reply = broker.world.as_user("ann").get(f"/api/desktops/{desktop}/refused-names")
    assert (reply.status_code, reply.get_json()["code"]) == (503, "host_silent")


def test_no_host_is_asked_where_names_are_not_refused(
    broker: Broker, desktop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DH11]"""
    assert change(broker, "internet", revision=1).status_code == 204
    monkeypatch.delattr(type(broker.host), "zones")
    assert names(broker, desktop) == []
