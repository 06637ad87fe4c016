"""Somebody at a real desktop: opens programs, types as a viewer types, and looks what arrived."""

import asyncio
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daas_broker.desktops.model import DesktopId, DesktopSpec, PoolId, SeenDesktop
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.hostd import Hostd, eventually, running_hostd
from tests.support.viewer import compose, open_viewer

CONTROL, ENTER = 65507, 65293
ENVIRONMENT = {  # what session.py gives to every program
    "DISPLAY": ":0",
    "HOME": "/home/desktop",
    "XDG_RUNTIME_DIR": "/run/desktop",
    "LANG": "ko_KR.UTF-8",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/desktop/bus",
    "CUPS_SERVER": "/run/desktop/cups.sock",
    "PULSE_SERVER": "unix:/run/desktop/pulse/native",
    "GTK_IM_MODULE": "ibus",
    "QT_IM_MODULE": "ibus",
    "XMODIFIERS": "@im=ibus",
    "IBUS_ENABLE_SYNC_MODE": "1",
    "QT_QPA_PLATFORMTHEME": "gtk3",
    "QT_ENABLE_HIGHDPI_SCALING": "1",
    "QT_SCALE_FACTOR_ROUNDING_POLICY": "PassThrough",
    "SAL_USE_VCLPLUGIN": "gtk3",
    "NO_AT_BRIDGE": "1",
    "MOZ_LEGACY_HOME": "1",
}
PAGE = "<!doctype html><meta charset=utf-8><title>쓰기</title><textarea autofocus style='width:90vw;height:80vh'></textarea>"  # noqa: E501
RELEASE = 0.65  # a desktop refuses a second viewer within half a second


@dataclass(frozen=True)
class Program:
    """How it is opened and what tells its window. `saves` is a file that Control+S writes; without
    it the text is read from the clipboard after Control+A, Control+C."""

    name: str
    command: tuple[str, ...]
    window: str
    saves: str = ""
    ends_with_enter: bool = False
    slow: float = 1.0  # seconds from the window to the focus


PROGRAMS = (
    Program("mousepad (GTK)", ("mousepad", "--disable-server", "/home/desktop/gtk.txt"), "gtk.txt",
            saves="/home/desktop/gtk.txt"),
    Program("featherpad (Qt)", ("featherpad", "--standalone", "/home/desktop/qt.txt"), "qt.txt",
            saves="/home/desktop/qt.txt"),
    Program("xfce4-terminal", ("xfce4-terminal", "--disable-server", "--title=터미널시험",
                               "--command=sh -c 'cat > /home/desktop/term.txt'"), "터미널시험",
            saves="/home/desktop/term.txt", ends_with_enter=True),
    Program("LibreOffice Writer", ("libreoffice", "--norestore", "--nologo", "--writer"), "Writer",
            slow=4),
    Program("Chromium", ("chromium", "file:///home/desktop/page.html"), "쓰기", slow=4),
    Program("Firefox", ("firefox-esr", "--new-instance", "file:///home/desktop/page.html"), "쓰기",
            slow=5),
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    hostd: Hostd
    desktop: SeenDesktop

    def run(self, *command: str, wait: bool = True) -> str:
        """Run a program in the desktop as its user, as its first process would; its output."""
        given = [word for pair in ENVIRONMENT.items() for word in ("--env", "=".join(pair))]
        detach = [] if wait else ["--detach"]
        name = self.hostd.container(self.desktop.id).name
        done = subprocess.run(
            ["podman", "exec", *detach, *given, name, *command],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout + (f"exit {done.returncode}" if done.returncode else "")

    def windows(self) -> str:
        return self.run("xwininfo", "-root", "-tree")

    def open(self, program: Program) -> None:
        self.run("sh", "-c", f'echo "{PAGE}" > /home/desktop/page.html; touch {program.saves}')
        self.run(*program.command, wait=False)
        eventually(lambda: program.window in self.windows(), 60)
        time.sleep(program.slow)

    def type(self, program: Program, parts: Iterable[str]) -> tuple[str, float]:
        """What the program holds afterwards, and the seconds that the composing took."""
        began = time.monotonic()
        answers = asyncio.run(compose(self.desktop.endpoint.text, [("commit", p) for p in parts]))
        took = time.monotonic() - began
        kinds = {answer["type"] for answer in answers}
        assert kinds <= {"done", "focus", "reset"}, kinds
        return self.read(program), took

    def read(self, program: Program) -> str:
        if program.ends_with_enter:
            asyncio.run(self.press((ENTER,)))
            return self.run("cat", program.saves).strip()
        if program.saves:
            asyncio.run(self.press((CONTROL, ord("s"))))
        else:
            asyncio.run(self.press((CONTROL, ord("a")), (CONTROL, ord("c"))))
        return self.held(program)

    def held(self, program: Program) -> str:
        """What it saved, or copied."""
        if program.saves:
            return self.run("cat", program.saves).strip()
        return self.run("xclip", "-o", "-selection", "clipboard").strip()

    async def press(self, *chords: tuple[int, ...]) -> None:
        await asyncio.sleep(RELEASE)
        viewer = await open_viewer(self.desktop.endpoint.display, 1280, 800)
        await viewer.watch(0.5)
        for chord in chords:
            await viewer.press(*chord)
            await viewer.watch(0.7)
        await viewer.socket.close()

    def end(self, program: Program) -> None:
        self.run("pkill", "-f", program.command[0])


@contextmanager
def desk_at(var: Path, image: str = "internet", zone: Zone = Zone.INTERNET) -> Iterator[Desk]:
    """A fresh desktop of a hostd of its own."""
    with running_hostd(var, image) as hostd:
        yield fresh_desk(hostd, zone)


def fresh_desk(hostd: Hostd, zone: Zone = Zone.INTERNET) -> Desk:
    fresh = DesktopId(fresh_id())
    hostd.host.ensure(DesktopSpec(fresh, 1, PoolId("p1"), hostd.image.key, zone), epoch=1)
    eventually(lambda: hostd.seen(fresh).ready, 120)
    return Desk(hostd, hostd.seen(fresh))
