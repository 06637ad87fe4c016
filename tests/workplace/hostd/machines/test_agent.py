"""When a machine is ready with its agent, and when without."""

import logging

import pytest

from workplace.hostd.machines.agent import PATIENCE, Agents


def test_a_machine_is_ready_with_the_answer_of_its_agent() -> None:
    """[DVM7]"""
    agents = Agents()
    assert not agents.may_pass("one", 0.0, answers=False)
    assert agents.may_pass("one", 5.0, answers=True)
    assert agents.waiting == {}


def test_an_agent_that_says_nothing_keeps_nobody_out_for_ever(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """[DVM7]"""
    agents = Agents()
    with caplog.at_level(logging.WARNING):
        said = [agents.may_pass("one", at, answers=False) for at in (10.0, 10.0 + PATIENCE - 0.1)]
        assert said == [False, False]
        assert caplog.messages == []
        assert agents.may_pass("one", 10.0 + PATIENCE, answers=False)
    assert "one" in caplog.text


def test_each_machine_waits_for_itself_and_a_destroyed_one_is_forgotten() -> None:
    """[DVM7]"""
    agents = Agents()
    agents.may_pass("one", 0.0, answers=False)
    agents.may_pass("two", PATIENCE - 1, answers=False)
    agents.forget("one")
    assert not agents.may_pass("one", PATIENCE + 1, answers=False)
    assert not agents.may_pass("two", PATIENCE + 1, answers=False)
