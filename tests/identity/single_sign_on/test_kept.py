"""What was verified, until its browser comes for it."""

from concurrent.futures import ThreadPoolExecutor

from identity.single_sign_on.adapters.kept import KeptInDatabase
from identity.single_sign_on.model import Answered, Vouched
from kernel.tokens import Token, new_token
from tests.support.world import World

ANSWER = Answered(b"number", "_q1", Vouched("ann", frozenset({"pwd"})))
MANY = 12


def test_of_many_who_post_one_assertion_at_once_one_is_let_in(world: World) -> None:
    """[SO2]"""
    kept = KeptInDatabase(world.begin, world.now)
    with ThreadPoolExecutor(MANY) as many:
        done = list(many.map(lambda _: kept.keep(ANSWER, new_token()), range(MANY)))
    assert sorted(done) == [False] * (MANY - 1) + [True]


def test_of_many_who_come_with_one_code_at_once_one_is_told(world: World) -> None:
    """[SO1]"""
    kept, code = KeptInDatabase(world.begin, world.now), new_token()
    assert kept.keep(ANSWER, code)
    with ThreadPoolExecutor(MANY) as many:
        done = list(many.map(lambda _: kept.take(code), range(MANY)))
    assert [each for each in done if each] == [ANSWER]


def test_a_code_that_nobody_was_given_tells_nothing(world: World) -> None:
    assert KeptInDatabase(world.begin, world.now).take(Token("made-up")) is None
