"""Tells when a program has taken what was typed into it, so that what follows cannot overtake it.

Keys reach a program through the X server, text through the input method. Each way keeps its order
and knows nothing of the other. So whoever changes ways asks here, and is answered when

- after keys: a key that nobody presses was let go behind them (the X server tells that to those who
  listen to raw events, and to no program), and then the program of the focus answered a ping that
  lay behind the keys in its own queue;
- after text: each program on the input method's bus has answered a ping that lay behind the text,
  so the text waits in the right one's main loop, and that loop has turned since.

Who does not answer is waited for once, at most `PATIENCE`; afterwards it gets `PAUSE` until it
answers again.
"""

import ctypes
from collections.abc import Callable
from ctypes import byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any

import gi

gi.require_version("IBus", "1.0")
from gi.repository import Gio, GLib, IBus  # noqa: E402

PATIENCE = 1000  # ms
NUDGE = 8  # ms
PAUSE = 20  # ms, for a program that answers no ping
# XF86Launch1 to 4: on the keymaps of both X servers, on no keyboard of a browser. Taking turns, one
# that comes late is not taken for the next.
MARKERS = range(0x1008FF41, 0x1008FF45)
TURNS = 2  # a loop may have looked for events just before the text came

# X11/X.h, X11/extensions/XI2.h
# Answers to pings are sent to who asked for the first, but by Qt to who asked for the second.
SUBSTRUCTURE_NOTIFY, STRUCTURE_NOTIFY = 1 << 19, 1 << 17
CLIENT_MESSAGE, GENERIC_EVENT, RAW_KEY_RELEASE = 33, 35, 14
ALL_MASTER_DEVICES = 1

X = ctypes.CDLL("libX11.so.6")
XI = ctypes.CDLL("libXi.so.6")
for name, result, given in (
    ("XOpenDisplay", c_void_p, [c_char_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XConnectionNumber", c_int, [c_void_p]),
    ("XPending", c_int, [c_void_p]),
    ("XNextEvent", c_int, [c_void_p, c_void_p]),
    ("XFlush", c_int, [c_void_p]),
    ("XSelectInput", c_int, [c_void_p, c_ulong, c_long]),
    ("XInternAtom", c_ulong, [c_void_p, c_char_p, c_int]),
    ("XKeysymToKeycode", ctypes.c_ubyte, [c_void_p, c_ulong]),
    ("XGetEventData", c_int, [c_void_p, c_void_p]),
    ("XFreeEventData", None, [c_void_p, c_void_p]),
    ("XSendEvent", c_int, [c_void_p, c_ulong, c_int, c_long, c_void_p]),
    ("XGetInputFocus", c_int, [c_void_p, c_void_p, c_void_p]),
    ("XGetWMProtocols", c_int, [c_void_p, c_ulong, c_void_p, c_void_p]),
    ("XQueryTree", c_int, [c_void_p, c_ulong, *[c_void_p] * 4]),
    ("XFree", c_int, [c_void_p]),
    ("XSetErrorHandler", c_void_p, [c_void_p]),
):
    function = getattr(X, name)
    function.restype, function.argtypes = result, given
XI.XISelectEvents.argtypes = [c_void_p, c_ulong, c_void_p, c_int]
XI.XIQueryVersion.argtypes = [c_void_p, c_void_p, c_void_p]


class ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p),
        ("window", c_ulong), ("message_type", c_ulong), ("format", c_int), ("data", c_long * 5),
    )  # fmt: skip


class Cookie(ctypes.Structure):
    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p),
        ("extension", c_int), ("evtype", c_int), ("cookie", c_uint), ("data", c_void_p),
    )  # fmt: skip


class RawEvent(ctypes.Structure):
    """XIRawEvent as far as it is read."""

    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p),
        ("extension", c_int), ("evtype", c_int), ("time", c_ulong),
        ("deviceid", c_int), ("sourceid", c_int), ("detail", c_int),
    )  # fmt: skip


class Event(ctypes.Union):
    _fields_ = (
        ("type", c_int), ("client", ClientMessage), ("cookie", Cookie), ("pad", c_long * 24),
    )  # fmt: skip


class EventMask(ctypes.Structure):
    _fields_ = (("deviceid", c_int), ("mask_len", c_int), ("mask", c_char_p))


@ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
def ignored(_display: int, _error: int) -> int:
    """A window may go while it is asked; Xlib would end the process."""
    return 0


Then = Callable[[], None]


class Settling:
    """One at a time: the gateway asks again only once it was answered."""

    def __init__(self, bus: IBus.Bus) -> None:
        self.connection: Gio.DBusConnection = bus.get_connection()
        self.programs: list[str] = []
        self.waits: dict[tuple[str, int], Then] = {}
        self.markers: dict[int, int] = {}  # how often one came before it was asked for; -1: is late
        self.number = 0
        self.deaf: set[object] = set()
        self.event = Event()
        X.XSetErrorHandler(ignored)
        self.display = X.XOpenDisplay(b":0")
        self.root = X.XDefaultRootWindow(self.display)
        self.marking = {X.XKeysymToKeycode(self.display, keysym) for keysym in MARKERS}
        self.protocols = X.XInternAtom(self.display, b"WM_PROTOCOLS", 0)
        self.ping = X.XInternAtom(self.display, b"_NET_WM_PING", 0)
        X.XSelectInput(self.display, self.root, SUBSTRUCTURE_NOTIFY | STRUCTURE_NOTIFY)
        XI.XIQueryVersion(self.display, byref(c_int(2)), byref(c_int(2)))
        bits = (1 << RAW_KEY_RELEASE).to_bytes(4, "little")
        XI.XISelectEvents(
            self.display, self.root, byref(EventMask(ALL_MASTER_DEVICES, len(bits), bits)), 1
        )
        X.XFlush(self.display)
        GLib.io_add_watch(X.XConnectionNumber(self.display), GLib.IO_IN, self.read)
        self.look_who_is_there()

    def look_who_is_there(self) -> None:
        """Again at each change of the focus: a program that takes text has come to the bus."""
        self.connection.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ListNames",
            None, None, Gio.DBusCallFlags.NONE, PATIENCE, None, self.found,
        )  # fmt: skip

    def found(self, connection: Gio.DBusConnection, result: Gio.AsyncResult) -> None:
        try:
            (names,) = connection.call_finish(result).unpack()
        except GLib.Error:
            return
        own = connection.get_unique_name()
        self.programs = [name for name in names if name.startswith(":") and name != own]
        self.deaf &= set(self.programs)

    def after_keys(self, marker: int, then: Then) -> None:
        """`marker` is the keysym that is let go behind the keys."""
        keycode = X.XKeysymToKeycode(self.display, marker)
        self.drain()
        if self.markers.pop(keycode, 0) > 0:
            self.turn(1, then)
        else:
            self.wait(("key", keycode), "keys", lambda: self.turn(1, then))

    def after_text(self, then: Then) -> None:
        asked = [name for name in self.programs if name not in self.deaf]
        left = set(asked)

        def answered(connection: Any, result: Any, name: str) -> None:
            try:
                connection.call_finish(result)
            except GLib.Error:
                self.deaf.add(name)
            left.discard(name)
            if not left:
                self.turn(TURNS, then)

        for name in asked:
            self.connection.call(
                name, "/", "org.freedesktop.DBus.Peer", "Ping", None, None,
                Gio.DBusCallFlags.NO_AUTO_START, PATIENCE, None, answered, name,
            )  # fmt: skip
        if not asked:
            self.turn(TURNS, then)

    def turn(self, times: int, then: Then) -> None:
        """Once the loop of the program that has the focus has turned so often."""
        window = self.focused()
        if times == 0:
            then()
        elif window == 0:
            GLib.timeout_add(PAUSE, lambda: then() or False)
        else:
            self.number += 1
            what = ("ping", self.number)
            self.wait(what, window, lambda: self.turn(times - 1, then))
            self.keep_asking(what, window)

    def wait(self, what: tuple[str, int], who: object, then: Then) -> None:
        def late() -> bool:
            if self.waits.get(what) is once:
                self.deaf.add(who)
                if what[0] == "key":
                    self.markers[what[1]] = -1
                once()
            return False

        def once() -> None:
            if self.waits.pop(what, None) is not None:
                then()

        self.waits[what] = once
        GLib.timeout_add(PAUSE if who in self.deaf else PATIENCE, late)

    def keep_asking(self, what: tuple[str, int], window: int) -> None:
        """GTK may fall asleep with its answer unsent, until the X server says something else."""

        def ask() -> bool:
            if what in self.waits:
                self.send_ping(window, what[1])
            return what in self.waits

        if ask():
            GLib.timeout_add(NUDGE, ask)

    def send_ping(self, window: int, number: int) -> None:
        message = ClientMessage(CLIENT_MESSAGE, 0, 1, self.display, window, self.protocols, 32)
        # EWMH has a time in the second place, which Qt takes for one; 0 is none.
        message.data[:] = (self.ping, 0, window, number, 0)
        X.XSendEvent(self.display, window, 0, 0, byref(Event(client=message)))
        X.XFlush(self.display)

    def focused(self) -> int:
        """The window with the focus that answers pings, or one around it; 0 if there is none."""
        window, revert = c_ulong(), c_int()
        X.XGetInputFocus(self.display, byref(window), byref(revert))
        at = window.value
        while at not in {0, 1, self.root}:
            if self.ping in self.protocols_of(at):
                return at
            at = self.parent_of(at)
        return 0

    def protocols_of(self, window: int) -> list[int]:
        found, count = ctypes.POINTER(c_ulong)(), c_int()
        if not X.XGetWMProtocols(self.display, window, byref(found), byref(count)):
            return []
        atoms = found[: count.value]
        X.XFree(found)
        return list(atoms)

    def parent_of(self, window: int) -> int:
        root, parent, children, count = c_ulong(), c_ulong(), c_void_p(), c_uint()
        if not X.XQueryTree(
            self.display, window, byref(root), byref(parent), byref(children), byref(count)
        ):
            return 0
        if children:
            X.XFree(children)
        return parent.value

    def read(self, _fd: int, _condition: int) -> bool:
        self.drain()
        return True

    def drain(self) -> None:
        """Also what Xlib has read already while it waited for an answer."""
        while X.XPending(self.display):
            X.XNextEvent(self.display, byref(self.event))
            if self.event.type == CLIENT_MESSAGE:
                self.heard_ping(self.event.client)
            elif self.event.type == GENERIC_EVENT:
                self.heard_key(self.event.cookie)

    def heard_ping(self, message: ClientMessage) -> None:
        if message.message_type == self.protocols and message.data[0] == self.ping:
            self.deaf.discard(message.data[2])
            self.done(("ping", message.data[3]))

    def heard_key(self, cookie: Cookie) -> None:
        if X.XGetEventData(self.display, byref(cookie)):
            raw = ctypes.cast(cookie.data, ctypes.POINTER(RawEvent)).contents
            keycode = raw.detail if raw.evtype == RAW_KEY_RELEASE else 0
            X.XFreeEventData(self.display, byref(cookie))
            if keycode in self.marking:
                self.deaf.discard("keys")
                if not self.done(("key", keycode)):
                    self.markers[keycode] = self.markers.get(keycode, 0) + 1

    def done(self, what: tuple[str, int]) -> bool:
        """Not from within what reads the events: more is read there."""
        once = self.waits.get(what)
        if once is not None:
            GLib.idle_add(lambda: once() or False, priority=GLib.PRIORITY_DEFAULT)
        return once is not None
