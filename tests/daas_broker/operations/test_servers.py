"""What runs desktops, told to those who run it."""

from typing import Any

from daas_broker.desktops.model import Acceleration, Hindrance, Pace
from daas_broker.desktops.ports import Retryable
from kernel.actor import Role
from tests.daas_broker.conftest import Broker

SERVERS = "/api/admin/desktops/servers"


def server(broker: Broker) -> dict[str, Any]:
    found: list[dict[str, Any]] = broker.admin.get(SERVERS).get_json()["servers"]
    assert len(found) == 1
    return found[0]


def test_a_host_of_machines_tells_what_runs_them_and_what_stands_in_the_way(
    broker: Broker,
) -> None:
    """[DVM11]"""
    broker.host.pace = Pace(739.0, 295.6, 1)
    broker.host.acceleration = Acceleration("tcg", Hindrance.FAILED, "a guest hung")
    told = server(broker)
    assert told["acceleration"] == {"kind": "tcg", "hindrance": "failed", "why": "a guest hung"}
    assert (told["slowest_boot_seconds"], told["at_once"]) == (739.0, 1)


def test_a_host_of_containers_accelerates_nothing(broker: Broker) -> None:
    """[DVM11]"""
    told = server(broker)
    assert (told["provider"], told["answers"], told["acceleration"]) == ("podman", True, None)


def test_a_host_that_does_not_answer_is_told_as_such(broker: Broker) -> None:
    """[DVM11]"""

    def away(verb: str) -> None:
        raise Retryable(f"no answer to {verb}")

    broker.host.trouble = away
    told = server(broker)
    assert (told["answers"], told["desktops"], told["acceleration"]) == (False, None, None)


def test_what_runs_desktops_is_told_to_administrators_only(broker: Broker) -> None:
    """[DK12] [DVM11]"""
    for role in (Role.MEMBER, Role.SECURITY_OFFICER):
        assert broker.world.as_user("ann", role).get(SERVERS).status_code in {403, 404}
