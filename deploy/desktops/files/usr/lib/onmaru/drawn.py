"""Tells whether windows are on the screen with something painted into them.

That a program has a window says little. Toolkits make one that is never shown, and one that is
shown keeps the colour of its ground until its program has painted: in a guest whose every
instruction is translated that takes a minute. One without a ground even shows what lay there
before, so what ground.py laid counts for nothing.
"""

import ctypes
import time
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

ANY = "*"  # in the place of a class: any window that a program made for people
DEPTH = 4  # a window stands in its frame, and its frame on the root
STEP = 6  # points from line to line; a letter is higher
COLOURS = 8  # an empty window has one, a frame and a ground two or three
REST = 4  # times as long as a look took: what is to be drawn needs the processor itself
VIEWABLE, ALL_PLANES, Z_PIXMAP = 2, c_ulong(-1).value, 2  # X11/X.h

X = ctypes.CDLL("libX11.so.6")


class Image(ctypes.Structure):
    """XImage as far as it is read."""

    _fields_ = (
        ("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int),
        ("data", c_void_p), ("byte_order", c_int), ("bitmap_unit", c_int),
        ("bitmap_bit_order", c_int), ("bitmap_pad", c_int), ("depth", c_int),
        ("bytes_per_line", c_int), ("bits_per_pixel", c_int),
    )  # fmt: skip


class Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = (
        ("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int), ("border", c_int),
        ("depth", c_int), ("visual", c_void_p), ("root", c_ulong), ("kind", c_int),
        ("bit_gravity", c_int), ("win_gravity", c_int), ("backing_store", c_int),
        ("backing_planes", c_ulong), ("backing_pixel", c_ulong), ("save_under", c_int),
        ("colormap", c_ulong), ("map_installed", c_int), ("map_state", c_int),
        ("event_masks", c_long * 3), ("override_redirect", c_int), ("screen", c_void_p),
    )  # fmt: skip


class ClassHint(ctypes.Structure):
    _fields_ = (("name", c_void_p), ("kind", c_void_p))


for name, result, given in (
    ("XOpenDisplay", c_void_p, [c_char_p]),
    ("XCloseDisplay", c_int, [c_void_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XQueryTree", c_int, [c_void_p, c_ulong, *[c_void_p] * 4]),
    ("XGetWindowAttributes", c_int, [c_void_p, c_ulong, c_void_p]),
    ("XGetClassHint", c_int, [c_void_p, c_ulong, c_void_p]),
    ("XTranslateCoordinates", c_int,
     [c_void_p, c_ulong, c_ulong, c_int, c_int, *[c_void_p] * 3]),
    ("XGetImage", POINTER(Image),
     [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int]),
    ("XFree", c_int, [c_void_p]),
    ("XSetErrorHandler", c_void_p, [c_void_p]),
):  # fmt: skip
    function = getattr(X, name)
    function.restype, function.argtypes = result, given


@ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
def ignored(_display: int, _error: int) -> int:
    """A window may go while it is looked at; Xlib would end the process."""
    return 0


def are_drawn(
    classes: Iterable[str], display: bytes = b":0", ground: AbstractSet[bytes] = frozenset()
) -> bool:
    """Of each class at least one window; False as well where there is no screen. What has one of
    the colours of the `ground` (three bytes each) may lie beneath, and is not counted."""
    X.XSetErrorHandler(ignored)
    screen = X.XOpenDisplay(display)
    if not screen:
        return False
    try:
        return Look(screen, ground).has(set(classes))
    finally:
        X.XCloseDisplay(screen)


class Eyes:
    """For whoever asks again and again: who asks too soon is told what was seen last."""

    def __init__(
        self,
        classes: Iterable[str],
        display: bytes = b":0",
        ground: AbstractSet[bytes] = frozenset(),
    ) -> None:
        self.classes, self.display, self.ground = frozenset(classes), display, ground
        self.not_before, self.found = 0.0, False

    def see(self) -> bool:
        began = time.monotonic()
        if began >= self.not_before:
            self.found = are_drawn(self.classes, self.display, self.ground)
            ended = time.monotonic()
            self.not_before = ended + REST * (ended - began)
        return self.found


class Look:
    def __init__(self, screen: int, ground: AbstractSet[bytes]) -> None:
        self.screen, self.root, self.ground = screen, X.XDefaultRootWindow(screen), ground
        self.whole = self.attributes(self.root)

    def has(self, classes: set[str]) -> bool:
        missing = set(classes)
        for window in self.below(self.root, DEPTH):
            found = self.class_of(window)
            met = missing & {found, ANY} if found else set()
            if met and self.is_painted(window, step=STEP if met == {ANY} else 0):
                missing -= met
                if not missing:
                    return True
        return not missing

    def below(self, window: int, depth: int) -> Iterator[int]:
        for child in self.children(window) if depth else ():
            yield child
            yield from self.below(child, depth - 1)

    def children(self, window: int) -> list[int]:
        root, parent, count = c_ulong(), c_ulong(), c_uint()
        found = POINTER(c_ulong)()
        said = byref(root), byref(parent), byref(found), byref(count)
        if not X.XQueryTree(self.screen, window, *said) or not found:
            return []
        children = found[: count.value]
        X.XFree(found)
        return children

    def class_of(self, window: int) -> str:
        hint = ClassHint()
        if not X.XGetClassHint(self.screen, window, byref(hint)):
            return ""
        said = ctypes.string_at(hint.name) if hint.name else b""
        for text in (hint.name, hint.kind):
            if text:
                X.XFree(text)
        return said.decode(errors="replace")

    def attributes(self, window: int) -> Attributes:
        found = Attributes()
        X.XGetWindowAttributes(self.screen, window, byref(found))
        return found

    def is_painted(self, window: int, step: int = 0) -> bool:
        """Seen along a line and a column through its middle, as on the screen; with a `step` also
        along each so-many-th line: an empty sheet of paper shows its words at the edge only."""
        its = self.attributes(window)
        if its.map_state != VIEWABLE:
            return False
        x, y, child = c_int(), c_int(), c_ulong()
        to = byref(x), byref(y), byref(child)
        X.XTranslateCoordinates(self.screen, window, self.root, 0, 0, *to)
        left, top = max(0, x.value), max(0, y.value)
        right = min(self.whole.width, x.value + its.width)
        low = min(self.whole.height, y.value + its.height)
        if right <= left or low <= top:
            return False
        line = self.colours(left, (top + low) // 2, right - left, 1)
        column = self.colours((left + right) // 2, top, 1, low - top)
        found = line | column
        for at in range(top, low, step) if step else ():
            if len(found - self.ground) >= COLOURS:
                break
            found |= self.colours(left, at, right - left, 1)
        return len(found - self.ground) >= COLOURS

    def colours(self, x: int, y: int, width: int, height: int) -> set[bytes]:
        got = X.XGetImage(self.screen, self.root, x, y, width, height, ALL_PLANES, Z_PIXMAP)
        if not got:
            return set()
        image = got.contents
        size = image.bits_per_pixel // 8
        pixels = ctypes.string_at(image.data, image.bytes_per_line * image.height)
        X.XFree(image.data)
        X.XFree(got)
        # Three bytes are the colour; what toolkits leave in the fourth differs.
        return {pixels[at : at + 3] for at in range(0, len(pixels), size)}
