"""Work that many ask for at the same moment, done for all of them at the price of one."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from kernel.errors import Refused

A = TypeVar("A")
R = TypeVar("R")
Spawn = Callable[[Coroutine[Any, Any, None]], object]


class Together(Generic[A, R]):
    """What comes while some are under way goes together in the next; nobody waits for company."""

    def __init__(
        self, spawn: Spawn, work: Callable[[list[A]], Awaitable[list[R | Refused]]], most: int
    ) -> None:
        """`work` gives a result or a refusal for each, in their order; it gets up to `most`."""
        self._spawn = spawn
        self._work = work
        self._most = most
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._is_busy = False

    async def ask(self, one: A) -> R:
        """Raise the refusal that it got, or what ended the work."""
        told: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, told))
        if not self._is_busy:
            self._is_busy = True
            self._spawn(self._run())
        return await told

    async def _run(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._do(some)
        finally:
            self._is_busy = False

    async def _do(self, some: list[tuple[A, "asyncio.Future[R]"]]) -> None:
        found: list[R | Refused] | list[Exception]
        try:
            found = await self._work([one for one, _ in some])
        except Exception as error:  # noqa: BLE001 - whoever asked raises it
            if len(some) > 1 and not isinstance(error, Refused):
                for one in some:  # one of them is at fault, and the others are not to pay for it
                    await self._do([one])
                return
            found = [error] * len(some)
        for (_, told), result in zip(some, found, strict=True):
            _tell(told, result)


def _tell(told: "asyncio.Future[R]", result: R | Exception) -> None:
    if told.done():
        return  # who asked has gone
    if isinstance(result, Exception):
        told.set_exception(result)
    else:
        told.set_result(result)


class Once(Generic[R]):
    """By key: what is under way is waited for instead of being begun again."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[R]] = {}

    async def do(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.ensure_future(work())
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)
