"""The first process of a desktop: starts its programs and says when the screen is drawn.

It holds four listening sockets made by the host, so that nothing here listens on a network and
no path on the host is shared: 3 the display (given to Selkies), 4 text (given to the input
method engine), 5 the state, answered here with one line of JSON, 6 files (given to the bridge).
"""

import ctypes
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import uuid
from pathlib import Path

sys.path.insert(0, "/usr/lib/onmaru")
from drawn import Eyes
from ground import Ground
from single import BROWSER, command, failures_after, lacks, missing, shows

DISPLAY_FD, TEXT_FD, STATE_FD, FILES_FD = 3, 4, 5, 6
RUNTIME = Path("/run/desktop")
HOME = Path("/home/desktop")
FIRST_WIDTH, FIRST_HEIGHT = 1280, 800  # as in etc/onmaru/xorg.conf
RESTART_AFTER = 0.5
LATE = 75.0  # seconds in which a program has opened a window
SLOWEST_RESTART = 30.0
PROGRAM = os.environ.get("ONMARU_APP", "")  # noqa: TID251 - of a pool that shows one
# What this desktop shows: which programs of the desk, and which windows make it drawn.
IMAGE = shows(tomllib.loads(Path("/etc/onmaru/session.toml").read_text()), PROGRAM)
# A desktop on trial opens one window more; the broker types into it and reads it back.
IS_ON_TRIAL = "--trial" in sys.argv

ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": str(HOME),
    "USER": "desktop",
    "LOGNAME": "desktop",
    "SHELL": "/bin/bash",
    "LANG": "ko_KR.UTF-8",
    "TZ": "Asia/Seoul",
    "DISPLAY": ":0",
    "XDG_RUNTIME_DIR": str(RUNTIME),
    "XDG_CURRENT_DESKTOP": "XFCE",
    "XDG_SESSION_TYPE": "x11",
    "XDG_CONFIG_DIRS": "/etc/onmaru/xdg:/etc/xdg",  # the first is one image's own
    "XDG_MENU_PREFIX": "xfce-",
    "DBUS_SESSION_BUS_ADDRESS": f"unix:path={RUNTIME}/bus",
    "CUPS_SERVER": str(RUNTIME / "cups.sock"),
    "PULSE_SERVER": f"unix:{RUNTIME}/pulse/native",
    "GTK_IM_MODULE": "ibus",
    "QT_IM_MODULE": "ibus",
    "QT_QPA_PLATFORMTHEME": "gtk3",
    # Qt 6 does so of itself: its points are as large as GTK's where the screen is a fine one.
    "QT_ENABLE_HIGHDPI_SCALING": "1",
    "QT_SCALE_FACTOR_ROUNDING_POLICY": "PassThrough",
    "SAL_USE_VCLPLUGIN": "gtk3",
    "XMODIFIERS": "@im=ibus",
    # Without it a key typed right after a syllable can overtake it.
    "IBUS_ENABLE_SYNC_MODE": "1",
    "NO_AT_BRIDGE": "1",
    # Firefox since 147 would begin a profile under .config, which no home takes along.
    "MOZ_LEGACY_HOME": "1",
    "MOZ_CRASHREPORTER_DISABLE": "1",  # what it held goes to nobody
    "PYTHONDONTWRITEBYTECODE": "1",
    # Selkies, read by its settings module.
    "SELKIES_ENABLE_BASIC_AUTH": "false",
    "SELKIES_ENABLE_DUAL_MODE": "false",
    "SELKIES_ENCODER": "jpeg,h264enc-striped,h264enc",
    "SELKIES_VIDEO_STREAMING_MODE": "false",
    "SELKIES_USE_CPU": "true",
    "SELKIES_AUTO_GPU": "false",
    "SELKIES_FRAMERATE": "30,5-60",
    "SELKIES_FILE_TRANSFERS": "none",
    "SELKIES_PRINTING_ENABLED": "false",
    "SELKIES_COMMAND_ENABLED": "false",
    "SELKIES_ENABLE_SHARING": "false",
    "SELKIES_GAMEPAD_ENABLED": "false",
    "SELKIES_SECOND_SCREEN": "true",
    "SELKIES_ENABLE_BINARY_CLIPBOARD": "true",
    "SELKIES_AUDIO_FRAME_DURATION_MS": "20",
    "SELKIES_AUDIO_REDUNDANCY": "false",
    "SELKIES_AUDIO_BITRATE": "96000",
    "SELKIES_FILE_MANAGER_PATH": str(HOME / "Downloads"),
}
# Not Xvfb, which has one output: each monitor is an output of its own (docs/decisions/0024). A seat
# that is none of this machine's has no console, so that no privilege is asked for.
XORG = [
    "/usr/lib/xorg/Xorg", ":0", "-config", "/etc/onmaru/xorg.conf", "-seat", "desktop",
    "-nolisten", "tcp", "-noreset", "-s", "0", "-logfile", "/dev/null", "-verbose", "0",
]  # fmt: skip
PROGRAMS: dict[str, list[str]] = {
    "screen": XORG,
    "bus": [
        "dbus-daemon",
        "--session",
        "--nofork",
        "--nopidfile",
        f"--address=unix:path={RUNTIME}/bus",
    ],
    "sound": [
        "pulseaudio",
        "--daemonize=no",
        "--exit-idle-time=-1",
        "--disable-shm=yes",
        "-n",
        "--load=module-null-sink sink_name=output sink_properties=device.description=Onmaru",
        # A microphone that is silent until its person opens theirs. Without one, programs take the
        # desktop's own sound for it. The names are those that Selkies looks for.
        "--load=module-null-sink sink_name=input sink_properties=device.description=마이크",
        "--load=module-virtual-source source_name=SelkiesVirtualMic master=input.monitor"
        " source_properties=device.description=마이크",
        f"--load=module-native-protocol-unix socket={RUNTIME}/pulse/native",
    ],
    # It ends at once when its parent is process 1, therefore the shell.
    "input method": [
        "sh",
        "-c",
        "ibus-daemon --panel=disable --emoji-extension=disable; exit",
    ],
    "text": ["/usr/bin/python3", "-I", "/usr/lib/onmaru/textbridge.py"],
    "files": ["/usr/bin/python3", "-I", "/usr/lib/onmaru/filebridge.py"],
    "settings": ["xfsettingsd", "--sm-client-disable", "--disable-wm-check"],
    "windows": ["xfwm4", "--compositor=off", "--sm-client-disable"],
    "desktop": ["xfdesktop", "--sm-client-disable"],
    "panel": ["xfce4-panel", "--sm-client-disable"],
    "browser": ["/usr/bin/chromium"],
    "program": command(PROGRAM, ENVIRONMENT["PATH"]),
    "filling": ["/usr/bin/python3", "-I", "/usr/lib/onmaru/filling.py"],
    "trial": ["/usr/bin/python3", "-I", "/usr/lib/onmaru/trial.py"],
    "stream": ["/usr/bin/python3", "/usr/lib/onmaru/stream.py"],
}
DESK = {"desktop", "panel", "browser", "program", "filling"}
if "panel" not in IMAGE["shows"]:  # nothing is there from which a window could be fetched back
    IMAGE["shows"] = [*IMAGE["shows"], "filling"]
PROGRAMS = {
    name: command
    for name, command in PROGRAMS.items()
    if (name in IMAGE["shows"] if name in DESK else name != "trial" or IS_ON_TRIAL)
}
# A program starts when what it needs is there.
NEEDS = {
    "text": lambda: (
        (HOME / ".config/ibus/bus").is_dir() and any((HOME / ".config/ibus/bus").iterdir())
    ),
    "input method": lambda: is_up("screen") and is_up("bus"),
    "settings": lambda: is_up("screen") and is_up("bus"),
    "windows": lambda: "settings" in milestones,
    "desktop": lambda: "settings" in milestones,
    "panel": lambda: "settings" in milestones,
    "browser": lambda: "settings" in milestones and is_managed(),
    "program": lambda: "settings" in milestones and is_managed(),
    "filling": lambda: is_up("screen"),
    "trial": lambda: time.monotonic() > began + milestones.get("drawn", 1e9) + IMAGE["settles"],
}
SOCKETS = {
    "screen": Path("/tmp/.X11-unix/X0"),
    "bus": RUNTIME / "bus",
    "sound": RUNTIME / "pulse/native",
}
GIVEN = {"text": TEXT_FD, "stream": DISPLAY_FD, "files": FILES_FD}
RFB_SERVER = Path("/usr/bin/Xtigervnc")
if RFB_SERVER.exists():  # a light image: its screen speaks for itself, and there is no sound
    PROGRAMS["screen"] = [
        str(RFB_SERVER), ":0",
        # It has the listening socket as its input, as from inetd.
        "-inetd", "-SecurityTypes", "None", "-nolisten", "tcp", "-AlwaysShared",
        "-geometry", f"{FIRST_WIDTH}x{FIRST_HEIGHT}", "-depth", "24", "-s", "0", "-noreset",
        # It would draw by the processor all the same, and each program that asks for it holds a
        # compiler for that: 60 MiB a desktop.
        "-extension", "GLX",
        # Direction and content are the gateway's to decide; this bounds the length.
        "-MaxCutText", "1048576", "-desktop", "onmaru",
        # What is selected is no copy, and what comes in takes away no selection: it is pasted
        # in its place.
        "-SendPrimary=0", "-SetPrimary=0",
    ]  # fmt: skip
    for absent in ("sound", "stream"):
        del PROGRAMS[absent]
    GIVEN = {"text": TEXT_FD, "files": FILES_FD}
# They draw large pictures once and rest: what is freed goes back to the machine, not into a heap.
# Not for what starts the user's own programs, which would inherit it.
FRUGAL = {
    "MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"
}  # fmt: skip
STARTS_PROGRAMS = {"panel", "browser", "program", "input method", "files"}
INPUT = {"screen": DISPLAY_FD} if RFB_SERVER.exists() else {}

# linux/prctl.h
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

began = time.monotonic()
milestones: dict[str, float] = {}
ground = Ground((FIRST_WIDTH, FIRST_HEIGHT))
eyes = Eyes(IMAGE["windows"], ground=ground.colours)


def is_up(name: str) -> bool:
    return SOCKETS[name].exists()


def say(text: str) -> None:
    print(f"{time.monotonic() - began:7.2f} {text}", file=sys.stderr, flush=True)


def reach(milestone: str) -> None:
    if milestone not in milestones:
        milestones[milestone] = round(time.monotonic() - began, 2)
        say(milestone)


class Programs:
    def __init__(self) -> None:
        self.running: dict[int, str] = {}
        self.failures: dict[str, int] = dict.fromkeys(PROGRAMS, 0)
        self.not_before: dict[str, float] = dict.fromkeys(PROGRAMS, 0.0)
        self.started: dict[str, float] = {}

    def start_possible(self) -> bool:
        """Start what may start; True while something still waits."""
        waiting = [name for name in PROGRAMS if name not in self.running.values()]
        for name in waiting:
            if time.monotonic() >= self.not_before[name] and NEEDS.get(name, lambda: True)():
                self.start(name)
        return len(self.running) < len(PROGRAMS)

    def replace_silent(self) -> None:
        """The desktop of a program that opens no window says so instead."""
        is_late = time.monotonic() > began + LATE and "drawn" not in milestones
        if PROGRAM and is_late and "silent" not in PROGRAMS:
            say(f"{PROGRAM} opened no window")
            PROGRAMS["silent"] = missing("silent", PROGRAM)
            self.failures["silent"], self.not_before["silent"] = 0, 0.0

    def tell_of_crashes(self) -> None:
        """Its person reads why nothing is there, until the program has come up and stays."""
        if "crashing" not in PROGRAMS and self.lacks() == "crashing":
            say(f"{PROGRAM} ends again and again")
            PROGRAMS["crashing"] = missing("crashing", PROGRAM)
            self.failures["crashing"], self.not_before["crashing"] = 0, 0.0
        elif "crashing" in PROGRAMS and self.lacks() != "crashing":
            del PROGRAMS["crashing"]
            for pid in [pid for pid, name in self.running.items() if name == "crashing"]:
                os.kill(pid, signal.SIGTERM)

    def lacks(self) -> str:
        name = "browser" if PROGRAM == BROWSER else "program"
        is_up = name in self.running.values()
        return lacks(
            PROGRAM,
            ENVIRONMENT["PATH"],
            self.failures.get(name, 0),
            time.monotonic() - self.started[name] if is_up else 0.0,
            is_silent="silent" in PROGRAMS,
        )

    def start(self, name: str) -> None:
        given = GIVEN.get(name)
        process = subprocess.Popen(
            PROGRAMS[name],
            env=ENVIRONMENT if name in STARTS_PROGRAMS else ENVIRONMENT | FRUGAL,
            cwd=HOME,
            stdin=INPUT.get(name, subprocess.DEVNULL),
            pass_fds=() if given is None else (given,),
            start_new_session=True,
        )
        self.running[process.pid] = name
        self.started[name] = time.monotonic()
        process.returncode = 0  # reaped below, with everybody else's orphans

    def reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            name = self.running.pop(pid, None)
            if name == "screen":
                say("the screen is gone; the desktop ends")
                raise SystemExit(1)
            if name is not None:
                code = os.waitstatus_to_exitcode(status)
                say(f"{name} ended ({code})")
                lived = time.monotonic() - self.started[name]
                self.failures[name] = failures_after(
                    self.failures[name], code, lived, is_one=name == "program"
                )
                pause = min(RESTART_AFTER * 2 ** self.failures[name], SLOWEST_RESTART)
                self.not_before[name] = time.monotonic() + pause


def prepare() -> None:
    for folder in (RUNTIME / "pulse", Path("/tmp/.X11-unix")):
        folder.mkdir(parents=True, exist_ok=True)
    RUNTIME.chmod(0o700)
    Path("/tmp/.X11-unix").chmod(0o1777)
    (RUNTIME / "machine-id").write_text(uuid.uuid4().hex + "\n")  # /etc/machine-id points here
    shutil.copytree("/etc/skel", HOME, dirs_exist_ok=True, symlinks=True)
    (HOME / "Downloads").mkdir(exist_ok=True)


def give_up_privileges() -> None:
    """What a browser may do in a namespace of its own, this user may not do here."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def is_managed() -> bool:
    """Whether somebody places windows: a browser that starts before fills no screen."""
    root = subprocess.run(
        ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
        env=ENVIRONMENT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    return "window id" in root


def has_settings() -> bool:
    """Whether somebody hands out themes and fonts; who starts before that never hears of them."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    screen = ctypes.c_void_p(x.XOpenDisplay(b":0"))
    if not screen:
        return False
    owner = x.XGetSelectionOwner(screen, x.XInternAtom(screen, b"_XSETTINGS_S0", 0))
    x.XCloseDisplay(screen)
    return bool(owner)


def answer(listener: socket.socket, lacks: str) -> None:
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(0.2)
        try:
            told = {"drawn": "drawn" in milestones, "at": milestones, "lacks": lacks}
            peer.sendall(json.dumps(told).encode() + b"\n")
        except OSError:
            return  # who asked has gone


def observe() -> None:
    """Pass the milestones that lie behind us."""
    if "screen" not in milestones and is_up("screen"):
        reach("screen")
    if "screen" in milestones and "drawn" not in milestones:
        ground.lay()
    if "settings" not in milestones and "screen" in milestones and has_settings():
        reach("settings")
    if "drawn" not in milestones and "settings" in milestones and eyes.see():
        reach("drawn")
        ground.leave()


def wake_up_on_ended_programs() -> int:
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return read


def main() -> None:
    listener = socket.socket(fileno=STATE_FD)
    ended = wake_up_on_ended_programs()
    give_up_privileges()
    prepare()
    programs = Programs()
    while True:
        programs.reap()
        waiting = programs.start_possible()
        observe()
        programs.replace_silent()
        programs.tell_of_crashes()
        busy = waiting or "drawn" not in milestones or "crashing" in PROGRAMS
        readable, _, _ = select.select([listener, ended], [], [], 0.03 if busy else None)
        if ended in readable:
            os.read(ended, 4096)
        if listener in readable:
            answer(listener, programs.lacks())


main()
