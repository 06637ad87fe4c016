import pytest

from kernel.actor import Role
from tests.vpn.conftest import Tunnel


def test_what_an_administrator_says_of_the_gateway_is_kept_and_audited(tunnel: Tunnel) -> None:
    """[VP8]"""
    tunnel.has_gateway(approval="personal")
    shown = tunnel.admin.get("/api/admin/gvpn/gateway").get_json()
    assert (shown["host"], shown["port"], shown["approval"]) == (
        "gw.hanbit.example",
        51820,
        "personal",
    )
    assert ("ida", "vpn.change_gateway", "done") in tunnel.world.audited()


@pytest.mark.parametrize("host", ["gw.example\nPostUp = rm -rf /", "", "-x", "a b"])
def test_nothing_but_a_name_gets_into_the_configuration_of_devices(
    tunnel: Tunnel, host: str
) -> None:
    """[VP8]"""
    body = {"is_on": True, "host": host, "port": 51820, "approval": "always"}
    refused = tunnel.admin.put("/api/admin/gvpn/gateway", **body)
    assert (refused.status_code, refused.get_json()["code"]) == (400, "gateway_impossible")


def test_of_two_administrators_the_second_is_told_who_was_first(tunnel: Tunnel) -> None:
    """[VS10]"""
    tunnel.has_gateway()
    path = "/api/admin/gvpn/gateway"
    names = ("is_on", "host", "port", "approval")
    seen = {name: tunnel.admin.get(path).get_json()[name] for name in names}
    other = tunnel.world.as_user("ian", Role.IT_ADMIN)
    assert tunnel.admin.put(path, **seen | {"is_on": False}, seen=seen).status_code == 204
    late = other.put(path, **seen | {"approval": "never"}, seen=seen)
    assert (late.status_code, late.get_json()["code"]) == (409, "gateway_changed")
    assert late.get_json()["by"] == "ida"
    now = tunnel.admin.get(path).get_json()
    assert (now["is_on"], now["approval"]) == (False, "always")
    after = seen | {"is_on": False}
    assert other.put(path, **after | {"approval": "never"}, seen=after).status_code == 204


def test_others_do_not_see_the_gateway(tunnel: Tunnel) -> None:
    """[VP8]"""
    assert tunnel.world.as_user("kim").get("/api/admin/gvpn/gateway").status_code == 403


@pytest.mark.parametrize(
    ("approval", "owner", "state"),
    [("always", "agency", "waiting"), ("personal", "agency", "active"),
     ("personal", "personal", "waiting"), ("never", "personal", "active")],
)  # fmt: skip
def test_which_devices_wait_is_the_gateways_rule(
    tunnel: Tunnel, approval: str, owner: str, state: str
) -> None:
    """[VP5]"""
    tunnel.has_gateway(approval=approval)
    assert tunnel.enrol(tunnel.code(owner=owner)).get_json()["state"] == state
