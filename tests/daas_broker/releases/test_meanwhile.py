"""What happens while the bytes of a release come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pytest

from daas_broker.releases import rules
from daas_broker.releases.adapters.disk import DiskHold
from daas_broker.releases.model import Kept, ReleaseId, Source, Wish
from kernel.actor import UserId
from kernel.errors import Refused
from kernel.settings import Zone
from tests.daas_broker.releases.conftest import REASON, Releasing

WISH = Wish(Source.TEXT, Zone.INTERNET, "안내문.txt", REASON)


@dataclass(frozen=True)
class Meanwhile(DiskHold):
    happens: Callable[[], object] = int

    def keep(self, key: ReleaseId, chunks: Iterable[bytes], most_bytes: int) -> Kept:
        self.happens()
        return super().keep(key, chunks, most_bytes)


def refused(releasing: Releasing, happens: Callable[[], object]) -> type[Refused]:
    hold = Meanwhile(releasing.world.settings.var / "releases", happens)
    slow = replace(releasing.broker.broker.releases, hold=hold)
    with pytest.raises(Refused) as caught:
        slow.ask_text(UserId("ann"), WISH, "글")
    return caught.type


def test_a_lane_that_is_closed_meanwhile_lets_nothing_in_and_nothing_is_held(
    releasing: Releasing,
) -> None:
    """[DX8]"""
    found = refused(releasing, lambda: releasing.lane("internet", is_open=False))
    assert (found, releasing.held()) == (rules.LaneClosed, [])


def test_nobody_has_more_under_way_than_one_may_by_asking_at_the_same_time(
    releasing: Releasing,
) -> None:
    """[DX6]"""

    def ask_all() -> None:
        for _ in range(rules.MOST_OPEN):
            releasing.broker.broker.releases.ask_text(UserId("ann"), WISH, "글")

    assert refused(releasing, ask_all) is rules.TooManyReleases
    assert len(releasing.held()) == rules.MOST_OPEN
