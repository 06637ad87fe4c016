"""What can wait, does, until those who came together have their first picture."""

import asyncio

from daas_broker.display.load.rush import Rush


def test_what_can_wait_goes_on_when_the_last_of_those_who_came_together_is_in() -> None:
    """[DG2]"""

    async def scene() -> list[str]:
        rush, done = Rush(), []

        async def come(name: str, door: asyncio.Event) -> None:
            rush.enter()
            await door.wait()
            done.append(f"{name} is in")
            rush.leave()
            await rush.over()
            done.append(f"{name} goes on")

        doors = asyncio.Event(), asyncio.Event()
        coming = [asyncio.create_task(come(*one)) for one in zip("ab", doors, strict=True)]
        await asyncio.sleep(0)
        doors[0].set()
        await asyncio.sleep(0)
        doors[1].set()
        await asyncio.gather(*coming)
        return done

    assert asyncio.run(scene())[:2] == ["a is in", "b is in"]


def test_one_desktop_that_does_not_answer_holds_up_nobody() -> None:
    """[DG2]"""

    async def scene() -> None:
        rush = Rush()
        rush.enter()
        async with asyncio.timeout(5):
            await rush.over()
        assert rush.inside == 1

    asyncio.run(scene())


def test_alone_nobody_waits() -> None:
    """[DG2]"""
    asyncio.run(Rush().over())
