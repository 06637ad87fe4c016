"""Who asks while a question is answered shares the next."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from daas_broker.display.load.together import Hint, Together
from kernel.errors import NotFound, Refused, Unavailable


def ask_many(answers: Sequence[int], asked: list[int]) -> list[int | str]:
    """What each of `answers` gets, and in `asked` how many shared each question."""

    def call(questions: Sequence[int], _hint: Hint[int]) -> list[int | Refused]:
        asked.append(len(questions))
        return [NotFound() if number < 0 else number * 2 for number in questions]

    async def run() -> list[int | str]:
        with ThreadPoolExecutor(2) as executor:
            together: Together[int, int] = Together(call, executor)
            found = await asyncio.gather(*map(together.ask, answers), return_exceptions=True)
        return [one if isinstance(one, int) else type(one).__name__ for one in found]

    return asyncio.run(run())


def test_many_at_once_are_one_question_and_each_hears_its_own_answer() -> None:
    """[DK8]"""
    asked: list[int] = []
    assert ask_many([1, -1, 3], asked) == [2, "NotFound", 6]
    assert asked == [3]


def test_what_fails_for_all_is_told_to_each_and_the_next_is_asked_anew() -> None:
    """[DK8]"""
    fails = [True]

    def call(questions: Sequence[int], _hint: Hint[int]) -> list[int | Refused]:
        if fails.pop() if fails else False:
            raise Unavailable
        return list(questions)

    async def run() -> None:
        with ThreadPoolExecutor(1) as executor:
            together: Together[int, int] = Together(call, executor)
            first = await asyncio.gather(*map(together.ask, (1, 2)), return_exceptions=True)
            assert all(isinstance(one, Unavailable) for one in first)
            assert await together.ask(3) == 3

    asyncio.run(run())


def test_who_waits_hears_what_is_known_early_and_a_refusal_only_as_the_answer() -> None:
    """[DG4]"""
    heard: list[int] = []

    def call(questions: Sequence[int], hint: Hint[int]) -> list[int | Refused]:
        known: list[int | Refused] = [NotFound() if number < 0 else number for number in questions]
        hint(known)
        return [one if isinstance(one, Refused) else one * 2 for one in known]

    async def run() -> list[int | BaseException]:
        with ThreadPoolExecutor(1) as executor:
            together: Together[int, int] = Together(call, executor)
            asking = (together.ask(number, heard.append) for number in (4, -1))
            return await asyncio.gather(*asking, return_exceptions=True)

    answers = asyncio.run(run())
    assert answers[0] == 8
    assert isinstance(answers[1], NotFound)
    assert heard == [4]
