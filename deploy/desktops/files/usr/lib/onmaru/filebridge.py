"""Takes files into Downloads and hands out those of the outbox, and what was printed
(deploy/desktops/PROTOCOL.md §9). The printer runs in this process as well: it is little.

It runs as the desktop's user and can do what that user can; what it says is believed by nobody.
"""

import contextlib
import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

sys.path.insert(0, str(Path(__file__).parent))
import printer

LISTENER_FD = 6
HOME = Path.home()
DOWNLOADS = HOME / "Downloads"
OUTBOX = HOME / "문서함으로 보내기"
LONGEST_LINE = 4096
LONGEST_NAME = 200  # bytes of UTF-8: a file system takes 255, and a number may follow
LONGEST_KNOWN_NAME = 255  # of what lies there already
LONGEST_SUFFIX = 20
MOST_FILES = 200
CHUNK = 256 * 1024
TOGETHER = 8  # requests at once: a long file keeps no list and no print waiting
PATIENCE = 30.0
BROWSER = "/usr/bin/chromium"
LINK = re.compile(r"https?://[^\s\"<>\\^`{|}]{1,2000}")


class Refused(Exception):
    """Its text is the `error` of the answer."""


def clean(name: object, longest: int = LONGEST_NAME) -> str:
    if not isinstance(name, str) or name in {"", ".", ".."} or "/" in name or "\0" in name:
        raise Refused("name")
    if len(name.encode(errors="replace")) > longest:
        raise Refused("name")
    return name


def unused(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    plain = Path(name)
    for number in range(2, 1000):
        yield folder / f"{plain.stem} ({number}){plain.suffix}"


def put(peer: socket.socket, rest: bytes, wish: dict[str, object]) -> dict[str, object]:
    """The bytes follow the line; a file that did not come whole is taken away again."""
    name, size = clean(wish.get("name")), wish.get("size")
    if not isinstance(size, int) or size < 0:
        raise Refused("size")
    DOWNLOADS.mkdir(exist_ok=True)
    for path in unused(DOWNLOADS, name):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(descriptor, "wb") as file:
                receive(peer, rest, size, file)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return {"name": path.name}
    raise Refused("name")


def receive(peer: socket.socket, rest: bytes, size: int, file: BinaryIO) -> None:
    file.write(rest[:size])
    left = size - len(rest[:size])
    while left:
        part = peer.recv(min(left, CHUNK))
        if not part:
            raise Refused("cut")
        file.write(part)
        left -= len(part)


def place(wish: dict[str, object]) -> Path:
    return printer.TRAY if wish.get("in") == "prints" else OUTBOX


def is_text(name: str) -> bool:
    """Not where a byte of it is no UTF-8; Python then holds half of a pair for it."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def meant(name: str) -> str:
    """What a name from an archive means: Windows of Korea packs them in CP949."""
    raw = os.fsencode(name)
    try:
        text = raw.decode("cp949")
    except UnicodeDecodeError:
        text = raw.decode(errors="replace").replace("\ufffd", "_")
    stem, suffix = Path(text).stem, Path(text).suffix
    if len(suffix.encode()) > LONGEST_SUFFIX:
        stem, suffix = text, ""
    return stem.encode()[: LONGEST_NAME - len(suffix.encode())].decode(errors="ignore") + suffix


def renamed(folder: Path, name: str) -> str:
    """A name that can be shown and asked for, and that takes nobody's place."""
    for path in unused(folder, meant(name)):
        with contextlib.suppress(FileExistsError):
            os.link(folder / name, path, follow_symlinks=False)
            (folder / name).unlink()
            return path.name
    raise Refused("name")


def found(folder: Path) -> list[dict[str, object]]:
    """Its plain files, the newest first."""
    seen = []
    for entry in os.scandir(folder):
        about = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(about.st_mode) and not entry.name.startswith("."):
            name = entry.name if is_text(entry.name) else renamed(folder, entry.name)
            seen.append((about.st_mtime, {"name": name, "size": about.st_size}))
    seen.sort(key=lambda one: one[0], reverse=True)
    return [one for _, one in seen[:MOST_FILES]]


def get(peer: socket.socket, wish: dict[str, object]) -> None:
    path = place(wish) / clean(wish.get("name"), LONGEST_KNOWN_NAME)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        say(peer, {"ok": True, "size": size})
        while size:
            part = file.read(min(size, CHUNK))
            if not part:
                raise Refused("cut")
            peer.sendall(part)
            size -= len(part)


def remove(wish: dict[str, object]) -> dict[str, object]:
    with contextlib.suppress(FileNotFoundError):
        (place(wish) / clean(wish.get("name"), LONGEST_KNOWN_NAME)).unlink()
    return {}


def open_link(wish: dict[str, object]) -> dict[str, object]:
    """In the desktop's own browser, as if its user had typed it in."""
    link = wish.get("url")
    if not isinstance(link, str) or not LINK.fullmatch(link):
        raise Refused("url")
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        [BROWSER, link], cwd=HOME, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    threading.Thread(target=running.wait, daemon=True).start()
    return {}


def say(peer: socket.socket, answer: dict[str, object]) -> None:
    peer.sendall(json.dumps(answer, ensure_ascii=False).encode(errors="replace") + b"\n")


def line_of(peer: socket.socket) -> tuple[dict[str, object], bytes]:
    received = b""
    while b"\n" not in received:
        part = peer.recv(LONGEST_LINE)
        received += part
        if not part or len(received) > 2 * LONGEST_LINE:
            raise Refused("line")
    line, _, rest = received.partition(b"\n")
    wish = json.loads(line)
    if not isinstance(wish, dict):
        raise Refused("line")
    return wish, rest


def serve(peer: socket.socket) -> None:
    wish, rest = line_of(peer)
    match wish.get("op"):
        case "put":
            say(peer, {"ok": True, **put(peer, rest, wish)})
        case "list":
            say(peer, {"ok": True, "files": found(place(wish))})
        case "get":
            get(peer, wish)
        case "remove":
            say(peer, {"ok": True, **remove(wish)})
        case "open":
            say(peer, {"ok": True, **open_link(wish)})
        case _:
            raise Refused("op")


def answer(peer: socket.socket) -> None:
    try:
        serve(peer)
    except (Refused, OSError, ValueError, RecursionError) as error:
        code = str(error) if isinstance(error, Refused) else type(error).__name__
        with contextlib.suppress(OSError):
            say(peer, {"ok": False, "error": code})


def converse(peer: socket.socket, free: threading.Semaphore) -> None:
    try:
        with peer:
            peer.settimeout(PATIENCE)
            answer(peer)
    finally:
        free.release()


def make_outbox() -> None:
    """Where programs look for places: file dialogs and the file manager show bookmarks."""
    OUTBOX.mkdir(exist_ok=True)
    bookmarks = HOME / ".config/gtk-3.0/bookmarks"
    line = f"{OUTBOX.as_uri()} 문서함으로 보내기\n"
    known = bookmarks.read_text() if bookmarks.exists() else ""
    if line not in known:
        bookmarks.parent.mkdir(parents=True, exist_ok=True)
        bookmarks.write_text(known + line)


def main() -> None:
    make_outbox()
    threading.Thread(target=printer.serve, daemon=True).start()
    listener = socket.socket(fileno=LISTENER_FD)
    listener.setblocking(True)
    free = threading.BoundedSemaphore(TOGETHER)
    while True:
        free.acquire()
        peer, _ = listener.accept()
        threading.Thread(target=converse, args=(peer, free), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
