"""Typing and opening in a real Chromium: a letter to one's own screen and to a colleague's.

On the running workplace (`./onmaru up` before), through the edge. A letter counts as shown when the
frame after the change of the page was drawn. The machine's load stands beside each figure, since
browsers, servers and the measurement share its processors.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import mkdtemp
from time import monotonic

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from bench import Figure
from bench._editing_joins import SENTENCE
from gdrive.access.model import Level, Subject, SubjectKind
from gdrive.tree.model import NodeId
from identity.people.store import people
from identity.sessions.model import Method, Opening
from kernel.actor import Actor, UserId
from kernel.ids import fresh_id
from kernel.settings import Settings, Zone, read_settings
from tests.support.browser import WIDE, Desk, chromium
from weboffice.documents.service import block_id
from weboffice.ydoc.model import Heading, Paragraph, Run
from weboffice.ydoc.rules import seed
from workplace.foundation import foundation
from workplace.wiring import Workplace, build

WRITER, COLLEAGUE = "haneul.kim", "seojun.lee"
PAGES, OPENINGS, LETTERS, BETWEEN_MS = 50, 7, 60, 120
OWN_MS, COLLEAGUE_MS, OPEN_SECONDS = 50.0, 100.0, 1.5
PARAGRAPHS_A_PAGE = 9
# Notes when each letter was pressed and drawn, on the machine's own clock.
WATCH = """() => {
  const now = () => performance.timeOrigin + performance.now()
  const text = document.querySelector('.doc')
  window.pressed = []
  window.shown = []
  document.addEventListener('keydown', e => {
    if (e.key.length === 1) window.pressed.push(performance.timeOrigin + e.timeStamp)
  }, true)
  let seen = (text.textContent.match(/q/g) || []).length
  new MutationObserver(() => {
    const count = (text.textContent.match(/q/g) || []).length
    for (; seen < count; seen += 1) {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => window.shown.push(now())
        port2.postMessage(0)
      })
    }
  }).observe(text, { subtree: true, childList: true, characterData: true })
}"""
IS_SHOWN = """([least, breaks]) => {
  const text = document.querySelector('.doc')
  return text && text.children.length >= least &&
    document.querySelectorAll('[data-page-break]').length >= breaks
}"""


def main() -> None:
    settings = read_settings()
    with chromium() as browser:
        writer = signed_in(browser, settings, WRITER)
        long, short = documents(settings)
        opening(writer.page, settings, long)
        for name, document in (("an empty document", short), (f"{PAGES} pages", long)):
            typing(browser, settings, writer.page, (name, document))


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def signed_in(browser: Browser, settings: Settings, user: str) -> Desk:
    page = browser.new_context(viewport=WIDE, locale="ko-KR").new_page()
    desk = Desk(page, Path(mkdtemp(prefix="onmaru-bench-")))
    password = (settings.secrets / "demo-password").read_text().strip()
    desk.sign_in(settings.origin(Zone.WORK), user, password)
    return desk


def documents(settings: Settings) -> tuple[str, str]:
    """One of PAGES pages and an empty one, of the writer, which the colleague may change."""
    workplace = build(foundation(settings))
    office, begin = workplace.office.documents, workplace.base.begin
    blocks: list[Paragraph | Heading] = []
    for number in range(PAGES):
        blocks.append(Heading((Run(f"제{number + 1}장 추진 계획"),), 1))
        blocks += [Paragraph((Run(SENTENCE * 4),))] * PARAGRAPHS_A_PAGE
    with begin() as tx:
        rows = tx.db.execute(select(people.c.user_name, people.c.id)).all()
        ids = {row.user_name: UserId(row.id) for row in rows}
        opened = Opening(ids[WRITER], Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
        session, _ = workplace.identity.sessions.open(tx, opened)
        actor = Actor(ids[WRITER], session.id)
        made = [
            office.create_from(tx, actor, (None, f"측정 {fresh_id()}"), content).id
            for content in (lambda _: seed(blocks, block_id), lambda _: seed([], block_id))
        ]
    share(workplace, actor, made, ids[COLLEAGUE])
    return made[0], made[1]


def share(workplace: Workplace, actor: Actor, made: list[str], colleague: UserId) -> None:
    for document in made:
        subject = Subject(SubjectKind.PERSON, colleague)
        workplace.drive.sharing.share(actor, NodeId(document), subject, Level.WRITE)


def opening(page: Page, settings: Settings, document: str) -> None:
    """Everything that a page needs lies in the browser's cache, as on every day but the first."""
    address = f"{settings.origin(Zone.WORK)}/office/d/{document}"
    least = [PAGES * PARAGRAPHS_A_PAGE, PAGES - 1]
    shown, paged = [], []
    for _ in range(OPENINGS):
        page.goto("about:blank")
        began = monotonic()
        page.goto(address, wait_until="commit")
        page.wait_for_function(IS_SHOWN, arg=[least[0], 0], timeout=60_000)
        shown.append(monotonic() - began)
        page.wait_for_function(IS_SHOWN, arg=least, timeout=60_000)
        paged.append(monotonic() - began)
    report(f"{PAGES} pages opened by their address: the text is there, median", "s",
           median(shown[1:]), OPEN_SECONDS)  # fmt: skip
    report(f"{PAGES} pages opened by their address: with the ends of pages, median", "s",
           median(paged[1:]), OPEN_SECONDS)  # fmt: skip


def typing(browser: Browser, settings: Settings, page: Page, which: tuple[str, str]) -> None:
    name, document = which
    address = f"{settings.origin(Zone.WORK)}/office/d/{document}"
    with sitting(browser, settings, address) as colleague:
        ready(page, address)
        for each in (page, colleague):
            each.evaluate(WATCH)
        page.locator(".doc").first.click(position={"x": 300, "y": 40})
        for _ in range(LETTERS):
            page.keyboard.press("q")
            page.wait_for_timeout(BETWEEN_MS)
        for each in (page, colleague):
            each.wait_for_function("n => window.shown.length >= n", arg=LETTERS, timeout=30_000)
        pressed = page.evaluate("window.pressed")
        own = [a - b for a, b in zip(page.evaluate("window.shown"), pressed, strict=True)]
        far = [a - b for a, b in zip(colleague.evaluate("window.shown"), pressed, strict=True)]
    report(f"{name}: a key to one's own screen, p95", "ms", p95(own), OWN_MS)
    report(f"{name}: a key to a colleague's screen, p95", "ms", p95(far), COLLEAGUE_MS)


@contextmanager
def sitting(browser: Browser, settings: Settings, address: str) -> Iterator[Page]:
    page = signed_in(browser, settings, COLLEAGUE).page
    ready(page, address)
    yield page
    page.context.close()


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".doc[contenteditable=true]", timeout=60_000)
    page.wait_for_selector("[data-testid=saving][data-kind=saved]", timeout=60_000)
    page.wait_for_timeout(1_000)


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[18]


def report(figure: str, unit: str, ours: float, limit: float) -> None:
    Figure(figure, unit, round(ours, 2), None, f"none in this run; {load()}", f"<= {limit:g}",
           ours <= limit).report()  # fmt: skip


if __name__ == "__main__":
    main()
