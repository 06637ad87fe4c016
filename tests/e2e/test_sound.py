"""Sound and voice through the browser inside a desktop: a page's tone is heard by its viewer, and
what is said before the desktop reaches a page in it, without a question on the way.

Pictures are left under var/artefacts/sound.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.e2e.exceptions import OwnPolicy, own_policy
from tests.e2e.test_journey import wait_for_picture
from tests.support.browser import PHONE, WIDE, Desk, with_devices
from tests.support.desk import ENVIRONMENT

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHOTS = ROOT / "var" / "artefacts" / "sound"
USER = "jiho.seo"
TONE_HZ, OTHER_HZ = 880, 1_270
SLOW = 120.0
PAGES = {
    "tone": f"""<title>소리 ...</title><script>
const context = new AudioContext(), tone = context.createOscillator()
tone.frequency.value = {TONE_HZ}
tone.connect(context.destination)
tone.start()
setInterval(() => {{ document.title = '소리 ' + context.state }}, 300)
</script>""",
    # As a meeting's page asks, but for what would take a beep for a noise.
    "voice": """<title>목소리 ...</title><script>
const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
navigator.mediaDevices.getUserMedia({ audio: raw }).then(heard => {
  const context = new AudioContext(), ear = context.createAnalyser(), last = new Float32Array(2048)
  context.createMediaStreamSource(heard).connect(ear)
  let loud = 0
  setInterval(() => {
    ear.getFloatTimeDomainData(last)
    if (last.some(each => Math.abs(each) > 0.02)) loud += 1
    document.title = `목소리 ${heard.getTracks()[0].label} ${loud}`
  }, 100)
}, error => { document.title = '목소리 ' + error.name })
</script>""",
}
# Keeps what the page gives to its speakers: samples a second and the first channel.
EAR = """
const start = AudioBufferSourceNode.prototype.start
window.heard = { rate: 0, samples: [] }
AudioBufferSourceNode.prototype.start = function (...given) {
  window.heard.rate = this.buffer.sampleRate
  window.heard.samples.push(...this.buffer.getChannelData(0))
  if (window.heard.samples.length > 48000) window.heard.samples.splice(0, 24000)
  return start.apply(this, given)
}
"""
# The part of all energy that lies at a frequency (Goertzel's), of the last half second.
ENERGY = """hertz => {
  const { rate, samples } = window.heard
  const last = samples.slice(-rate / 2)
  const turn = 2 * Math.cos(2 * Math.PI * hertz / rate)
  let [one, two, all] = [0, 0, 0]
  for (const each of last) {
    [one, two] = [each + turn * one - two, one]
    all += each * each
  }
  const found = one * one + two * two - turn * one * two
  return all > 0.01 ? found / (all * last.length / 2) : 0
}"""


@dataclass
class Scene:
    """`program` is the browser inside the desktop."""

    running: Running
    user: Desk
    policy: OwnPolicy
    program: str

    def inside(self, *command: str, is_awaited: bool = True) -> str:
        """A program in the desktop, as its user; its output."""
        desktop = self.user.page.url.rpartition("/")[2]
        name = next(name for name in self.running.containers().split() if desktop in name)
        given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
        run = ["podman", "exec", *([] if is_awaited else ["--detach"]), *given, name, *command]
        return subprocess.run(run, capture_output=True, text=True, check=True).stdout

    def visit(self, name: str) -> None:
        """A page of ours in the desktop's browser, which opens where it is not open."""
        place = f"/home/desktop/{name}.html"
        page = "<!doctype html><meta charset=utf-8>" + PAGES[name]
        self.inside("python3", "-c", f"open({place!r}, 'w').write({page!r})")
        self.inside(self.program, f"file://{place}", is_awaited=False)

    def title(self, begins: str) -> str:
        """Of the window of that page."""
        windows = self.inside("xwininfo", "-root", "-tree")
        found = re.search(f'"({begins} [^"]*) [—-] [^"]*(Firefox|Chromium)"', windows)
        return found[1] if found else ""

    def loud(self) -> int:
        """How often the page heard something."""
        return int((re.findall(r"\d+$", self.title("목소리")) or [0])[0])


@pytest.fixture(params=["firefox-esr", "chromium"])
def scene(running: Running, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Scene]:
    with own_policy(running, USER) as policy, with_devices(browser) as beside:
        context = beside.new_context(viewport=WIDE, locale="ko-KR")
        context.set_default_timeout(30_000)
        context.add_init_script(EAR)
        user = Desk(context.new_page(), SHOTS)
        user.sign_in(running.work, USER, running.password)
        try:
            yield Scene(running, user, policy, request.param)
        finally:
            user.shot("last")
        assert user.problems == []


def until(page: Page, holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SLOW
    while not holds():
        assert time.monotonic() < deadline, what
        page.wait_for_timeout(500)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def is_opened(page: Page) -> bool:
    """A policy takes a second to reach the gateway: it is pressed as often as it is refused."""
    if page.get_by_role("button", name="마이크 켜기", exact=True).is_visible():
        press(page, "마이크 켜기")
    page.wait_for_timeout(1_000)
    return page.get_by_role("button", name=re.compile("마이크 끄기")).is_visible()


def sit_down(scene: Scene) -> Page:
    page = scene.user.page
    page.goto(f"{scene.running.work}/desktops")
    page.get_by_role("link", name=re.compile("인터넷 가상PC")).first.click()
    page.wait_for_url("**/desktops/view/*", timeout=SLOW * 1_000)
    expect(page.locator("[data-phase]")).to_have_count(0, timeout=SLOW * 1_000)
    wait_for_picture(page.locator("canvas").first)
    return page


def is_heard_outside(scene: Scene, page: Page) -> None:
    scene.visit("tone")
    until(page, lambda: scene.title("소리") == "소리 running", "the page may not play by itself")
    # Browsers let sound begin only with an act of the person.
    page.locator("canvas").first.click(position={"x": 700, "y": 400})
    until(page, lambda: page.evaluate(ENERGY, TONE_HZ) > 0.8, "the tone is not heard")
    assert page.evaluate(ENERGY, OTHER_HZ) < 0.05
    scene.user.shot(f"tone-{scene.program}")


def is_told_why_nothing_is_heard(scene: Scene, page: Page) -> None:
    """No person's microphone is open: the page is given one that is silent, not the tone."""
    scene.visit("voice")
    until(page, lambda: scene.title("목소리").endswith(" 0"), "the page was given no microphone")
    unheard = page.locator("[data-notice=microphone-unheard]")
    expect(unheard).to_contain_text("정책에서 마이크를 막아 아무 소리도 전해지지 않습니다")
    expect(unheard).to_contain_text("규칙: 마이크")
    scene.user.shot(f"unheard-{scene.program}")
    press(page, "마이크 켜기")
    notice = page.locator("[data-notice=microphone]")
    expect(notice).to_contain_text("이 가상PC에서는 마이크를 쓸 수 없습니다.")
    expect(notice).to_contain_text("규칙: 마이크")
    assert scene.loud() == 0


def sees_that_it_is_open(scene: Scene, page: Page) -> None:
    expect(page.locator("[data-notice=microphone-unheard]")).to_have_count(0)
    expect(page.get_by_text("마이크 켜짐 · 쓰는 중")).to_be_visible()
    expect(page.locator("[data-microphone]")).to_be_visible()
    scene.user.shot(f"voice-{scene.program}")
    page.set_viewport_size(PHONE)  # the bar has no room for the button
    expect(page.locator("[data-microphone]")).to_be_visible()
    scene.user.shot(f"voice-{scene.program}-phone")


def test_a_page_in_a_desktop_is_heard_and_hears_by_policy_without_being_asked(
    scene: Scene,
) -> None:
    """[DIN2] [DV6] [DV8]"""
    scene.policy.say({"microphone": False})
    page = sit_down(scene)
    is_heard_outside(scene, page)
    is_told_why_nothing_is_heard(scene, page)
    # The page that is open already hears from the moment at which its person opens theirs.
    scene.policy.say({"microphone": True})
    until(page, lambda: is_opened(page), "the microphone was not opened")
    until(page, lambda: scene.loud() >= 5, "nothing of what was said arrived")
    sees_that_it_is_open(scene, page)
