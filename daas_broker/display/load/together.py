"""One question to the database for all who asked while the last one was answered.

A morning opens two hundred streams at once. One transaction each costs a thread, a connection and
a flush to disk each; what is asked of a gateway here is the same question about different rows.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

from kernel.errors import Refused

Question = TypeVar("Question")
Answer = TypeVar("Answer")
MOST = 256
# Those who come together are found while others go on coming, in seconds. The loop's own timers
# count whole milliseconds, so it is turned meanwhile. Fifty take 4 to 8 ms to come; the last few of
# them left to a second question would wait for both.
SILENCE, LONGEST = 0.0005, 0.012


# An answer that does not count yet, for each question.
Hint = Callable[[Sequence[Answer | Refused]], None]
# Blocks, and answers each question or refuses it; what is known earlier it may hint at.
Call = Callable[[Sequence[Question], Hint[Answer]], Sequence[Answer | Refused]]


@dataclass
class Asked(Generic[Question, Answer]):
    question: Question
    answer: asyncio.Future[Answer]
    on_hint: Callable[[Answer], None] | None = None

    def hint(self, answer: Answer | Refused) -> None:
        if self.on_hint is not None and not self.answer.done() and not isinstance(answer, Refused):
            self.on_hint(answer)

    def tell(self, answer: Answer | Exception) -> None:
        if self.answer.done():
            return
        if isinstance(answer, Exception):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


@dataclass
class Together(Generic[Question, Answer]):
    """Used on one loop only."""

    call: Call[Question, Answer]
    executor: Executor
    waiting: list[Asked[Question, Answer]] = field(default_factory=list)
    asking: asyncio.Task[None] | None = None

    async def ask(
        self, question: Question, on_hint: Callable[[Answer], None] | None = None
    ) -> Answer:
        """Raise what `call` refused this question with, or what failed for all."""
        loop = asyncio.get_running_loop()
        asked: Asked[Question, Answer] = Asked(question, loop.create_future(), on_hint)
        self.waiting.append(asked)
        if self.asking is None:
            self.asking = loop.create_task(self._ask_all())
        return await asked.answer

    async def _ask_all(self) -> None:
        try:
            await self._gather()
            while self.waiting:
                asked, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                answers = await self._answers(asked)
                for one, answer in zip(asked, answers, strict=True):
                    one.tell(answer)
        finally:
            self.asking = None

    async def _answers(
        self, asked: Sequence[Asked[Question, Answer]]
    ) -> Sequence[Answer | Exception]:
        loop = asyncio.get_running_loop()

        def hint(early: Sequence[Answer | Refused]) -> None:
            loop.call_soon_threadsafe(_hint_all, asked, early)

        questions = [one.question for one in asked]
        try:
            return await loop.run_in_executor(self.executor, self.call, questions, hint)
        except Exception as error:  # noqa: BLE001 - each who asked raises it
            return [error] * len(asked)

    async def _gather(self) -> None:
        began = last = now = monotonic()
        came = len(self.waiting)
        while now - last < SILENCE and now - began < LONGEST:
            await asyncio.sleep(0)
            now = monotonic()
            if len(self.waiting) != came:
                came, last = len(self.waiting), now


def _hint_all(asked: Sequence[Asked[Question, Answer]], early: Sequence[Answer | Refused]) -> None:
    for one, answer in zip(asked, early, strict=True):
        one.hint(answer)
