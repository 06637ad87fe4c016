"""A new build on its way to people."""

from dataclasses import replace
from typing import Any

import pytest

from daas_broker.desktops.model import TRIAL, DesktopSpec, ImageKey, SeenDesktop
from daas_broker.desktops.ports import Permanent
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET

NEW = ImageKey("internet-111111111111")
IMAGES = "/api/admin/images"


def internet(broker: Broker) -> dict[str, Any]:
    images = broker.admin.get(IMAGES).get_json()["images"]
    found: dict[str, Any] = next(image for image in images if image["name"] == "internet")
    return found


def stages(broker: Broker) -> dict[str, str]:
    return {v["key"]: v["stage"] for v in internet(broker)["versions"]}


def shown(broker: Broker, key: ImageKey) -> dict[str, Any]:
    found: dict[str, Any] = next(v for v in internet(broker)["versions"] if v["key"] == key)
    return found


def act(broker: Broker, key: str, what: str, **body: Any) -> int:
    return broker.admin.post(f"{IMAGES}/{key}/{what}", **body).status_code


@pytest.fixture
def rollout(broker: Broker) -> Broker:
    """One stable version with a pool that runs, and a new build that passed its trial."""
    broker.keep_images()
    broker.pool(warm=2, maximum=8)
    broker.settle()
    built = replace(INTERNET, key=NEW, built_at=broker.world.now())
    broker.host.known_images.append(built)
    broker.keep_images()
    assert act(broker, NEW, "trial") == 204
    broker.keep_images()
    broker.keep_images()
    return broker


def broken(broker: Broker) -> None:
    """Desktops of the new build never come to their picture, but for the one on trial."""
    ensure = broker.host.ensure

    def start(spec: DesktopSpec, epoch: int) -> SeenDesktop:
        if spec.image == NEW and spec.pool != TRIAL:
            raise Permanent("its screen ended")
        return ensure(spec, epoch)

    broker.host.ensure = start  # type: ignore[method-assign]


def use_up(broker: Broker, pool: str, *people: str) -> None:
    for person in people:
        broker.claim(person, pool)
        broker.settle(3)
        broker.keep_images()
