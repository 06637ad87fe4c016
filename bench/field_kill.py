"""Tabs killed while forms are filled in: what is lost of answers and of photos.

Runs against the workplace that is up (`./onmaru up` first); `python -m bench.field_kill 40` kills
fewer. One phone, one pocket, several sheets in tabs of their own: they are filled in together, the
browser is killed with all of them (SIGKILL, as a phone does it: no page hears of it), and another
one over the same profile opens the sheets again. Each kill is paid with a page, a PIN and an
engine: so they start together. Every fourth kill of a sheet comes right after a photo was done.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from os import getloadavg
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Error, expect
from playwright.sync_api import TimeoutError as NeverCame

from bench import Figure
from kernel.ids import fresh_id
from kernel.settings import Settings, read_settings
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.field_cast import HEAD, INSPECTOR, NAME, OF_A_PHONE, PIN, Office, Phone, take_photo
from tests.support.browser import ARGUMENTS, CHROMIUM, Desk, chromium

KILLS, LANES = 200, 4
PEER = "Enketo keeps drafts by hand"
PHOTO_EVERY = 4
OPEN_MS = 120_000
PHOTO_MS = 30_000


@dataclass
class Lane:
    """A sheet in a tab; `number` is the answer that was given last and saved."""

    phone: Phone
    address: str
    number: int = 0
    has_photo: bool = False
    worst: int = 0
    photos_lost: int = 0


def main(kills: int = KILLS) -> int:
    settings = read_settings()
    running = running_of(settings)
    shots = Path(mkdtemp(prefix="ob-"))
    places = [f"{fresh_id()[-6:]} 새벽식당" for _ in range(LANES)]
    began = monotonic()
    with chromium() as browser:
        with signed_in(browser, running, shots, [HEAD]) as desks:
            for place in places:
                Office(desks[HEAD]).give(place, (37.57, 126.98), INSPECTOR)
        handset = Handset(browser.browser_type, running, shots)
        try:
            lanes = begin(handset, places)
            kill_often(handset, lanes, kills)
        finally:
            handset.die()
            rmtree(shots, ignore_errors=True)
    answers, photos = max(lane.worst for lane in lanes), sum(lane.photos_lost for lane in lanes)
    for figure in figures_of(sum(lane.number for lane in lanes), answers, photos):
        figure.report()
    took = monotonic() - began
    sys.stderr.write(f"{took:.0f} s, load average {getloadavg()[0]:.1f}\n")
    return 0 if answers <= 1 and photos == 0 else 1


def running_of(settings: Settings) -> Running:
    password = (settings.secrets / "demo-password").read_text().strip()
    return Running(settings.var, settings.port, password)


@dataclass
class Handset:
    """A phone: what its browser kept outlives the browser."""

    kind: BrowserType
    running: Running
    shots: Path
    cookies: Sequence[Any] = ()
    context: BrowserContext = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def profile(self) -> Path:
        return self.shots / "profile"

    def start(self) -> None:
        self.context = self.kind.launch_persistent_context(
            self.profile, executable_path=CHROMIUM, args=ARGUMENTS, **OF_A_PHONE
        )
        self.context.set_default_timeout(OPEN_MS)
        # Those of a sign-in end with the browser; the phone of an inspector is signed in again.
        self.context.add_cookies(self.cookies)

    def tab(self) -> Phone:
        return Phone(Desk(self.context.new_page(), self.shots), self.running)

    def die(self) -> None:
        for pid in browsers_over(self.profile):
            os.kill(pid, signal.SIGKILL)
        while browsers_over(self.profile):
            sleep(0.02)
        with suppress(Error):
            self.context.close()


def browsers_over(profile: Path) -> list[int]:
    """Their main processes; the others end with these."""
    told = f"--user-data-dir={profile}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if told in words and not any(word.startswith(b"--type=") for word in words):
                found.append(int(entry.name))
    return found


def begin(handset: Handset, places: Sequence[str]) -> list[Lane]:
    """The sheets, begun in the first tab; each goes on in a tab of its own."""
    phone = handset.tab()
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    handset.cookies = handset.context.cookies()
    addresses = []
    for place in places:
        phone.open_target(place)
        phone.begin()
        phone.answer("0")
        addresses.append(phone.page.url)
        phone.page.get_by_role("button", name="나가기").click()
        phone.is_open()
    lanes = [Lane(opening(handset, address), address) for address in addresses]
    for lane in lanes:
        opened(lane.phone)
    phone.page.close()
    return lanes


def kill_often(handset: Handset, lanes: Sequence[Lane], kills: int) -> None:
    random = Random(11)  # noqa: S311 - when a tab dies is no secret
    while (done := sum(lane.number for lane in lanes)) < kills:
        for lane in lanes:
            act(lane)
        lanes[0].phone.page.wait_for_timeout(random.randrange(900))
        handset.die()
        handset.start()
        for lane in lanes:
            lane.phone = opening(handset, lane.address)
        for lane in lanes:
            judge(lane)
        worst, photos = max(lane.worst for lane in lanes), sum(lane.photos_lost for lane in lanes)
        told = f"{done + len(lanes)} kills, at most {worst} answers, {photos} photos lost"
        sys.stderr.write(f"{told}\n")


def act(lane: Lane) -> None:
    """The next answer, or a photo that is done."""
    lane.number += 1
    if is_photo(lane.number):
        take_photo(lane.phone.page)
        lane.has_photo = True
    else:
        lane.phone.seen().fill(str(lane.number))


def judge(lane: Lane) -> None:
    opened(lane.phone)
    before = lane.number - 1 if is_photo(lane.number) else lane.number
    lane.worst = max(lane.worst, before - int(lane.phone.seen().input_value()))
    lane.photos_lost += lane.has_photo and not shows_photo(lane.phone)
    lane.phone.seen().fill(str(lane.number))
    expect(lane.phone.page.get_by_role("status").filter(has_text="저장됨")).to_be_visible()


def shows_photo(phone: Phone) -> bool:
    """A picture is unsealed and drawn after its question: on a busy machine that takes a while."""
    with suppress(NeverCame):
        phone.page.locator("[data-question] img").first.wait_for(timeout=PHOTO_MS)
        return True
    return False


def is_photo(number: int) -> bool:
    return number % PHOTO_EVERY == 0


def opening(handset: Handset, address: str) -> Phone:
    """A new tab on its way to the sheet; `opened` waits for it."""
    phone = handset.tab()
    phone.page.goto(address, wait_until="commit")
    return phone


def opened(phone: Phone) -> None:
    phone.unlock(PIN, NAME)
    phone.seen().wait_for(timeout=OPEN_MS)


def figures_of(kills: int, answers: int, photos: int) -> list[Figure]:
    what = f"{kills} kills of the tab"
    return [
        Figure(f"answers lost at most by one of {what}", "answers", answers, None, PEER, "≤ 1",
               answers <= 1),
        Figure(f"finished photos lost by {what}", "photos", photos, None, PEER, "0", photos == 0),
    ]  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:2])))
