"""An input method engine whose keyboard is a socket: what is composed in the viewer's own input
method appears here as a true preedit and is committed once (deploy/desktops/PROTOCOL.md, text).

Keys pass through untouched; settling.py tells when they, or a text, have been taken. One client at
a time; a new one takes the place of the old.
"""

import contextlib
import json
import socket
import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("IBus", "1.0")
from gi.repository import Gio, GLib, GObject, IBus  # noqa: E402

sys.path.insert(0, "/usr/lib/onmaru")
from settling import MARKERS, Settling  # noqa: E402

NAME = "onmaru-text"
TRAY = Path.home() / ".cache/onmaru/prints"  # of printer.py
LISTENED_TO = Path("/run/desktop/listened-to")  # of listening.py
OUTSIDE = Path("/run/desktop/outside")  # of outside.py
LISTENER_FD = 4
LONGEST_LINE = 256 * 1024


class TextEngine(IBus.Engine):
    __gtype_name__ = "OnmaruTextEngine"
    focused: "TextEngine | None" = None

    def do_enable(self) -> None:
        TextEngine.focused = self

    def do_focus_in(self) -> None:
        TextEngine.focused = self
        settling.look_who_is_there()
        bridge.tell_focus()

    def do_focus_out(self) -> None:
        bridge.tell_focus()

    def do_reset(self) -> None:
        bridge.send({"type": "reset"})

    def do_process_key_event(self, keyval: int, _keycode: int, _state: int) -> bool:
        return keyval in MARKERS

    def show(self, text: str) -> None:
        shown = IBus.Text.new_from_string(text)
        if text:
            shown.append_attribute(IBus.AttrType.UNDERLINE, IBus.AttrUnderline.SINGLE, 0, len(text))
        self.update_preedit_text_with_mode(
            shown, len(text), bool(text), IBus.PreeditFocusMode.CLEAR
        )

    def commit(self, text: str) -> None:
        self.show("")
        self.commit_text(IBus.Text.new_from_string(text))


class Bridge:
    def __init__(self) -> None:
        self.peer: socket.socket | None = None
        self.watch = 0
        self.pending = b""
        self.listener = socket.socket(fileno=LISTENER_FD)
        self.listener.setblocking(False)
        GLib.io_add_watch(self.listener.fileno(), GLib.IO_IN, self.accept)

    def accept(self, _fd: int, _condition: int) -> bool:
        try:
            peer, _ = self.listener.accept()
        except BlockingIOError:
            return True
        self.drop()
        peer.setblocking(False)
        self.peer, self.pending = peer, b""
        self.watch = GLib.io_add_watch(peer.fileno(), GLib.IO_IN | GLib.IO_HUP, self.read)
        self.tell_focus()
        self.tell_printed()
        if LISTENED_TO.exists():
            self.tell_listening()
        self.tell_outside()
        return True

    def drop(self) -> None:
        if self.peer is None:
            return
        GLib.source_remove(self.watch)
        self.peer.close()
        self.peer = None
        if TextEngine.focused:
            TextEngine.focused.show("")

    def read(self, _fd: int, _condition: int) -> bool:
        if self.peer is None:
            return False
        try:
            received = self.peer.recv(65536)
        except BlockingIOError:
            return True
        except OSError:
            received = b""
        self.pending += received
        if not received or len(self.pending) > LONGEST_LINE:
            self.drop()
            return False
        *lines, self.pending = self.pending.split(b"\n")
        for line in lines:
            self.take(line)
        return True

    def take(self, line: bytes) -> None:
        message = parse(line)
        if message is None:
            self.send({"type": "refused", "reason": "malformed"})
            return
        if message["type"] == "settle":
            self.settle(message.get("after"), message.get("seq"))
            return
        reason = perform(message["type"], message["text"])
        if reason:
            self.send({"type": "refused", "reason": reason, "seq": message.get("seq")})
        else:
            self.send({"type": "done", "seq": message.get("seq")})

    def settle(self, after: object, seq: object) -> None:
        """`after` is the marker behind keys; without one it is about the text before."""
        peer = self.peer

        def settled() -> None:
            if self.peer is peer:
                self.send({"type": "settled", "seq": seq})

        if isinstance(after, int):
            settling.after_keys(after, settled)
        else:
            settling.after_text(settled)

    def tell_printed(self, *_change: object) -> None:
        """Somebody may look what lies there, and whether it may leave."""
        if any(TRAY.glob("*.pdf")):
            self.send({"type": "printed"})

    def tell_listening(self, *_change: object) -> None:
        """Whether a program takes in what the microphone gives; of which one is not said."""
        self.send({"type": "listening", "on": LISTENED_TO.exists()})

    def tell_outside(self, *_change: object) -> None:
        """A link that somebody wants to open outside; told once, to who is there to hear it."""
        if self.peer is None or not OUTSIDE.exists():
            return
        try:
            link = json.loads(OUTSIDE.read_text()).get("url")
        except (OSError, ValueError, AttributeError):
            link = None
        OUTSIDE.unlink(missing_ok=True)
        if isinstance(link, str):
            self.send({"type": "outside", "url": link})

    def tell_focus(self) -> None:
        self.send({"type": "focus", "text": TextEngine.focused is not None})

    def send(self, message: dict[str, object]) -> None:
        if self.peer is None:
            return
        # A client that does not read loses answers, never the desktop's time.
        with contextlib.suppress(OSError):
            self.peer.send(json.dumps(message, ensure_ascii=False).encode() + b"\n")


def parse(line: bytes) -> "dict[str, Any] | None":
    """A message with a type and a text, or None."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    if not isinstance(message, dict) or not isinstance(message.setdefault("text", ""), str):
        return None
    return message if isinstance(message.get("type"), str) else None


def perform(kind: str, text: str) -> str:
    """Why not, or nothing."""
    engine = TextEngine.focused
    if engine is None:
        return "no_focus"
    if kind == "preedit":
        engine.show(text)
    elif kind == "commit":
        engine.commit(text)
    else:
        return "unknown_type"
    return ""


def serve(bus: IBus.Bus) -> None:
    factory = IBus.Factory.new(bus.get_connection())
    factory.add_engine(NAME, GObject.type_from_name("OnmaruTextEngine"))
    component = IBus.Component.new(
        "org.onmaru.Text", "Onmaru text", "1", "Apache-2.0", "Onmaru", "", "", "onmaru"
    )
    component.add_engine(
        IBus.EngineDesc.new(
            NAME, "Onmaru", "Text composed in the viewer", "ko", "Apache-2.0", "Onmaru", "", "us"
        )
    )
    bus.register_component(component)
    bus.set_global_engine_async(NAME, -1, None, None)
    bus.connect("disconnected", lambda _bus: loop.quit())
    loop.run()
    del factory


IBus.init()
loop = GLib.MainLoop()
bus = IBus.Bus()
settling = Settling(bus)
bridge = Bridge()
TRAY.mkdir(parents=True, exist_ok=True)
tray = Gio.File.new_for_path(str(TRAY)).monitor_directory(Gio.FileMonitorFlags.WATCH_MOVES, None)
tray.connect("changed", bridge.tell_printed)
sign = Gio.File.new_for_path(str(LISTENED_TO)).monitor_file(Gio.FileMonitorFlags.NONE, None)
sign.connect("changed", bridge.tell_listening)
wish = Gio.File.new_for_path(str(OUTSIDE)).monitor_file(Gio.FileMonitorFlags.NONE, None)
wish.connect("changed", bridge.tell_outside)
serve(bus)
