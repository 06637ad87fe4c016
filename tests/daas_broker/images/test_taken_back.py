"""A canary that dies at work, and who is told of what was taken back by itself."""

from datetime import timedelta
from typing import Any

from kernel.actor import Role
from tests.daas_broker.conftest import Broker
from tests.daas_broker.images.conftest import IMAGES, NEW, act, broken, stages, use_up


def died(broker: Broker) -> None:
    """Every desktop of the new build that runs stops, whoever sits there."""
    made = [d.id for d in broker.desktops() if d.image == NEW]
    assert made
    broker.host.stopped.update(made)
    broker.settle(3)
    broker.keep_images()


def test_a_canary_that_dies_in_its_persons_hands_is_tried_again_with_the_next_desktop(
    rollout: Broker,
) -> None:
    """[DPR8] [IR4] In a small pool a share of 5 % would be the twentieth from there."""
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    assert act(rollout, NEW, "canary", share=5) == 204
    use_up(rollout, pool, "ann")
    died(rollout)
    assert stages(rollout)[NEW] == "canary"  # one may be bad luck
    use_up(rollout, pool, "ben")
    assert [d.image for d in rollout.desktops()].count(NEW) == 1
    died(rollout)
    assert stages(rollout)[NEW] == "stopped"
    use_up(rollout, pool, "eve")
    assert NEW not in {d.image for d in rollout.desktops()}


def news(broker: Broker) -> list[dict[str, Any]]:
    """As somebody who signs in just now."""
    admin = broker.world.sign_in("ida", Role.IT_ADMIN)
    found: list[dict[str, Any]] = admin.get(f"{IMAGES}/taken-back").get_json()["versions"]
    return found


def test_what_was_taken_back_by_itself_is_told_until_somebody_does_something(
    rollout: Broker,
) -> None:
    """[IR10] [DK12]"""
    pool = rollout.admin.get("/api/admin/pools").get_json()["pools"][0]["id"]
    broken(rollout)
    assert news(rollout) == []
    assert act(rollout, NEW, "canary", share=5) == 204
    use_up(rollout, pool, "ben", "eve")
    rollout.settle(10)
    rollout.keep_images()
    [told] = news(rollout)
    assert (told["key"], told["boots"], told["failures"]) == (NEW, 2, 2)
    assert not told["was_stable"]
    assert rollout.world.as_user("ann").get(f"{IMAGES}/taken-back").status_code == 403
    assert act(rollout, NEW, "trial") == 204
    assert news(rollout) == []


def test_what_somebody_took_back_is_no_news_to_them_and_old_news_goes(rollout: Broker) -> None:
    """[IR10]"""
    assert act(rollout, NEW, "canary", share=5) == 204
    assert act(rollout, NEW, "stop", reason="인쇄가 안 됩니다") == 204
    assert news(rollout) == []
    broken(rollout)
    assert act(rollout, NEW, "trial") == 204
    rollout.keep_images()
    rollout.keep_images()
    assert act(rollout, NEW, "promotion") == 204
    for _ in range(10):
        rollout.settle(3)
        rollout.keep_images()
    rollout.world.pass_time(timedelta(days=2))
    assert [one["was_stable"] for one in news(rollout)] == [True]
    rollout.world.pass_time(timedelta(days=1))
    assert news(rollout) == []
