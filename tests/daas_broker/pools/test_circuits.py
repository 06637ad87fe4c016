from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.circuits import rules
from daas_broker.circuits.model import Circuit
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import PODMAN, Image, ImageKey
from daas_broker.desktops.ports import Retryable
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import BUILT, INTERNET

BROKEN = Image(ImageKey("broken-0123456789ab"), "broken", "고장", BUILT, 1)


@pytest.fixture
def half(broker: Broker) -> Broker:
    """A host on which one of two images never comes up."""
    broker.host.known_images.append(BROKEN)
    broker.host.breaks.add(BROKEN.key)
    return broker


def resting(broker: Broker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = broker.admin.get("/api/admin/circuits").get_json()["circuits"]
    return found


def test_an_image_that_never_comes_up_rests_and_the_others_go_on(half: Broker) -> None:
    """[DP9]"""
    half.pool(image="broken", warm=1)
    good = half.pool(warm=2)
    half.settle(25)
    [circuit] = resting(half)
    assert (circuit["image"], circuit["provider"]) == (BROKEN.key, "podman")
    assert circuit["failures"] == rules.MOST_FAILURES
    assert "stopped" in circuit["reason"]
    assert [d.pool for d in half.desktops(State.WARM)] == [good] * 2
    before = len(half.host.started)
    half.settle(20)
    assert len(half.host.started) == before


def test_try_again_tries_at_once_and_is_audited(half: Broker) -> None:
    """[DP9] [DK12]"""
    half.pool(image="broken", warm=1)
    half.settle(25)
    assert len(resting(half)) == 1
    half.host.breaks.clear()
    path = f"/api/admin/circuits/podman?image={BROKEN.key}"
    assert half.world.as_user("ann").call("DELETE", path).status_code == 403
    assert half.admin.call("DELETE", path).status_code == 204
    assert half.admin.call("DELETE", path).status_code == 404
    half.world.pass_time(timedelta(minutes=1))
    half.settle()
    assert len(half.desktops(State.WARM)) == 1
    assert resting(half) == []
    assert ("ida", "daas_broker.try_again", "done") in half.world.audited()


def test_what_runs_of_a_former_image_is_kept_while_the_new_one_rests(broker: Broker) -> None:
    """[DP9]"""
    broker.pool(warm=2, maximum=4)
    broker.settle()
    newer = Image(ImageKey("internet-ffffffffffff"), "internet", "인터넷", BUILT, 1)
    broker.host.known_images[:] = [INTERNET, newer]
    broker.host.breaks.add(newer.key)
    broker.settle(30)
    assert [c["image"] for c in resting(broker)] == [newer.key]
    assert [d.image for d in broker.desktops(State.WARM)] == [INTERNET.key] * 2


def test_a_host_that_does_not_answer_rests_and_says_why(broker: Broker) -> None:
    """[DP9]"""
    asked: list[str] = []

    def away(verb: str) -> None:
        asked.append(verb)
        raise Retryable("hostd does not answer")

    broker.pool()
    broker.host.trouble = away
    broker.settle(15)
    assert len(asked) < 15
    [circuit] = resting(broker)
    assert (circuit["image"], circuit["reason"]) == (None, "hostd does not answer")
    broker.host.trouble = lambda _verb: None
    broker.world.pass_time(rules.HOST_RESTS)
    broker.settle()
    assert resting(broker) == []
    assert len(broker.desktops(State.WARM)) == 1


def test_what_a_host_loses_is_not_its_images_fault(broker: Broker) -> None:
    """[DP9]"""
    broker.host.boot = timedelta(seconds=60)
    broker.pool(warm=1)
    for _ in range(6):
        broker.settle(3)
        broker.host.forget_all()
        broker.world.pass_time(timedelta(seconds=30))
    assert resting(broker) == []


@given(st.integers(0, 20), st.integers(0, 3600))
def test_a_circuit_opens_after_so_many_failures_and_rests_so_long(
    failures: int, seconds: int
) -> None:
    """[DP9]"""
    now = BUILT + timedelta(seconds=seconds)
    circuit = Circuit(PODMAN, INTERNET.key, failures, "it stopped", BUILT)
    expected = failures >= rules.MOST_FAILURES and timedelta(seconds=seconds) < rules.IMAGE_RESTS
    assert rules.is_open(circuit, now) == expected
    assert rules.resting_images([circuit], PODMAN, now) == ({INTERNET.key} if expected else set())
