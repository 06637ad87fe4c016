"""The first process of a guest: what a kernel and a container's runtime would have laid out.

It mounts, sets the network to what the host said on the kernel's command line, opens the sockets
of the door and starts the desktop as its user, the line to the host and the guest agent. When the
desktop ends the machine ends.
"""

import ctypes
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

DESKTOP, LINE = 20000, 20001  # uids; the second has no account
DOOR = Path("/run/onmaru")
HOME = Path("/home/desktop")
DOORS = ("display", "text", "state", "files")
PORTS = Path("/sys/class/virtio-ports")
# What the host shows us: nothing but empty folders until its person's home hangs there.
SHARE, BOUND = Path("/run/home"), ".onmaru-bound"
ARRIVED = SHARE / ".config/gtk-3.0/bookmarks"  # the last that the host lays there
PLACES = ("문서", ".config/chromium", ".mozilla", ".config/libreoffice", ".config/dconf")
LIBC = ctypes.CDLL(None, use_errno=True)
MS_BIND, MS_NOSUID, MS_NODEV = 4096, 2, 4
MILESTONE = re.compile(rb"^ {0,5}\d+\.\d\d [a-z][a-z; ]{0,40}( ended \(-?\d+\))?$")  # session.py
POWER_OFF = 0x4321FEDC  # linux/reboot.h
LIBRARY = Path("/usr/lib/onmaru")
# What the host may ask of a guest: whether it lives, what it runs, and to end.
CLOSED_TO_THE_HOST = (
    "guest-exec,guest-exec-status,guest-file-open,guest-file-read,guest-file-write,guest-file-seek,"
    "guest-file-close,guest-file-flush,guest-set-user-password,guest-ssh-add-authorized-keys,"
    "guest-ssh-get-authorized-keys,guest-ssh-remove-authorized-keys,guest-set-time"
)


def say(text: str) -> None:
    print(f"onmaru: {text}", flush=True)


def told() -> dict[str, str]:
    """`onmaru.name=value` words of the kernel's command line."""
    words = Path("/proc/cmdline").read_text().split()
    pairs = (word.removeprefix("onmaru.").partition("=") for word in words if "onmaru." in word)
    return {name: value for name, _, value in pairs}


def mount(kind: str, place: Path, options: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", kind, "-o", options, kind, str(place)], check=True)


def lay_out(words: dict[str, str]) -> None:
    mount("tmpfs", Path("/run"), "mode=0755,nosuid,nodev")
    mount("tmpfs", Path("/tmp"), "mode=1777,nosuid,nodev,size=512m")
    mount("tmpfs", Path("/dev/shm"), "mode=1777,nosuid,nodev")
    mount("devpts", Path("/dev/pts"), "gid=5,mode=620,ptmxmode=666")
    own = f"uid={DESKTOP},gid={DESKTOP},mode=0700,nosuid,nodev"
    mount("tmpfs", HOME, f"{own},size={int(words.get('home_mib', '512'))}m")
    mount("tmpfs", Path("/run/desktop"), f"{own},size=64m")
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        link = Path("/dev") / name
        if not link.exists():
            link.symlink_to(f"/proc/self/fd{target}")


def join(words: dict[str, str]) -> None:
    socket.sethostname(words.get("zone", "guest"))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    if "address" not in words:
        return
    given = (
        f"address add {words['address']} dev eth0\nlink set eth0 up\n"
        f"route add default via {words['gateway']}\n"
    )
    subprocess.run(["ip", "-batch", "-"], input=given, text=True, check=True)
    servers = words.get("dns", "").split(",")
    Path("/etc/resolv.conf").write_text("".join(f"nameserver {one}\n" for one in servers if one))


def await_home() -> None:
    """Lay a person's home to where programs look, once it is there; then tell the host."""
    SHARE.mkdir()
    kind = ["mount", "-t", "virtiofs", "-o", "nosuid,nodev", "home", str(SHARE)]
    if subprocess.run(kind, stderr=subprocess.DEVNULL, check=False).returncode:
        say("the host shows no home")
        return
    while not ARRIVED.exists():
        time.sleep(0.25)
    for place in PLACES:
        bind(SHARE / place, own_folder(place))
    copy = ["cp", "--no-clobber", str(ARRIVED), str(HOME / ".config/gtk-3.0/")]
    for command in (["mkdir", "-p", str(HOME / ".config/gtk-3.0")], copy, ["mkdir", BOUND]):
        # The host lets the home's user write there and nobody else.
        subprocess.run(command, cwd=SHARE, user=DESKTOP, group=DESKTOP, extra_groups=[], check=True)
    say("the home is here")


def own_folder(place: str) -> int:
    """The user's own folder of that name, made where there is none; no link is followed."""
    flags = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    at = os.open(HOME, flags)
    for name in place.split("/"):
        try:
            os.mkdir(name, 0o700, dir_fd=at)
            os.chown(name, DESKTOP, DESKTOP, dir_fd=at, follow_symlinks=False)
        except FileExistsError:
            pass
        above, at = at, os.open(name, flags, dir_fd=at)
        os.close(above)
    return at


def bind(source: Path, target: int) -> None:
    place = f"/proc/self/fd/{target}".encode()
    if LIBC.mount(bytes(source), place, None, MS_BIND, None) < 0:
        raise OSError(ctypes.get_errno(), f"{source} cannot be laid into the home")
    os.close(target)


def port(name: str) -> str | None:
    """The device of the serial line that the host calls so."""
    for found in PORTS.glob("*/name"):
        if found.read_text().strip() == name:
            return f"/dev/{found.parent.name}"
    return None


def open_door() -> list[socket.socket]:
    DOOR.mkdir(mode=0o700)
    os.chown(DOOR, LINE, LINE)
    listeners = []
    for name in DOORS:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(DOOR / f"{name}.sock"))
        os.chown(DOOR / f"{name}.sock", LINE, LINE)
        listener.listen(16)
        listeners.append(listener)
    return listeners


def tell(heard: int) -> None:
    """Of what the desktop says, its own milestones: what a user's programs say is not for the
    screen of the machine, at which an administrator may look."""
    with os.fdopen(heard, "rb") as lines:
        for line in lines:
            if MILESTONE.match(line):
                say(line.decode(errors="replace").strip())


def start_desktop(words: dict[str, str], listeners: list[socket.socket]) -> int:
    """With the four listening sockets as 3, 4, 5 and 6, as PROTOCOL.md says."""
    heard, said = os.pipe()
    pid = os.fork()
    if pid:
        os.close(said)
        Thread(target=tell, args=(heard,), daemon=True).start()
        return pid
    try:
        os.dup2(said, 1)
        os.dup2(said, 2)
        high = [os.dup2(one.fileno(), 100 + number) for number, one in enumerate(listeners)]
        for number, descriptor in enumerate(high, 3):
            os.dup2(descriptor, number)
        os.closerange(3 + len(high), 200)
        os.setsid()
        os.setgroups([])
        os.setgid(DESKTOP)
        os.setuid(DESKTOP)
        trial = ["--trial"] if words.get("trial") == "1" else []
        command = ["/usr/bin/python3", "-I", str(LIBRARY / "session.py"), *trial]
        os.execve(command[0], command, {"PATH": "/usr/bin", "ONMARU_APP": words.get("app", "")})
    finally:
        os._exit(127)


def start_line() -> int:
    device = port("onmaru.door")
    if device is None:
        say("the host gave no line: nobody will see this desktop")
        return 0
    os.chown(device, LINE, LINE)
    command = ["/usr/bin/python3", "-I", str(LIBRARY / "channel.py"), "inside", device]
    return subprocess.Popen(command, user=LINE, group=LINE, extra_groups=[]).pid


def start_pages(words: dict[str, str]) -> int:
    """Where the workplace is known as localhost, it is found at the gateway."""
    if "pages" not in words or "gateway" not in words:
        return 0
    lead = ["lead", words["pages"], words["gateway"]]
    command = ["/usr/bin/python3", "-I", str(LIBRARY / "channel.py"), *lead]
    return subprocess.Popen(command, user=LINE, group=LINE, extra_groups=[]).pid


def start_agent() -> int:
    device = port("org.qemu.guest_agent.0")
    if device is None:
        return 0
    agent = ["/usr/sbin/qemu-ga", "-m", "virtio-serial", "-p", device, "-b", CLOSED_TO_THE_HOST]
    return subprocess.Popen([*agent, "-t", "/run"], stderr=subprocess.DEVNULL).pid


def end(why: str) -> None:
    say(why)
    os.sync()
    ctypes.CDLL(None).reboot(POWER_OFF)


def main() -> None:
    os.environ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    words = told()
    lay_out(words)
    join(words)
    say(f"machine ready after {time.clock_gettime(time.CLOCK_BOOTTIME):.1f} s")
    listeners = open_door()
    desktop = start_desktop(words, listeners)
    for listener in listeners:
        listener.close()
    pages = partial(start_pages, words)
    started: dict[int, Callable[[], int]]
    started = {start_line(): start_line, start_agent(): start_agent, pages(): pages}
    Thread(target=await_home, daemon=True).start()
    say("desktop starting")
    while True:
        pid, status = os.wait()
        if pid == desktop:
            end(f"the desktop ended ({os.waitstatus_to_exitcode(status)})")
        elif pid in started:
            again = started.pop(pid)
            time.sleep(0.5)
            started[again()] = again


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        end("the machine could not be set up")
