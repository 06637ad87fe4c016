"""One question to the database for all who asked while the last one was answered.

A morning opens two hundred streams at once. One transaction each costs a thread, a connection and
a flush to disk each; what is asked of a gateway here is the same question about different rows.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kernel.errors import Refused

Question = TypeVar("Question")
Answer = TypeVar("Answer")
MOST = 256
# Those who come together are found while others go on coming: so long as each such time brings one.
GATHERING = 0.0005  # seconds
MOST_TIMES = 8


@dataclass
class Together(Generic[Question, Answer]):
    """`call` blocks, and answers each question of a list or refuses it. Used on one loop only."""

    call: Callable[[Sequence[Question]], Sequence[Answer | Refused]]
    executor: Executor
    waiting: list[tuple[Question, asyncio.Future[Answer]]] = field(default_factory=list)
    asking: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """Raise what `call` refused this question with, or what failed for all."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self.waiting.append((question, answer))
        if self.asking is None:
            self.asking = loop.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await self._gather()
            while self.waiting:
                asked, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                questions = [question for question, _ in asked]
                answers: Sequence[Answer | Exception]
                try:
                    answers = await loop.run_in_executor(self.executor, self.call, questions)
                except Exception as error:  # noqa: BLE001 - each who asked raises it
                    answers = [error] * len(asked)
                for (_, waiting), answer in zip(asked, answers, strict=True):
                    _tell(waiting, answer)
        finally:
            self.asking = None

    async def _gather(self) -> None:
        for _ in range(MOST_TIMES):
            came = len(self.waiting)
            await asyncio.sleep(GATHERING)
            if len(self.waiting) == came:
                return


def _tell(waiting: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)
