"""Profiles that follow the agency's networks, and owners who are told."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from kernel import audit
from kernel.settings import ROOT
from tests.support.world import START
from tests.vpn.conftest import Tunnel
from tests.vpn.sessions.test_sessions import address
from vpn.devices.model import DeviceId
from vpn.gateways import store as gateways
from vpn.routes import rules
from vpn.routes.model import DeviceRoutes, Source

ARCHIVE = {"network": "10.77.9.0/24", "first_port": 443, "last_port": 443, "note": "기록관"}
SERVICE = {"network": "10.77.0.10", "first_port": 443, "last_port": 443, "note": "민원"}


def work_has(tunnel: Tunnel, *reaches: dict[str, object]) -> None:
    found = tunnel.admin.get("/api/admin/zones").get_json()["zones"]
    revision = next(one["revision"] for one in found if one["zone"] == "work")
    body = {"revision": revision, "open_internet": False, "workplace": True, "allowed": reaches}
    assert tunnel.admin.put("/api/admin/zones/work", **body).status_code == 204


@pytest.fixture
def given(tunnel: Tunnel) -> Tunnel:
    """A device of kim's is in use, and the work zone has one network."""
    tunnel.has_gateway(approval="never")
    with tunnel.world.begin() as tx:
        gateways.note_key(tx.db, bytes(range(32)))
    work_has(tunnel, SERVICE)
    return tunnel


def add(tunnel: Tunnel, user: str = "kim", *, everything: bool = False) -> str:
    """The profile's networks, as it was given."""
    welcome = tunnel.enrol(tunnel.code(user)).get_json()
    body = {"pickup": welcome["pickup"], "everything": everything}
    text = tunnel.anyone.post("/api/gvpn/enrol/profile.conf", json=body).get_data(as_text=True)
    [line] = [one for one in text.splitlines() if one.startswith("AllowedIPs = ")]
    return line.removeprefix("AllowedIPs = ")


def older(tunnel: Tunnel, user: str = "kim") -> list[dict[str, Any]]:
    return list(tunnel.world.as_user(user).get("/api/gvpn/profiles").get_json()["profiles"])


def say(tunnel: Tunnel, routes: str | None, where: str = "") -> TestResponse:
    headers = {"X-Onmaru-Client": where or address(tunnel)}
    return tunnel.anyone.post("/api/gvpn/routes", json={"routes": routes}, headers=headers)


def confirm(tunnel: Tunnel, routes: str, user: str = "kim") -> tuple[int, str]:
    device = tunnel.devices("kim")[0]["id"]
    path = f"/api/gvpn/profiles/{device}"
    reply = tunnel.world.as_user(user).put(path, routes=routes)
    return reply.status_code, (reply.get_json(silent=True) or {}).get("code", "")


def test_who_has_an_older_profile_is_told_with_the_line_until_it_was_put_in(given: Tunnel) -> None:
    """[VB6] What came and what went, to its owner and to administrators."""
    before = add(given)
    assert "10.77.0.10/32" in before
    assert older(given) == []
    work_has(given, ARCHIVE)
    [told] = older(given)
    assert (told["came"], told["gone"]) == (["10.77.9.0/24"], ["10.77.0.10/32"])
    assert "10.77.9.0/24" in told["routes"]
    assert "10.77.0.10" not in told["routes"]
    for watcher in (given.admin, given.officer):
        assert watcher.get("/api/admin/gvpn/profiles").get_json()["profiles"] == [told]
    assert confirm(given, before) == (409, "tunnel_routes_changed"), "another one meanwhile"
    assert confirm(given, told["routes"]) == (204, "")
    assert older(given) == []
    assert ("kim", "vpn.confirm_routes", "done") in given.world.audited()
    work_has(given, ARCHIVE, SERVICE)
    assert older(given)[0]["source"] == "owner"


def test_a_profile_for_everything_is_never_old(given: Tunnel) -> None:
    """[VB6] [VB5]"""
    assert add(given, everything=True) == "0.0.0.0/0, ::/0"
    work_has(given, ARCHIVE)
    assert older(given) == []


def test_a_device_says_what_it_has_and_hears_what_counts(given: Tunnel) -> None:
    """[VB6] By its address inside, without a sign-in; what it says is believed from then on."""
    before = add(given)
    work_has(given, SERVICE, ARCHIVE)
    heard = say(given, before)
    assert (heard.status_code, heard.mimetype) == (200, "text/plain")
    line = heard.get_data(as_text=True)
    assert line == f"routes={older(given)[0]['routes']}\n"
    assert say(given, line.removeprefix("routes=").strip()).status_code == 200
    assert older(given) == []
    acts = [act for _, act, _ in given.world.audited()]
    assert acts.count("vpn.say_routes") == 1, "what it was given is no news"
    say(given, "10.0.0.0/8")
    assert older(given)[0]["source"] == "device"
    assert say(given, None).status_code == 200
    assert older(given) == [], "all of it goes into the tunnel now"


@pytest.mark.parametrize(
    "routes", ["", "10.0.0.0/33", "10.0.0.0/7", "fd00::/8", "10.1.2.3; reboot", "x" * 20_001]
)
def test_what_is_no_list_of_networks_is_refused(given: Tunnel, routes: str) -> None:
    """[VB6]"""
    add(given)
    assert say(given, routes).status_code == 400
    assert confirm(given, routes)[0] == 400


def test_nobody_else_hears_or_says_anything(given: Tunnel) -> None:
    """[VB6] [VP8]"""
    add(given)
    given.world.as_user("lee")
    work_has(given, ARCHIVE)
    nobodys = str(given.world.workplace.vpn.gateways.plan.gateway + 200)
    for where in ("203.0.113.7", "-", "::1", nobodys):
        assert say(given, "10.0.0.0/8", where).status_code == 404
    [told] = older(given)
    assert older(given, "lee") == []
    assert given.world.as_user("lee").get("/api/admin/gvpn/profiles").status_code == 403
    assert confirm(given, told["routes"], "lee") == (404, "not_found")
    given.world.as_user("kim").delete(f"/api/gvpn/devices/{told['device_id']}")
    assert older(given) == []
    assert confirm(given, told["routes"])[0] == 404


def test_networks_are_read_as_they_are_written() -> None:
    """[VB6]"""
    networks = rules.read("10.77.9.0/24, 10.77.0.10/32,10.77.9.5/24")
    assert rules.written(networks) == "10.77.0.10/32, 10.77.9.0/24"
    assert rules.read(rules.written(networks)) == networks


def test_networks_side_by_side_are_none_that_went() -> None:
    """[VB6]"""
    one, two, both = (rules.read(f"10.1.{n}.0/{size}") for n, size in ((0, 24), (1, 24), (0, 23)))
    had = DeviceRoutes(DeviceId("a"), one, START, Source.GIVEN)
    found = rules.older(had, both)
    assert found is not None
    assert (found.came, found.gone) == (both, ())
    assert rules.older(replace(had, networks=one + two), both) is None


def test_of_what_a_device_says_the_audit_has_how_many(given: Tunnel) -> None:
    """[VB6] It stands there for ever, and any device may say as much as it likes."""
    add(given)
    say(given, ", ".join(f"10.88.{n}.0/24" for n in range(250)))
    [told] = [facts for act, facts in audited(given) if act == "vpn.say_routes"]
    assert told == {"networks": "250"}


def audited(given: Tunnel) -> list[tuple[str, dict[str, Any]]]:
    with given.world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
    return [(row.act, row.facts) for row in rows]


def test_on_a_mac_the_systems_own_route_is_asked(tmp_path: Path) -> None:
    """[VB6]"""
    script = (ROOT / "deploy/gvpn/watch.sh").read_text()
    lead = script[script.index("lead() {") : script.index("TOLD=''")]
    asked = tmp_path / "asked"
    stubs = f'uname() {{ echo Darwin; }}\nroute() {{ echo "$*" >>{asked}; }}\nDEVICE=utun4\n'
    acts = "lead add 10.1.0.0/16\nlead delete 10.2.0.0/16\n"
    subprocess.run(["sh", "-euc", stubs + lead + acts], check=True, timeout=10)
    assert asked.read_text().splitlines() == [
        "-q -n add -inet 10.1.0.0/16 -interface utun4",
        "-q -n delete -inet 10.2.0.0/16 -interface utun4",
    ]
