"""A new build on its way to people: tried, given to a few, stopped when it fails."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import (
    TRIAL,
    Image,
    ImageKey,
    Pace,
    Package,
)
from daas_broker.desktops.ports import Retryable
from daas_broker.images.ports import Probed
from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.images.conftest import (
    IMAGES,
    NEW,
    act,
    broken,
    internet,
    shown,
    stages,
    use_up,
)
from tests.support.fakes.desktop_host import INTERNET


def test_a_trial_boots_a_desktop_types_into_it_and_leaves_nothing_behind(rollout: Broker) -> None:
    """[IR2]"""
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "tried"}
    [trial] = [v["trial"] for v in internet(rollout)["versions"] if v["key"] == NEW]
    assert (trial["typed"], trial["arrived"], trial["why"]) == (24, 24, "")
    assert not [spec for spec, _ in rollout.host.running.values() if spec.pool == TRIAL]
    rollout.keep()
    assert {d.image for d in rollout.desktops()} == {INTERNET.key}


def test_what_fails_its_trial_reaches_nobody(rollout: Broker) -> None:
    """[IR2]"""
    rollout.found.append(Probed(60_000, 24, 23, 0.1, "wrong_text"))
    assert act(rollout, NEW, "trial") == 204
    rollout.keep_images()
    rollout.keep_images()
    assert stages(rollout)[NEW] == "refused"
    reply = rollout.admin.post(f"{IMAGES}/{NEW}/canary", share=5)
    assert (reply.status_code, reply.get_json()["code"]) == (409, "image_stage_forbids")
    assert act(rollout, NEW, "promotion") == 409
    rollout.settle()
    assert {d.image for d in rollout.desktops()} == {INTERNET.key}


def test_a_desktop_on_trial_that_shows_nothing_fails_it(rollout: Broker) -> None:
    """[IR2]"""
    rollout.host.boot = timedelta(hours=1)
    assert act(rollout, NEW, "trial") == 204
    rollout.keep_images()
    rollout.keep()  # whom the pools' keeper does not take for an orphan
    rollout.keep()
    assert stages(rollout)[NEW] == "trying"
    assert [spec for spec, _ in rollout.host.running.values() if spec.pool == TRIAL]
    rollout.world.pass_time(timedelta(minutes=3))
    rollout.keep_images()
    assert stages(rollout)[NEW] == "refused"


def trial_of(broker: Broker, key: str) -> dict[str, Any]:
    [found] = [v["trial"] for v in internet(broker)["versions"] if v["key"] == key]
    return dict(found)


def test_trials_run_one_after_another_and_each_has_its_whole_time(rollout: Broker) -> None:
    """[DVM10]"""
    rollout.host.boot = timedelta(seconds=80)
    other = ImageKey("internet-222222222222")
    rollout.host.known_images.append(replace(INTERNET, key=other))
    rollout.keep_images()
    assert act(rollout, NEW, "trial") == act(rollout, other, "trial") == 204
    rollout.keep_images()
    assert trial_of(rollout, NEW)["step"] == "booting"
    waiting = trial_of(rollout, other)
    assert (waiting["step"], waiting["behind"]) == ("waiting", NEW)
    assert len([s for s, _ in rollout.host.running.values() if s.pool == TRIAL]) == 1
    for _ in range(2):
        rollout.world.pass_time(timedelta(seconds=85))
        rollout.keep_images()
        rollout.keep_images()
    assert stages(rollout)[NEW] == "tried"
    rollout.world.pass_time(timedelta(seconds=85))
    rollout.keep_images()
    assert stages(rollout)[other] == "tried"
    assert 80 <= trial_of(rollout, other)["boot_seconds"] < 100


def test_on_a_slow_host_a_trial_waits_for_desktops_that_start_and_they_for_it(
    rollout: Broker,
) -> None:
    """[DVM10]"""
    rollout.host.pace = Pace(boot=600, at_once=1)
    rollout.host.boot = timedelta(seconds=300)
    rollout.world.pass_time(timedelta(seconds=300))  # those that are warm were up before
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    for person in ("ann", "ben"):
        rollout.claim(person, pool)
    rollout.settle(3)
    assert len(rollout.desktops(State.BOOTING)) == 1
    assert len(rollout.desktops(State.PLANNED)) == 1
    assert act(rollout, NEW, "trial") == 204
    rollout.keep_images()
    found = trial_of(rollout, NEW)
    assert (found["step"], found["behind"], found["booting"]) == ("waiting", None, 1)
    rollout.world.pass_time(timedelta(seconds=300))
    rollout.settle(2)  # it is the trial's turn before that of the next desktop
    assert not rollout.desktops(State.BOOTING)
    rollout.keep_images()
    found = trial_of(rollout, NEW)
    assert (found["step"], found["limit_seconds"]) == ("booting", 600)
    rollout.settle(2)
    assert len(rollout.desktops(State.PLANNED)) == 1
    rollout.world.pass_time(timedelta(seconds=300))
    rollout.keep_images()
    rollout.settle(2)
    assert (stages(rollout)[NEW], len(rollout.desktops(State.BOOTING))) == ("tried", 1)


def test_failures_stop_a_canary_and_people_on_the_old_version_notice_nothing(
    rollout: Broker,
) -> None:
    """[IR3] [IR4] [DK5]"""
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    use_up(rollout, pool, "ann")
    seated = rollout.desktops(State.CLAIMED)
    broken(rollout)
    assert act(rollout, NEW, "canary", share=5) == 204
    use_up(rollout, pool, "ben", "eve")
    rollout.settle(10)
    rollout.keep_images()
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "stopped"}
    [stopped] = [v for v in internet(rollout)["versions"] if v["key"] == NEW]
    assert stopped["reason"] == "failures"
    assert [failure["why"] for failure in stopped["failures"]] == ["its screen ended"] * 2
    rollout.settle(10)
    warm = rollout.desktops(State.WARM)
    assert len(warm) == 2
    assert {d.image for d in rollout.desktops()} == {INTERNET.key}
    assert [d.id for d in rollout.desktops(State.CLAIMED) if d.id == seated[0].id]
    acts = [done for _, done, _ in rollout.world.audited()]
    assert "daas_broker.stop_image" in acts


def test_a_good_canary_becomes_everybodys_and_can_be_taken_back(rollout: Broker) -> None:
    """[IR1] [IR3] [DK5]"""
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    assert act(rollout, NEW, "canary", share=5) == 204
    use_up(rollout, pool, "ann", "ben")
    made_of = [d.image for d in rollout.desktops()]
    assert made_of.count(NEW) == 1  # the first of the new ones
    held = {d.id: d.image for d in rollout.desktops(State.CLAIMED)}
    assert act(rollout, NEW, "promotion") == 204
    rollout.settle(12)
    assert {d.image for d in rollout.desktops(State.WARM)} == {NEW}
    assert {d.id: d.image for d in rollout.desktops(State.CLAIMED)} == held
    assert stages(rollout) == {INTERNET.key: "former", NEW: "stable"}
    assert act(rollout, NEW, "rollback") == 204
    rollout.settle(12)
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "stopped"}
    assert {d.image for d in rollout.desktops(State.WARM)} == {INTERNET.key}
    assert act(rollout, INTERNET.key, "rollback") == 409


def test_what_a_canary_showed_stays_with_it_when_it_becomes_everybodys(rollout: Broker) -> None:
    """[IR6]"""
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    assert act(rollout, NEW, "canary", share=5) == 204
    use_up(rollout, pool, "ann", "ben")
    began = shown(rollout, NEW)["canary_since"]
    assert began == shown(rollout, NEW)["stage_since"]
    rollout.world.pass_time(timedelta(hours=1))
    assert act(rollout, NEW, "canary", share=25) == 204
    assert act(rollout, NEW, "promotion") == 204
    promoted = shown(rollout, NEW)
    assert promoted["health"]["boots"] == 1
    assert promoted["canary_since"] == began < promoted["stage_since"]
    assert shown(rollout, INTERNET.key)["canary_since"] is None


def test_a_version_that_is_tried_anew_was_no_canary_yet(rollout: Broker) -> None:
    """[IR6]"""
    assert act(rollout, NEW, "canary", share=5) == 204
    assert act(rollout, NEW, "stop") == 204
    assert shown(rollout, NEW)["canary_since"]
    assert shown(rollout, NEW)["stable_since"] is None
    assert act(rollout, NEW, "trial") == 204
    assert shown(rollout, NEW)["canary_since"] is None


def test_a_version_that_fails_once_it_is_everybodys_goes_back_by_itself(rollout: Broker) -> None:
    """[IR4]"""
    broken(rollout)
    assert act(rollout, NEW, "promotion") == 204
    for _ in range(10):
        rollout.settle(3)
        rollout.keep_images()
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "stopped"}
    rollout.settle(10)
    assert {d.image for d in rollout.desktops(State.WARM)} == {INTERNET.key}


def test_a_host_in_trouble_ends_no_rollout(rollout: Broker) -> None:
    """[IR4]"""
    assert act(rollout, NEW, "canary", share=50) == 204
    trouble = {"count": 0}

    def every_third(verb: str) -> None:
        trouble["count"] += verb == "ensure"
        if verb == "ensure" and trouble["count"] % 3 == 0:
            raise Retryable("the disk is slow")

    rollout.host.trouble = every_third
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    use_up(rollout, pool, "ann", "ben", "eve")
    assert stages(rollout)[NEW] == "canary"


def test_a_build_is_followed_and_its_image_becomes_a_version(broker: Broker) -> None:
    broker.keep_images()
    broker.host.built = None
    reply = broker.admin.post(f"{IMAGES}/builds", name="internet")
    assert (reply.status_code, reply.get_json()["running"]) == (200, True)
    other = broker.admin.post(f"{IMAGES}/builds", name="work")
    assert (other.status_code, other.get_json()["code"]) == (409, "image_build_running")
    assert broker.admin.post(f"{IMAGES}/builds", name="nowhere").status_code in {404, 409}
    broker.host.finish_build(key=NEW)
    [build] = broker.admin.get(IMAGES).get_json()["builds"]
    assert (build["running"], build["key"]) == (False, NEW)
    broker.keep_images()
    assert stages(broker) == {INTERNET.key: "stable", NEW: "built"}


def test_what_nobody_has_built_is_built_by_itself_and_a_failure_is_not_repeated(
    broker: Broker,
) -> None:
    broker.keep_images()
    assert broker.host.built is not None
    assert (broker.host.built.name, broker.host.built.running) == ("work", True)
    broker.host.finish_build(error="the network is gone")
    broker.keep_images()
    assert broker.host.built.running is False


def test_only_what_no_desktop_needs_is_removed(rollout: Broker) -> None:
    """[IR5]"""
    reply = rollout.admin.delete(f"{IMAGES}/{INTERNET.key}")
    assert (reply.status_code, reply.get_json()["code"]) == (409, "image_in_use")
    assert rollout.admin.delete(f"{IMAGES}/{NEW}").status_code == 204
    assert [image.key for image in rollout.host.known_images] == [INTERNET.key]
    assert stages(rollout) == {INTERNET.key: "stable"}
    assert rollout.admin.delete(f"{IMAGES}/{NEW}").status_code == 404
    rollout.keep_images()
    assert stages(rollout) == {INTERNET.key: "stable"}


def test_the_last_few_builds_are_kept_and_older_ones_go(broker: Broker) -> None:
    """[IR5]"""
    broker.keep_images()
    start = broker.world.now()
    for number in range(1, 7):
        key = ImageKey(f"internet-{number:012x}")
        image = Image(key, "internet", "인터넷", start + timedelta(minutes=number), 1)
        broker.host.known_images.append(image)
    broker.keep_images()
    broker.world.pass_time(timedelta(hours=2))
    broker.keep_images()
    kept = [image.key for image in broker.host.known_images]
    assert kept == [INTERNET.key, *(f"internet-{n:012x}" for n in (4, 5, 6))]


def test_who_takes_a_version_back_says_why_and_it_stays_beside_it(rollout: Broker) -> None:
    assert act(rollout, NEW, "canary", share=5) == 204
    assert act(rollout, NEW, "stop", reason="  인쇄가 되지 않습니다 ") == 204
    [stopped] = [v for v in internet(rollout)["versions"] if v["key"] == NEW]
    assert (stopped["stage"], stopped["reason"]) == ("stopped", "인쇄가 되지 않습니다")
    assert act(rollout, NEW, "trial") == 204
    rollout.keep_images()
    rollout.keep_images()
    assert act(rollout, NEW, "promotion") == 204
    assert act(rollout, NEW, "rollback", reason="x" * 201) == 400
    assert act(rollout, NEW, "rollback", reason="글꼴이 깨집니다") == 204
    [back] = [v for v in internet(rollout)["versions"] if v["key"] == NEW]
    assert (back["stage"], back["reason"]) == ("stopped", "글꼴이 깨집니다")


def test_the_packages_of_a_version_are_told_by_name(rollout: Broker) -> None:
    rollout.host.held_packages[NEW] = [
        Package("zlib1g", "1:1.2.13", "zlib", "1:1.2.13", ("Zlib",)),
        Package("bash", "5.2.15-2+b7", "bash", "5.2.15-2"),
    ]
    told = rollout.admin.get(f"{IMAGES}/{NEW}/packages").get_json()["packages"]
    assert told == [
        {"name": "bash", "version": "5.2.15-2+b7", "source": "bash", "licences": []},
        {"name": "zlib1g", "version": "1:1.2.13", "source": "zlib", "licences": ["Zlib"]},
    ]
    assert rollout.admin.get(f"{IMAGES}/{INTERNET.key}/packages").get_json() == {"packages": []}
    assert rollout.admin.get(f"{IMAGES}/internet-999999999999/packages").status_code == 404


def test_administrators_only(broker: Broker) -> None:
    """[DK12]"""
    broker.keep_images()
    client = broker.world.as_user("ann", Role.MEMBER)
    assert client.get(IMAGES).status_code == 403
    assert client.post(f"{IMAGES}/builds", name="internet").status_code == 403
    for what in ("trial", "canary", "promotion", "stop", "rollback"):
        assert client.post(f"{IMAGES}/{INTERNET.key}/{what}").status_code == 403
    assert client.get(f"{IMAGES}/{INTERNET.key}/packages").status_code == 403
    assert client.delete(f"{IMAGES}/{INTERNET.key}").status_code == 403
