"""Keeps the one program of a desktop without a desk on the screen: its main windows fill it, and
what is put away comes back, for nothing is there from which anybody could fetch it."""

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

PROPERTIES = 1 << 22  # PropertyChangeMask, X11/X.h
TO_MANAGER = (1 << 19) | (1 << 20)  # SubstructureNotifyMask | SubstructureRedirectMask
CLIENT_MESSAGE, ANY_TYPE, FORMAT, MOST = 33, 0, 32, 1024
ADD, FROM_A_PAGER = 1, 2  # of the Extended Window Manager Hints

X = ctypes.CDLL("libX11.so.6")
for name, result, given in (
    ("XOpenDisplay", c_void_p, [c_char_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XInternAtom", c_ulong, [c_void_p, c_char_p, c_int]),
    ("XSelectInput", c_int, [c_void_p, c_ulong, c_long]),
    ("XNextEvent", c_int, [c_void_p, c_void_p]),
    ("XSendEvent", c_int, [c_void_p, c_ulong, c_int, c_long, c_void_p]),
    ("XGetWindowProperty", c_int,
     [c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong, *[c_void_p] * 5]),
    ("XFree", c_int, [c_void_p]),
    ("XFlush", c_int, [c_void_p]),
    ("XSetErrorHandler", c_void_p, [c_void_p]),
):  # fmt: skip
    function = getattr(X, name)
    function.restype, function.argtypes = result, given


class Message(ctypes.Structure):
    """XClientMessageEvent, as long as an XEvent."""

    _fields_ = (
        ("kind", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p),
        ("window", c_ulong), ("what", c_ulong), ("format", c_int), ("data", c_long * 5),
        ("rest", c_long * 12),
    )  # fmt: skip


@ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
def ignored(_display: int, _error: int) -> int:
    """A window may go while it is asked; Xlib would end the process."""
    return 0


class Screen:
    def __init__(self, display: bytes = b":0") -> None:
        X.XSetErrorHandler(ignored)
        self.screen = X.XOpenDisplay(display)
        if not self.screen:
            raise SystemExit("there is no screen")
        self.root = X.XDefaultRootWindow(self.screen)
        X.XSelectInput(self.screen, self.root, PROPERTIES)
        self.known: set[int] = set()

    def settle(self) -> None:
        """Fill the screen with what is new, and bring back what was put away."""
        windows = set(self.values(self.root, "_NET_CLIENT_LIST"))
        for window in filter(self.is_main, windows):
            if window not in self.known:
                X.XSelectInput(self.screen, window, PROPERTIES)
                wide, high = (self.atom(f"_NET_WM_STATE_MAXIMIZED_{to}") for to in ("HORZ", "VERT"))
                self.tell(window, "_NET_WM_STATE", ADD, wide, high, FROM_A_PAGER)
            if self.atom("_NET_WM_STATE_HIDDEN") in self.values(window, "_NET_WM_STATE"):
                self.tell(window, "_NET_ACTIVE_WINDOW", FROM_A_PAGER)
        self.known = windows
        X.XFlush(self.screen)

    def wait(self) -> None:
        X.XNextEvent(self.screen, byref(Message()))

    def is_main(self, window: int) -> bool:
        """No dialog, no menu, nothing that belongs to another window."""
        kinds = list(self.values(window, "_NET_WM_WINDOW_TYPE"))
        if kinds and self.atom("_NET_WM_WINDOW_TYPE_NORMAL") not in kinds:
            return False
        return not any(self.values(window, "WM_TRANSIENT_FOR"))

    def values(self, window: int, name: str) -> Iterator[int]:
        kind, width = c_ulong(), c_int()
        count, left, found = c_ulong(), c_ulong(), POINTER(c_ulong)()
        said = byref(kind), byref(width), byref(count), byref(left), byref(found)
        X.XGetWindowProperty(
            self.screen, window, self.atom(name), 0, MOST, 0, ANY_TYPE, *said
        )  # fmt: skip
        if found:
            yield from found[: count.value] if width.value == FORMAT else ()
            X.XFree(found)

    def tell(self, window: int, what: str, *data: int) -> None:
        """The window manager."""
        said = Message(
            kind=CLIENT_MESSAGE, display=self.screen, window=window, what=self.atom(what),
            format=FORMAT, data=(c_long * 5)(*data),
        )  # fmt: skip
        X.XSendEvent(self.screen, self.root, 0, TO_MANAGER, byref(said))

    def atom(self, name: str) -> int:
        return int(X.XInternAtom(self.screen, name.encode(), 0))


def main() -> None:
    screen = Screen()
    while True:
        screen.settle()
        screen.wait()


if __name__ == "__main__":
    main()
