"""Whether a program listens to the microphone: a file that is there while one does.

The text bridge looks at it and tells the gateway, so that the page can say in plain words why
nothing is heard. In the stream's own process, which has the library for it loaded anyway.
"""

import time
from pathlib import Path

import pulsectl

MICROPHONE = "SelkiesVirtualMic"  # session.py
SIGN = Path("/run/desktop/listened-to")
AGAIN = 1.0  # seconds until a sound server that went away is looked for anew


def follow() -> None:
    """Until the end; waits without using the processor."""
    while True:
        try:
            with pulsectl.Pulse("onmaru-listening") as sound:
                wait_and_tell(sound)
        except pulsectl.PulseError:
            SIGN.unlink(missing_ok=True)
            time.sleep(AGAIN)


def wait_and_tell(sound: pulsectl.Pulse) -> None:
    sound.event_mask_set("source_output")
    sound.event_callback_set(stop)
    while True:
        note(is_heard=is_heard(sound))
        sound.event_listen()


def is_heard(sound: pulsectl.Pulse) -> bool:
    microphones = {one.index for one in sound.source_list() if one.name == MICROPHONE}
    return any(one.source in microphones for one in sound.source_output_list())


def note(*, is_heard: bool) -> None:
    if is_heard:
        SIGN.touch()
    else:
        SIGN.unlink(missing_ok=True)


def stop(_event: object) -> None:
    raise pulsectl.PulseLoopStop
