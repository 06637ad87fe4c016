from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.companions.idle import WARNING_SECONDS, Step, is_use, step
from daas_broker.display.model import ToDisplay, ToText

SECONDS = st.floats(0, 10_000)
POLICIES = st.floats(1, 7_200)


@given(SECONDS, POLICIES)
def test_nobody_is_locked_out_early_or_looked_at_too_late(quiet: float, after: float) -> None:
    """[DV3]"""
    what, wait = step(quiet, after)
    assert (what is Step.LOCK) == (quiet >= after)
    assert 0 <= wait <= after
    if what is Step.WARN:
        assert after - quiet <= WARNING_SECONDS


def test_only_keys_text_and_the_pointer_are_use() -> None:
    """[DV3]"""
    assert is_use(ToDisplay("m,1,2,0,0"))
    assert is_use(ToDisplay("kd,97", is_key=True))
    assert is_use(ToText(b"{}", None))
    for by_itself in ("CLIENT_FRAME_ACK 1 2", "SETTINGS,{}", "START_VIDEO", "r,100x100", "s,96"):
        assert not is_use(ToDisplay(by_itself))
