"""The printer of a desktop, found and used by real programs of the image."""

import asyncio
from collections.abc import Iterator

import pytest

from daas_broker.transfers.adapters.unix_door import UnixDoor
from daas_broker.transfers.model import Place
from tests.support.desk import PROGRAMS, RELEASE, Desk, desk_at
from tests.support.gateway import typing_at

pytestmark = pytest.mark.slow
CONTROL, ENTER = 65507, 65293


@pytest.fixture(scope="module", params=["internet", "light"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with desk_at(tmp_path_factory.mktemp("hostd"), request.param) as desk:
        yield desk


def printed(desk: Desk) -> list[str]:
    return [file.name for file in UnixDoor().outbox(desk.desktop.endpoint, Place.PRINTS)]


async def print_by_keys(desk: Desk) -> None:
    """Control+P, and Enter in the dialog, again until its button is there to be pressed."""
    await asyncio.sleep(RELEASE)
    async with typing_at(desk.desktop) as typist:
        await asyncio.sleep(1.5)
        await typist.compose("한", "한")
        await typist.press(CONTROL, ord("p"))
        for _ in range(10):
            await asyncio.sleep(4)
            if await asyncio.to_thread(printed, desk):
                return
            await typist.press(ENTER)


@pytest.mark.parametrize("name", ["mousepad (GTK)", "featherpad (Qt)", "Chromium"])
def test_what_a_program_prints_lies_in_the_tray_as_a_pdf(desk: Desk, name: str) -> None:
    """[DIN3]"""
    program = next(program for program in PROGRAMS if program.name == name)
    desk.open(program)
    asyncio.run(print_by_keys(desk))
    desk.end(program)
    door, at = UnixDoor(), desk.desktop.endpoint
    (file,) = door.outbox(at, Place.PRINTS)
    with door.take(at, file.name, file.size_bytes, Place.PRINTS) as chunks:
        assert b"".join(chunks).startswith(b"%PDF-")
    door.remove(at, file.name, Place.PRINTS)
    assert printed(desk) == []
