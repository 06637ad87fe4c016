"""What the looker at a trial makes of what it saw."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from daas_broker.desktops.model import Endpoint
from daas_broker.display.trial.look import Look
from daas_broker.display.trial.rich import CLICK, READY, SYLLABLES, Trial, _why


@pytest.mark.parametrize(
    ("picture", "hands", "clipboard", "why"),
    [
        (0, "typed", SYLLABLES, "no_picture"),
        (9, "silent", "", "no_text"),
        (9, "typed", "", "no_text"),  # nothing came in time, as on a busy machine
        (9, "typed", SYLLABLES[:-1], "wrong_text"),
        (9, "typed", SYLLABLES, ""),
    ],
)
def test_what_did_not_come_is_told_apart_from_what_came_changed(
    picture: int,
    hands: str,
    clipboard: str,
    why: str,
) -> None:
    """[IR2]"""
    look = SimpleNamespace(picture_bytes=picture, drawn_bytes=9, clipboard=clipboard)
    arrived = sum(a == b for a, b in zip(SYLLABLES, clipboard, strict=False))
    assert _why(look, typed=hands == "typed", arrived=arrived) == why  # type: ignore[arg-type]


class ToldOnce(Look):
    """As at a light desktop: what is copied is told when it changes, and not when it is asked."""

    drawn_bytes = 0

    def say(self, messages: Iterable[str]) -> None:
        if messages is CLICK:
            self.copied(READY)

    def end(self) -> None:
        """There is no desktop."""


STRANGE = [b"", b"[]\n", b"7\n", b"[" * 4_000 + b"\n", b'{"type":[],"seq":0}\n', b"\xff\n"]


@pytest.mark.parametrize("before", STRANGE)
def test_what_is_copied_before_the_last_answer_has_come_is_seen(
    tmp_path: Path, before: bytes
) -> None:
    """[IR2] A busy machine: the letters are on the clipboard before who typed them knows. What
    else its input method says ends no trial."""
    look = ToldOnce()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken = ""
        while line := await reader.readline():
            said = json.loads(line)
            taken += said["text"]
            look.copied(taken)
            done = json.dumps({"type": "done", "seq": said["seq"]}).encode()
            writer.write(before + done + b"\n")
        writer.close()
        await writer.wait_closed()
        left.set()

    left = asyncio.Event()

    async def write() -> bool:
        endpoint = Endpoint(f"{tmp_path}/display.sock", f"{tmp_path}/text.sock")
        async with await asyncio.start_unix_server(take, endpoint.text):
            typed, _ = await Trial(endpoint, patience=1).write(look)
            await left.wait()
        return typed

    assert asyncio.run(write())
    assert look.clipboard == SYLLABLES
