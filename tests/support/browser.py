"""Real Chromium browsers, one context a person, with Hangul typed as an input method types it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

from tests.support.hand import has_heard

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",  # tests run as root, where Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WIDE = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
DRAWN_MS = 15_000
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_HANGUL = range(0xAC00, 0xD7A4)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def with_devices(browser: Browser) -> Iterator[Browser]:
    """Another browser beside it, whose camera shows a picture and whose microphone beeps."""
    beside = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *DEVICES])
    yield beside
    beside.close()


def until(page: Page, holds: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    """For what a page only promises: `wait_for_function` takes the promise itself for a yes."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        page.wait_for_timeout(500)


def stages(syllable: str) -> list[str]:
    """What an input method shows while a syllable grows: 한 → ㅎ 하 한."""
    index = ord(syllable) - 0xAC00
    lead, final = index // 588, index % 28
    open_syllable = chr(ord(syllable) - final)
    return [_LEADS[lead], open_syllable] + ([syllable] if final else [])


@dataclass
class Desk:
    """One person at one browser."""

    page: Page
    shots: Path

    def __post_init__(self) -> None:
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("console", self._note)
        self._cdp: CDPSession = self.page.context.new_cdp_session(self.page)

    def _note(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if "Content Security Policy" in text or (kind == "error" and "Uncaught" in text):
            self._complain(text)

    def _complain(self, text: str) -> None:
        """Said at once as well: what a story asserts at its end may never be read."""
        self.problems.append(f"{self.page.url}: {text}")
        print(self.problems[-1])  # noqa: T201 - pytest shows it where the story fails

    def open(self, address: str) -> None:
        self.page.goto(address)

    def sign_in(self, address: str, user_name: str, password: str) -> None:
        self.open(address)
        self.page.get_by_label("사용자 이름").fill(user_name)
        self.page.get_by_label("비밀번호", exact=True).fill(password)
        self.page.get_by_role("button", name="로그인", exact=True).click()
        # There are two, one of them hidden; on a busy machine both may show for a moment.
        menu = self.page.get_by_role("navigation", name="주 메뉴").first
        expect(menu).to_be_visible(timeout=60_000)

    def compose(self, text: str, pause_ms: int = 15) -> None:
        """Hangul through composition events, a stage at a time; the rest as plain text."""
        has_heard(self.page)
        for character in text:
            if ord(character) in _HANGUL:
                for stage in stages(character):
                    self._cdp.send(
                        "Input.imeSetComposition",
                        {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)},
                    )
                    self.page.wait_for_timeout(pause_ms)
            self._cdp.send("Input.insertText", {"text": character})
            self.page.wait_for_timeout(pause_ms)

    def shot(self, name: str) -> None:
        self.shots.mkdir(parents=True, exist_ok=True)
        file = self.shots / f"{name}.png"
        try:
            self.page.screenshot(path=file, timeout=DRAWN_MS)
        except TookTooLong:
            self._draw_anew()
            self.page.screenshot(path=file)

    def _draw_anew(self) -> None:
        """Chromium once stopped to draw a page whose size had just changed: its script ran on,
        and no frame came any more. A size of its own begins another frame."""
        print(f"{self.page.url}: no frame in {DRAWN_MS} ms")  # noqa: T201 - as above
        size = self.page.viewport_size or WIDE
        self.page.set_viewport_size({**size, "width": size["width"] + 1})
        self.page.set_viewport_size(size)


@dataclass
class Authenticator:
    """A device that verifies whoever sits there, and keeps passkeys for pages of one browser."""

    line: CDPSession
    id: str

    def passkeys(self) -> list[Any]:
        found: list[Any] = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def brings(self, passkeys: list[Any]) -> None:
        """Those of another browser, as somebody carries them on a key."""
        for passkey in passkeys:
            wish = {"authenticatorId": self.id, "credential": passkey}
            self.line.send("WebAuthn.addCredential", wish)


def has_authenticator(page: Page) -> Authenticator:
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return Authenticator(line, made["authenticatorId"])


def add_passkey(page: Page, address: str, name: str) -> None:
    """By the settings of whoever is signed in."""
    page.goto(f"{address}/settings")
    page.get_by_role("button", name="패스키 추가").click()
    page.get_by_label("패스키 이름").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="패스키 추가").click()
    expect(page.get_by_text(name)).to_be_visible()
