import threading
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network

import pytest
from sqlalchemy import update

from identity.people.store import people
from kernel.actor import Role, UserId
from tests.vpn.conftest import Tunnel
from vpn.devices import store
from vpn.devices.model import Device, DeviceId, Owner, Platform, State, Trust
from vpn.networks.model import Plan
from vpn.networks.rules import NoAddressLeft, plan_of

WHY = '개인 노트북은 "기관 기기"가 아닙니다.'


def welcome(tunnel: Tunnel) -> set[str]:
    with tunnel.world.begin() as tx:
        return {held.device.id for held in store.welcome(tx.db, tunnel.world.now())}


def test_the_gateway_lets_in_approved_devices_in_time_of_people_who_work_here(
    tunnel: Tunnel,
) -> None:
    """[VP5]"""
    waiting = tunnel.enrol(tunnel.code()).get_json()["device_id"]
    active = tunnel.device("lee")
    assert welcome(tunnel) == {active}
    with tunnel.world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == "lee").values(is_active=False))
    assert welcome(tunnel) == set()
    with tunnel.world.begin() as tx:
        tx.db.execute(update(people).values(is_active=True))
    tunnel.world.pass_time(timedelta(days=90))
    assert welcome(tunnel) == set()
    assert waiting


def test_a_lost_device_is_cut_everywhere_by_one_click(tunnel: Tunnel) -> None:
    """[VP7]"""
    device = tunnel.device()
    assert tunnel.admin.post(f"/api/admin/gvpn/devices/{device}/cut").status_code == 204
    assert welcome(tunnel) == set()
    assert tunnel.world.as_user("kim").get("/api/gvpn/devices").status_code == 401
    [shown] = tunnel.admin.get("/api/admin/gvpn/devices").get_json()["devices"]
    assert (shown["state"], shown["public_key"], shown["address"]) == ("lost", None, None)
    assert shown["certificate_serial"] is None
    assert ("ida", "vpn.device_lost", "done") in tunnel.world.audited()
    # Once more does no harm.
    assert tunnel.admin.post(f"/api/admin/gvpn/devices/{device}/cut").status_code == 204


def test_who_reports_a_loss_stays_signed_in_where_they_report_it(tunnel: Tunnel) -> None:
    """[VP7]"""
    device = tunnel.device()
    other = tunnel.world.sign_in("kim")
    here = tunnel.world.as_user("kim")
    assert here.post(f"/api/gvpn/devices/{device}/lost").status_code == 204
    assert other.get("/api/gvpn/devices").status_code == 401
    assert tunnel.devices()[0]["state"] == "lost"


def test_others_are_told_that_the_device_does_not_exist(tunnel: Tunnel) -> None:
    """[VP8]"""
    device = tunnel.device()
    stranger = tunnel.world.as_user("lee")
    assert stranger.delete(f"/api/gvpn/devices/{device}").status_code == 404
    assert stranger.post(f"/api/gvpn/devices/{device}/lost").status_code == 404
    assert stranger.get("/api/gvpn/devices").get_json()["devices"] == []
    assert stranger.get("/api/admin/gvpn/devices").status_code == 403
    assert stranger.post(f"/api/admin/gvpn/devices/{device}/cut").status_code == 403


def test_a_security_officer_cuts_and_does_not_approve(tunnel: Tunnel) -> None:
    """[VP8]"""
    device = tunnel.enrol(tunnel.code()).get_json()["device_id"]
    officer = tunnel.world.as_user("sol", Role.SECURITY_OFFICER)
    path = f"/api/admin/gvpn/devices/{device}"
    assert officer.post(f"{path}/approve", trust="managed").status_code == 403
    assert officer.post(f"{path}/cut").status_code == 204


def test_a_refused_device_is_over_and_is_decided_once(tunnel: Tunnel) -> None:
    """[VP5] [VP8]"""
    device = tunnel.enrol(tunnel.code()).get_json()["device_id"]
    path = f"/api/admin/gvpn/devices/{device}"
    assert tunnel.admin.post(f"{path}/refuse", reason=WHY).status_code == 204
    again = tunnel.admin.post(f"{path}/approve", trust="managed")
    assert (again.status_code, again.get_json()["code"]) == (409, "device_not_waiting")
    assert tunnel.devices()[0]["state"] == "refused"


def test_who_refuses_says_why_to_the_owner_and_to_the_device(tunnel: Tunnel) -> None:
    """[VP14]"""
    welcome = tunnel.enrol(tunnel.code()).get_json()
    path = f"/api/admin/gvpn/devices/{welcome['device_id']}"
    silent = tunnel.admin.post(f"{path}/refuse", reason=" 왜 \n ")
    assert (silent.status_code, silent.get_json()["least"]) == (400, 5)
    assert tunnel.admin.post(f"{path}/refuse", reason=f" {WHY}\n").status_code == 204
    assert tunnel.devices()[0]["refusal"] == WHY
    asked = {"pickup": welcome["pickup"]}
    told = tunnel.anyone.post("/api/gvpn/enrol/profile.conf", json=asked)
    assert (told.status_code, told.get_json()["code"]) == (403, "device_refused")
    assert told.get_json()["reason"] == WHY


def test_a_person_has_five_devices_at_most(tunnel: Tunnel) -> None:
    """[VP9]"""
    codes = [tunnel.code() for _ in range(6)]
    replies = [tunnel.enrol(code) for code in codes]
    assert [reply.status_code for reply in replies] == [201] * 5 + [409]
    sixth = tunnel.world.as_user("kim").post(
        "/api/gvpn/enrolments", name="a", platform="ios", owner="personal"
    )
    assert (sixth.status_code, sixth.get_json()["most"]) == (409, 5)


def test_addresses_are_one_devices_each_also_when_many_ask_at_once(tunnel: Tunnel) -> None:
    """[VP4]"""
    world, plan = tunnel.world, plan_of("x")
    given: list[IPv4Address] = []
    ids = [tunnel.enrol(tunnel.code(f"p{n}")).get_json()["device_id"] for n in range(6)]
    with world.begin() as tx:
        tx.db.execute(store.leases.delete())

    def ask(device: str) -> None:
        with world.begin() as tx:
            given.append(store.give_address(tx.db, DeviceId(device), plan, world.now()))

    threads = [threading.Thread(target=ask, args=(device,)) for device in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = int(plan.gateway) + 1
    assert sorted(given) == [IPv4Address(first + n) for n in range(6)]


def test_the_first_free_address_is_given_until_there_is_none(tunnel: Tunnel) -> None:
    """[VP4]"""
    plan, now = Plan(IPv4Network("10.128.0.0/29")), tunnel.world.now()
    ids = [tunnel.enrol(tunnel.code(f"p{n}")).get_json()["device_id"] for n in range(6)]
    with tunnel.world.begin() as tx:
        tx.db.execute(store.leases.delete())
        given = [store.give_address(tx.db, one, plan, now) for one in ids[:5]]
        assert given == [plan.network[2 + n] for n in range(5)]
        with pytest.raises(NoAddressLeft):
            store.give_address(tx.db, ids[5], plan, now)
        tx.db.execute(store.leases.delete().where(store.leases.c.device_id == ids[2]))
        assert store.give_address(tx.db, ids[5], plan, now) == plan.network[4]


def test_a_clock_that_was_put_back_asks_for_another_address(tunnel: Tunnel) -> None:
    """[VP4]"""
    tunnel.device()
    later = tunnel.devices()[0]["address"]
    second, before = DeviceId(tunnel.device("lee")), tunnel.world.now() - timedelta(days=9)
    with tunnel.world.begin() as tx:
        tx.db.execute(store.leases.delete().where(store.leases.c.device_id == second))
        plan = tunnel.world.workplace.vpn.gateways.plan
        assert str(store.give_address(tx.db, second, plan, before)) != later


def test_an_address_rests_for_thirty_days(tunnel: Tunnel) -> None:
    """[VP4]"""
    device = tunnel.device()
    before = tunnel.devices()[0]["address"]
    tunnel.world.as_user("kim").delete(f"/api/gvpn/devices/{device}")
    tunnel.device("lee")
    assert tunnel.devices("lee")[0]["address"] != before
    tunnel.world.pass_time(timedelta(days=30, seconds=1))
    tunnel.world.sign_in("ida")
    with tunnel.world.begin() as tx:
        fresh = Device(
            DeviceId("d"), UserId("lee"), "d", Platform.IOS, Owner.AGENCY,
            State.ACTIVE, Trust.CLAIMED, tunnel.world.now(), tunnel.world.now(),
        )  # fmt: skip
        store.add(tx.db, fresh)
        plan = tunnel.world.workplace.vpn.gateways.plan
        again = store.give_address(tx.db, fresh.id, plan, tunnel.world.now())
    assert str(again) == before
