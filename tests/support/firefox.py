"""A real Firefox ESR without a screen, driven by WebDriver BiDi, which it speaks by itself."""

import base64
import json
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = Path("/usr/bin/firefox-esr")
# A microphone that beeps, and nobody to ask for it.
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "intl.accept_languages": "ko-KR, ko",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
CONTROL, ENTER = "\ue009", "\ue007"  # WebDriver's names of keys
WIDE, HIGH, HAND_MS = 1440, 900, 60
SECONDS = 60.0
START_SECONDS = 90.0


@dataclass
class Firefox:
    """One tab. What `ask` is given is JavaScript that gives a value."""

    wire: ClientConnection
    tab: str = ""
    asked: int = field(default=0)

    def say(self, method: str, **parameters: object) -> dict[str, Any]:
        self.asked += 1
        self.wire.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self.wire.recv(timeout=SECONDS))
            if heard.get("id") == self.asked:
                assert heard["type"] == "success", heard
                return dict(heard["result"])

    def begin(self, width: int, height: int) -> None:
        self.say("session.new", capabilities={})
        self.tab = self.say("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": width, "height": height}
        self.say("browsingContext.setViewport", context=self.tab, viewport=size)

    def go(self, address: str) -> None:
        self.say("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def ask(self, expression: str) -> Any:
        target = {"context": self.tab}
        said = self.say("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert said["type"] == "success", said
        return said["result"].get("value")

    def until(self, expression: str, seconds: float = SECONDS) -> Any:
        """The first value of it that counts as true."""
        deadline = time.monotonic() + seconds
        while not (found := self.ask(expression)):
            assert time.monotonic() < deadline, expression
            time.sleep(0.2)
        return found

    def press(self, element: str) -> None:
        """The middle of what the expression finds, once it is there."""
        self.until(f"!!({element})")
        box = f"({element}).getBoundingClientRect()"
        middle = f"(at => [at.x + at.width / 2, at.y + at.height / 2])({box})"
        self.ask(f"({element}).scrollIntoView({{block: 'center'}})")
        x, y = json.loads(self.ask(f"JSON.stringify({middle})"))
        self.press_at(x, y)

    def press_at(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        steps = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", steps)

    def type(self, text: str) -> None:
        """A little slower than the fastest hands."""
        steps: list[Mapping[str, object]] = []
        for key in text:
            steps += [{"type": way, "value": key} for way in ("keyDown", "keyUp")]
            steps.append({"type": "pause", "duration": HAND_MS})
        self._act("key", steps)

    def chord(self, *keys: str) -> None:
        steps = [("keyDown", key) for key in keys] + [("keyUp", key) for key in reversed(keys)]
        self._act("key", [{"type": way, "value": key} for way, key in steps])

    def shot(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        picture = self.say("browsingContext.captureScreenshot", context=self.tab)["data"]
        file.write_bytes(base64.b64decode(picture))

    def _act(self, kind: str, steps: Sequence[Mapping[str, object]]) -> None:
        source = {"type": kind, "id": kind, "actions": steps}
        self.say("input.performActions", context=self.tab, actions=[source])


@contextmanager
def firefox(home: Path, width: int = WIDE, height: int = HIGH) -> Iterator[Firefox]:
    """`home` is for its profile and its log."""
    profile, log = home / "profile", home / "firefox.log"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [str(PROGRAM), "--headless", "--no-remote", "--profile", str(profile),
               "--remote-debugging-port", "0", "about:blank"]  # fmt: skip
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        with connect(f"{_address(log)}/session", max_size=None, compression=None) as wire:
            browser = Firefox(wire)
            browser.begin(width, height)
            yield browser
    finally:
        process.terminate()
        process.wait(30)


def _address(log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while not (found := re.search(r"BiDi listening on (ws://\S+)", log.read_text())):
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    return found[1]
