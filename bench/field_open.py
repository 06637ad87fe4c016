"""How soon a form of 250 questions is open on a slow phone, and how soon an answer shows.

A running workplace (`./onmaru up` before), a Chromium of a phone's size whose processor is slowed
down four times. The form is uploaded as a draft and thrown away at the end. What comes before the
first form is weighed where it matters: on a phone that has never been here, in the field app, once
as every phone gets it and once as one that reads no Brotli does, which is what the limit is about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from os import getloadavg
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from bench import Figure
from kernel.settings import Zone, read_settings
from tests.support.browser import PHONE, Desk, chromium
from tests.support.field_forms import long_form, workbook

NO_PEER = "none run here; design/mobile.md §4 holds what was measured of web-forms and Enketo"
HEAD, FORM, TITLE = "seojun.lee", "bench_long", "긴 조사표"
PIN = "135790"
SLOWER, TIMES, SCREENS = 4, 5, 12
OPEN_SECONDS, ANSWER_MS, BUNDLE_KB = 2.0, 50.0, 450.0
PACKINGS = ("gzip", "gzip, br")
# From the press to the frame after the one in which it was drawn.
ANSWER = """async () => {
  const took = []
  for (const radio of document.querySelectorAll('[data-question] input[type=radio][value=yes]')) {
    const began = performance.now()
    radio.click()
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
    took.push(performance.now() - began)
    await new Promise(done => setTimeout(done, 30))
  }
  return took
}"""
# By the page's own clock: before it presses, whoever drives the page looks whether the button
# stands still and nothing lies over it, which takes a slowed page half a second and a finger none.
WATCH = """() => {
  let pressed
  addEventListener('pointerdown', ({ timeStamp }) => { pressed ??= timeStamp }, { capture: true })
  window.opened = new Promise((done, fail) => {
    setTimeout(() => fail(new Error('no form within two minutes')), 120_000)
    const look = () => {
      if (!document.querySelector('[data-question]')) return
      watch.disconnect()
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)))
    }
    const watch = new MutationObserver(look)
    watch.observe(document.body, { childList: true, subtree: true })
  })
}"""
FORGET = """async id => {
  const { csrf } = await (await fetch('/api/session')).json()
  await fetch(`/api/field/pockets/${id}`, { method: 'DELETE', headers: { 'X-Onmaru-CSRF': csrf } })
}"""
FETCHED = """() => performance.getEntriesByType('resource')
  .filter(({ name }) => /\\.(js|css|wasm)$/.test(new URL(name).pathname))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""


def main() -> int:
    settings = read_settings()
    work = settings.origin(Zone.WORK)
    refuse_without(work)
    password = (settings.secrets / "demo-password").read_text().strip()
    with chromium() as browser:
        context = browser.new_context(viewport=PHONE, has_touch=True, locale="ko-KR")
        context.set_default_timeout(120_000)
        page = context.new_page()
        Desk(page, Path()).sign_in(work, HEAD, password)
        with uploaded(page, work) as link:
            context.new_cdp_session(page).send(
                "Emulation.setCPUThrottlingRate", {"rate": SLOWER}
            )  # fmt: skip
            opened = [open_seconds(page, work, link) for _ in range(TIMES)]
            took = answers(page)
        weighed = [fetched(browser, work, password, accepted) for accepted in PACKINGS]
    told = f"4× slower, load {getloadavg()[0]:.0f}"
    figures = (
        (f"250 questions: pressed to first question, median of {TIMES}, {told}", "s",
         median(opened), OPEN_SECONDS),
        (f"answer to picture, p95 of {len(took)}, {told}", "ms",
         quantiles(took, n=20, method="inclusive")[-1], ANSWER_MS),
        *((f"scripts, styles and wasm before the first form on a phone, as sent ({packing})", "KB",
           kilobytes, BUNDLE_KB) for kilobytes, packing in weighed),
    )  # fmt: skip
    for name, unit, ours, limit in figures:
        shown = round(ours, 2)
        Figure(name, unit, shown, None, NO_PEER, f"≤ {limit}", ours <= limit).report()
    return 0 if all(ours <= limit for _, _, ours, limit in figures) else 1


def refuse_without(work: str) -> None:
    """Raise SystemExit where no workplace answers."""
    try:
        urlopen(f"{work}/healthz", timeout=10).close()  # noqa: S310 - our own address
    except HTTPError:
        return  # somebody is there
    except OSError as error:
        raise SystemExit(f"nobody answers at {work} ({error}): ./onmaru up before") from error


@contextmanager
def uploaded(page: Page, work: str) -> Iterator[str]:
    """The address of the draft's preview."""
    with TemporaryDirectory() as place:
        book = Path(place) / "long.xlsx"
        book.write_bytes(workbook(long_form(), FORM, TITLE))
        page.goto(f"{work}/field/forms")
        page.get_by_role("button", name="엑셀 올리기").wait_for()
        with page.expect_response(lambda r: r.request.method == "POST") as got:
            page.locator("input[type=file]").first.set_input_files(book)
        assert got.value.status in {200, 201}
    listed = page.request.get(f"{work}/api/field/forms").json()["forms"]
    form = next(form for form in listed if form["form_id"] == FORM)
    yield f"/field/forms/{form['id']}/{form['versions'][0]['version']}"
    page.goto(f"{work}/field/forms")
    card = page.get_by_role("region", name=TITLE).or_(page.locator("section", has_text=FORM)).last
    card.get_by_role("button", name="버리기").click()


def fetched(browser: Browser, work: str, password: str, accepted: str) -> tuple[float, str]:
    """By a phone's page until its first form stands, and how the edge had packed it.

    What its service worker fetches beside is not counted: nobody waits for it.
    """
    context = browser.new_context(
        viewport=PHONE, locale="ko-KR", service_workers="block",
        extra_http_headers={"Accept-Encoding": accepted},
    )  # fmt: skip
    context.set_default_timeout(120_000)
    page = context.new_page()
    packings: set[str] = set()
    page.on("response", lambda r: packings.add(r.headers.get("content-encoding", "")))
    sign_in = {"user_name": HEAD, "password": password}
    page.request.post(f"{work}/api/sign-in", data=sign_in, headers={"Origin": work})
    page.goto(f"{work}/field")
    for name in ("새 PIN", "PIN 한 번 더"):
        page.get_by_label(name, exact=True).fill(PIN)
    with page.expect_response(lambda r: r.url.endswith("/api/field/pockets")) as made:
        page.get_by_role("button", name="보관함 만들기").click()
    page.get_by_role("button", name="오늘 것 내려받기").click()
    page.get_by_role("button", name="다시 내려받기").wait_for()
    page.get_by_role("button", name="계획에 없는 점검").click()
    page.get_by_label("점검 대상 이름").fill("가늠")
    page.get_by_role("button", name="점검 시작").click()
    page.locator("[data-question]").first.wait_for()
    size: float = page.evaluate(FETCHED)
    page.evaluate(FORGET, dict(made.value.request.post_data_json or {})["id"])
    context.close()
    return size / 1000, "+".join(sorted(packings - {""})) or "unpacked"


def open_seconds(page: Page, work: str, link: str) -> float:
    """From the list, whose page has no engine yet."""
    page.goto(f"{work}/field/forms")
    button = page.locator(f"a[href='{link}']")
    button.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    button.click()
    took: float = page.evaluate("window.opened")
    assert page.get_by_text("질문 1", exact=True).first.is_visible()
    return took / 1000


def answers(page: Page) -> list[float]:
    took: list[float] = []
    for _ in range(SCREENS):
        took += page.evaluate(ANSWER)
        page.get_by_role("button", name="다음", exact=True).click()
        page.wait_for_timeout(500)
    return took


if __name__ == "__main__":
    raise SystemExit(main())
