"""What a release brings of images: each once, tried, and taken up again where it comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import ImageKey
from daas_broker.images.rules import SETTLING
from tests.daas_broker.conftest import Broker
from tests.daas_broker.images.conftest import IMAGES, NEW, act, shown, stages
from tests.support.fakes.desktop_host import INTERNET


def test_what_the_release_describes_is_tried_and_then_everybodys(rollout: Broker) -> None:
    """[IR2]"""
    release = replace(
        INTERNET, key=ImageKey("internet-222222222222"), released=True,
        built_at=rollout.world.now() + timedelta(hours=1),
    )  # fmt: skip
    rollout.host.known_images.append(release)
    for _ in range(4):
        rollout.keep_images()
        rollout.world.pass_time(timedelta(seconds=2))
    assert stages(rollout)[release.key] == "stable"
    assert stages(rollout)[INTERNET.key] == "former"


def test_what_was_changed_here_is_told_of_a_version_of_the_release(rollout: Broker) -> None:
    """[IR7]"""
    held = rollout.host.known_images
    held[:] = [replace(i, released=True, is_changed=i.key == NEW) for i in held]
    rollout.keep_images()
    assert (shown(rollout, NEW)["released"], shown(rollout, NEW)["changed"]) == (True, True)
    assert shown(rollout, INTERNET.key)["changed"] is False


def is_of(broker: Broker, *released: ImageKey) -> None:
    """Which release runs by now: its files describe these images."""
    broker.host.known_images = [
        replace(image, released=image.key in released, of_release=image.key in released)
        for image in broker.host.known_images
    ]
    for _ in range(4):
        broker.keep_images()
        broker.world.pass_time(timedelta(seconds=2))


def test_a_release_that_comes_back_takes_up_its_image_again(rollout: Broker) -> None:
    """[IR8]"""
    is_of(rollout, INTERNET.key)
    is_of(rollout, NEW)
    assert stages(rollout) == {INTERNET.key: "former", NEW: "stable"}
    tried = len(rollout.host.destroyed)
    is_of(rollout, INTERNET.key)
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "former"}
    assert shown(rollout, INTERNET.key)["reason"] == "returned"
    assert len(rollout.host.destroyed) == tried  # nobody waits for another trial
    rollout.settle(12)
    assert {d.image for d in rollout.desktops(State.WARM)} == {INTERNET.key}


def test_who_goes_back_under_a_release_is_not_overruled_by_it(rollout: Broker) -> None:
    """[IR8]"""
    is_of(rollout, NEW)
    assert act(rollout, INTERNET.key, "promotion") == 204
    is_of(rollout, NEW)
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "former"}


def another(broker: Broker) -> ImageKey:
    """A later build."""
    later = replace(INTERNET, key=ImageKey("internet-222222222222"), built_at=broker.world.now())
    broker.host.known_images.append(later)
    return later.key


def test_an_earlier_build_that_was_preferred_comes_back_with_its_release(rollout: Broker) -> None:
    """[IR8]"""
    is_of(rollout, NEW)
    assert act(rollout, INTERNET.key, "promotion") == 204
    later = another(rollout)
    is_of(rollout, later)
    assert stages(rollout)[later] == "stable"
    is_of(rollout, NEW)
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "former", later: "former"}


@pytest.mark.parametrize("is_own", [False, True])
def test_a_canary_of_the_release_that_is_left_ends(rollout: Broker, *, is_own: bool) -> None:
    """[IR8] One of the release that comes back goes on."""
    is_of(rollout, INTERNET.key)
    is_of(rollout, NEW)
    later = another(rollout)
    rollout.keep_images()
    assert act(rollout, later, "trial") == 204
    for _ in range(3):
        rollout.keep_images()
    assert act(rollout, later, "canary", share=5) == 204
    is_of(rollout, INTERNET.key, *([later] if is_own else []))
    goes_on = "canary" if is_own else "stopped"
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "former", later: goes_on}


def test_what_an_administrator_took_away_is_not_built_again(rollout: Broker) -> None:
    """[IR9]"""
    is_of(rollout, NEW)
    assert act(rollout, NEW, "rollback", reason="한글이 깨집니다") == 204
    assert rollout.admin.delete(f"{IMAGES}/{NEW}").status_code == 204
    rollout.host.built = None
    rollout.world.pass_time(SETTLING)
    for _ in range(3):
        rollout.keep_images()
    assert rollout.host.built is None or rollout.host.built.name != "internet"
    assert coming(rollout)["internet"] is False
    assert stages(rollout) == {INTERNET.key: "stable"}


def test_what_was_stopped_and_is_seen_again_is_left_to_an_administrator(rollout: Broker) -> None:
    """[IR2]"""
    is_of(rollout, NEW)
    assert act(rollout, NEW, "rollback", reason="한글이 깨집니다") == 204
    [away] = [image for image in rollout.host.known_images if image.key == NEW]
    rollout.host.known_images.remove(away)
    rollout.keep_images()
    rollout.host.known_images.append(away)
    is_of(rollout, NEW)
    assert stages(rollout) == {INTERNET.key: "stable", NEW: "built"}


def coming(broker: Broker) -> dict[str, bool]:
    """What the page says of each: whether it is built without anybody's doing."""
    images = broker.admin.get(IMAGES).get_json()["images"]
    return {image["name"]: image["builds_itself"] for image in images}


def test_each_image_of_a_new_release_is_built_and_what_is_older_is_told(broker: Broker) -> None:
    """[IR9]"""
    work = replace(INTERNET, key=ImageKey("work-333333333333"), name="work")
    broker.host.known_images.append(work)
    broker.keep_images()
    is_of(broker, INTERNET.key)
    assert broker.host.built is None  # people come first after a start
    assert coming(broker) == {"internet": False, "work": True}
    broker.world.pass_time(SETTLING)
    broker.keep_images()
    assert broker.host.built is not None
    assert (broker.host.built.name, broker.host.built.running) == ("work", True)
    assert broker.host.built_as_released == [True]
    images = broker.admin.get(IMAGES).get_json()["images"]
    told = {v["key"]: v["basis"] for image in images for v in image["versions"]}
    assert told == {INTERNET.key: "changed", work.key: "other_release"}
