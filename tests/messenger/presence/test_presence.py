from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kernel.actor import UserId
from messenger.presence.model import LASTS, Sign, State
from messenger.presence.rules import presence
from messenger.presence.service import Presence
from tests.support.fakes.signs import MemorySigns
from tests.support.world import START

ANN = UserId("ann")
signs = st.builds(
    Sign, st.sampled_from(State), st.integers(-90, 90).map(lambda s: START + timedelta(seconds=s))
)


@given(st.lists(signs))
def test_somebody_is_as_present_as_their_most_present_living_socket(found: list[Sign]) -> None:
    """[PR1] [PR2]"""
    alive = {sign.state for sign in found if sign.ends_at > START}
    state = presence(found, START)
    if State.HERE in alive:
        assert state is State.HERE
    else:
        assert state is (State.ELSEWHERE if State.ELSEWHERE in alive else State.OFFLINE)


def test_watchers_hear_of_changes_of_the_person_not_of_each_socket() -> None:
    """[PR1]"""
    heard: list[str] = []

    def announce(topic: str | tuple[str, ...], event: str, payload: dict[str, str]) -> None:
        heard.append(payload["state"])

    people = Presence(MemorySigns(), lambda: START, announce)
    people.tell(ANN, "desk", State.HERE)
    people.tell(ANN, "phone", State.HERE)
    people.tell(ANN, "desk", State.ELSEWHERE)
    people.forget(ANN, "phone")
    people.forget(ANN, "desk")
    assert heard == ["here", "elsewhere", "offline"]


def test_a_silent_socket_counts_for_a_minute_and_a_heartbeat_keeps_it() -> None:
    """[PR2]"""
    now: list[datetime] = [START]
    people = Presence(MemorySigns(), lambda: now[0], lambda *_: None)
    people.tell(ANN, "desk", State.HERE)
    now[0] += LASTS - timedelta(seconds=1)
    people.repeat([(ANN, "desk", State.HERE)])
    now[0] += LASTS - timedelta(seconds=1)
    assert people.who_is_here([ANN]) == {ANN: State.HERE}
    now[0] += timedelta(seconds=1)
    assert people.who_is_here([ANN]) == {ANN: State.OFFLINE}
