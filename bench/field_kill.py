"""Tabs killed while a form is filled in: what is lost of answers and of photos.

Runs against the workplace that is up (`./onmaru up` first). The renderer is crashed, not closed: no
page hears of it. Every fourth kill comes right after a photo was done.
"""

import sys
from contextlib import suppress
from io import BytesIO
from os import getloadavg
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from PIL import Image
from playwright.sync_api import Error, Page, expect

from bench import Figure
from kernel.ids import fresh_id
from kernel.settings import Settings, read_settings
from tests.e2e.cast import signed_in
from tests.e2e.conftest import Running
from tests.e2e.field_cast import HEAD, INSPECTOR, NAME, PIN, Office, Phone, phone_of
from tests.support.browser import chromium

KILLS = 200
PEER = "Enketo keeps drafts by hand"
PHOTO_EVERY = 4


def main(kills: int = KILLS) -> int:
    settings = read_settings()
    running = running_of(settings)
    shots = Path(mkdtemp(prefix="ob-"))
    place = f"{fresh_id()[-6:]} 새벽식당"
    with chromium() as browser:
        with signed_in(browser, running, shots, [HEAD]) as desks:
            Office(desks[HEAD]).give(place, (37.57, 126.98), INSPECTOR)
        with phone_of(browser, running, shots) as phone:
            lost = kill_often(begin(phone, place), kills)
    for figure in figures_of(kills, *lost):
        figure.report()
    sys.stderr.write(f"load average {getloadavg()[0]:.1f}\n")
    return 0


def running_of(settings: Settings) -> Running:
    password = (settings.secrets / "demo-password").read_text().strip()
    return Running(settings.var, settings.port, password)


def begin(phone: Phone, place: str) -> Phone:
    phone.sign_in(INSPECTOR)
    phone.make_pocket()
    phone.fetch_day()
    phone.has_shell()
    phone.open_target(place)
    phone.begin()
    phone.answer("0")
    return phone


def kill_often(phone: Phone, kills: int) -> tuple[int, int]:
    """How many answers were lost in the worst case, and how many finished photos in all."""
    random = Random(11)  # noqa: S311 - when a tab dies is no secret
    address = phone.page.url
    worst, photos, has_photo = 0, 0, False
    for number in range(1, kills + 1):
        if number % PHOTO_EVERY == 0:
            take_photo(phone.page)
            has_photo = True
        else:
            phone.seen().fill(str(number))
            phone.page.wait_for_timeout(random.randrange(900))
        before = number if number % PHOTO_EVERY else number - 1
        phone = crashed(phone, address)
        worst = max(worst, before - int(phone.seen().input_value()))
        if has_photo and phone.page.locator("[data-question] img").count() == 0:
            photos += 1
        phone.seen().fill(str(number))
        expect(phone.page.get_by_role("status").filter(has_text="저장됨")).to_be_visible()
        sys.stderr.write(f"{number} kills, at most {worst} answers, {photos} photos lost\n")
    return worst, photos


def take_photo(page: Page) -> None:
    """Done when the question shows it."""
    out = BytesIO()
    Image.effect_noise((800, 600), 50).convert("RGB").save(out, "JPEG")
    file = {"name": "front.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    page.locator("[data-question] img").first.wait_for()


def crashed(phone: Phone, address: str) -> Phone:
    """The renderer dies where it stands; a new window opens the sheet again."""
    session = phone.page.context.new_cdp_session(phone.page)
    with suppress(Error):
        session.send("Page.crash")
    after = phone.killed()
    after.page.goto(address)
    after.unlock(PIN, NAME)
    after.seen().wait_for(timeout=120_000)
    return after


def figures_of(kills: int, answers: int, photos: int) -> list[Figure]:
    what = f"{kills} kills of the tab"
    return [
        Figure(f"answers lost at most by one of {what}", "answers", answers, None, PEER, "≤ 1",
               answers <= 1),
        Figure(f"finished photos lost by {what}", "photos", photos, None, PEER, "0", photos == 0),
    ]  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
