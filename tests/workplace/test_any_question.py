"""No question, of whatever shape, is a bug."""

import json
from random import Random

import pytest

from kernel.actor import Role
from kernel.settings import ROOT
from tests.support.questions import Asker
from tests.support.world import World

CONTRACT = json.loads((ROOT / "web/src/generated/openapi.json").read_text())
ROUNDS = 3


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_whatever_is_asked_is_answered_or_refused(world: World, role: Role) -> None:
    """[HT4]"""
    asker = Asker(CONTRACT, Random(role.value))  # noqa: S311 - the same questions each time
    person = world.sign_in("ann", role)
    bugs, understood = [], 0
    for question in [one for _ in range(ROUNDS) for one in asker.round()]:
        answer = person.call(
            question.method,
            question.path,
            query_string=question.query,
            data=question.body,
            content_type=question.content_type,
        )
        if answer.status_code == 401:  # the question was to end this session
            person = world.sign_in("ann", role)
        elif answer.status_code == 500:
            bugs.append(question)
        elif answer.status_code < 300:
            understood += 1
            asker.hear(answer.get_json(silent=True))
    assert bugs == []
    assert understood > 50, "else the questions are noise, and prove nothing"
