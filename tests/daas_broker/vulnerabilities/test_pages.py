"""Vulnerabilities over HTTP: who sees and brings what."""

import json

from daas_broker.desktops.model import ImageKey, Package
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.vulnerabilities.test_tracker import DATA, EXPAT
from tests.support.fakes.desktop_host import INTERNET

PATH = f"/api/admin/images/{INTERNET.key}/vulnerabilities"
TRACKER = "/api/admin/security-tracker"


def bring(broker: Broker, body: bytes) -> int:
    return broker.admin.call("PUT", TRACKER, data=body).status_code


def test_without_data_the_page_is_told_so(broker: Broker) -> None:
    """[DPR10]"""
    broker.keep_images()
    found = broker.admin.get(PATH).get_json()
    assert (found["data_at"], found["flaws"]) == (None, [])


def test_an_administrator_brings_data_and_sees_what_an_image_has(broker: Broker) -> None:
    """[DPR9] [DPR10]"""
    broker.keep_images()
    broker.host.held_packages[ImageKey(INTERNET.key)] = [EXPAT, Package("a", "1", "a", "1", ())]
    assert bring(broker, json.dumps(DATA).encode()) == 200
    found = broker.admin.get(PATH).get_json()
    assert found["data_at"] is not None
    assert [flaw["cve"] for flaw in found["flaws"]] == ["CVE-2030-0001", "CVE-2030-0002"]
    assert found["counts"] == {"high": 1, "medium": 0, "low": 1, "unknown": 0, "unimportant": 0}
    assert ("ida", "daas_broker.bring_tracker", "done") in broker.world.audited()
    assert bring(broker, b"rubbish") == 400
    assert broker.admin.get(PATH).get_json()["flaws"] == found["flaws"]


def test_nobody_else_sees_or_brings_it(broker: Broker) -> None:
    """[DK12] [DPR10]"""
    broker.keep_images()
    for role in (Role.MEMBER, Role.SECURITY_OFFICER, Role.AUDITOR):
        client = broker.world.as_user(f"some-{role.value}", role)
        assert client.get(PATH).status_code == 403
        assert client.get(TRACKER).status_code == 403
        assert client.put(TRACKER).status_code == 403
