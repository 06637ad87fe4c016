"""What a screen shows until its programs have drawn: the wallpaper's colour, the zone's, and that
the desktop is being made ready.

On a slow machine, a guest whose instructions are translated above all, that takes a minute, and a
black screen is taken for a broken one. `--make` is run once, when the image is built: it turns
ready.svg into pixels as X servers hold them, so that nothing has to be decoded here.
"""

import ctypes
import socket
import sys
import time
from ctypes import byref, c_char_p, c_int, c_uint, c_ulong, c_void_p
from pathlib import Path

FOLDER = Path("/usr/share/onmaru")
COLOUR = 0x0D3B4C  # the wallpaper's sky, and the ground of ready.svg
ZONES = {"work": 0x1D56BC, "internet": 0xFFB114, "guest": 0xD63D4A}  # web/src/kit: --zone
BAR = 6  # points of the zone's colour, above
AGAIN = 0.5  # seconds: the screen may have got another size, and what is drawn once may be hidden
Z_PIXMAP = 2  # X11/X.h

X = ctypes.CDLL("libX11.so.6")
for name, result, given in (
    ("XOpenDisplay", c_void_p, [c_char_p]),
    ("XCloseDisplay", c_int, [c_void_p]),
    ("XDefaultRootWindow", c_ulong, [c_void_p]),
    ("XDefaultVisual", c_void_p, [c_void_p, c_int]),
    ("XGetGeometry", c_int, [c_void_p, c_ulong, *[c_void_p] * 7]),
    ("XSetWindowBackground", c_int, [c_void_p, c_ulong, c_ulong]),
    ("XClearWindow", c_int, [c_void_p, c_ulong]),
    ("XCreateGC", c_void_p, [c_void_p, c_ulong, c_ulong, c_void_p]),
    ("XSetForeground", c_int, [c_void_p, c_void_p, c_ulong]),
    ("XFillRectangle", c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint]),
    ("XCreateImage", c_void_p,
     [c_void_p, c_void_p, c_uint, c_int, c_int, c_char_p, c_uint, c_uint, c_int, c_int]),
    ("XPutImage", c_int,
     [c_void_p, c_ulong, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_uint, c_uint]),
    ("XFree", c_int, [c_void_p]),
    ("XFreeGC", c_int, [c_void_p, c_void_p]),
    ("XSync", c_int, [c_void_p, c_int]),
):  # fmt: skip
    function = getattr(X, name)
    function.restype, function.argtypes = result, given


class Ground:
    """`lay` as often as there is time; it does something when there is something to do."""

    def __init__(self, first_size: tuple[int, int], display: bytes = b":0", folder: Path = FOLDER):
        self.first_size, self.display = first_size, display
        self.width, self.height, palette, self.pixels = read(folder / "ready.raw")
        flat = (COLOUR, *ZONES.values())
        # All that it has, so that nobody takes it for what a program painted.
        self.colours = palette | {colour.to_bytes(3, "little") for colour in flat}
        self.screen: int | None = None
        self.size = (0, 0)
        self.not_before = 0.0

    def lay(self) -> None:
        now = time.monotonic()
        if now < self.not_before:
            return
        self.not_before = now + AGAIN
        self.screen = self.screen or X.XOpenDisplay(self.display)
        if self.screen:
            self._draw(self.screen, X.XDefaultRootWindow(self.screen))

    def leave(self) -> None:
        """The colour stays, which costs nothing: what a program uncovers is not black."""
        if self.screen:
            X.XCloseDisplay(self.screen)
        self.screen, self.pixels = None, b""

    def _draw(self, screen: int, root: int) -> None:
        size = self._size(screen, root)
        if size != self.size:
            self.size = size
            X.XSetWindowBackground(screen, root, COLOUR)
            X.XClearWindow(screen, root)
        wide, high = seen(size, self.first_size)
        pen = X.XCreateGC(screen, root, 0, None)  # draws on the root only, and on no window
        X.XSetForeground(screen, pen, ZONES.get(socket.gethostname(), COLOUR))
        X.XFillRectangle(screen, root, pen, 0, 0, size[0], BAR)
        picture = X.XCreateImage(
            screen, X.XDefaultVisual(screen, 0), 24, Z_PIXMAP, 0, self.pixels,
            self.width, self.height, 32, 4 * self.width,
        )  # fmt: skip
        left, top = (wide - self.width) // 2, (high - self.height) // 2
        X.XPutImage(screen, root, pen, picture, 0, 0, left, top, self.width, self.height)
        X.XFree(picture)  # not what it points to, which is ours
        X.XFreeGC(screen, pen)
        X.XSync(screen, 0)

    def _size(self, screen: int, root: int) -> tuple[int, int]:
        wide, high = c_uint(), c_uint()
        rest = [byref(c_ulong()), byref(c_int()), byref(c_int())]
        X.XGetGeometry(
            screen, root, *rest, byref(wide), byref(high), byref(c_uint()), byref(c_uint())
        )
        return wide.value, high.value


def seen(size: tuple[int, int], first: tuple[int, int]) -> tuple[int, int]:
    """What of it a viewer sees: before anybody came, a screen is as large as two monitors."""
    return size if size[0] <= 2 * first[0] else first


def read(file: Path) -> tuple[int, int, frozenset[bytes], bytes]:
    """Width, height, its colours, and four bytes a point: blue, green, red, nothing."""
    head, _, rest = file.read_bytes().partition(b"\n")
    width, height, count = (int(word) for word in head.split())
    palette = frozenset(rest[at : at + 3] for at in range(0, 3 * count, 3))
    return width, height, palette, rest[3 * count :]


def write(file: Path, width: int, height: int, pixels: bytes) -> None:
    palette = {pixels[at : at + 3] for at in range(0, len(pixels), 4)}
    head = f"{width} {height} {len(palette)}\n".encode()
    file.write_bytes(head + b"".join(sorted(palette)) + pixels)


def make(source: Path, target: Path) -> None:
    import gi  # noqa: PLC0415 - only where images are built

    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf  # noqa: PLC0415

    picture = GdkPixbuf.Pixbuf.new_from_file(str(source))
    wide, high, row = picture.get_width(), picture.get_height(), picture.get_rowstride()
    step, given = picture.get_n_channels(), picture.get_pixels()
    made = bytearray(4 * wide * high)
    for line in range(high):
        here = given[line * row : line * row + step * wide]
        for to, channel in ((0, 2), (1, 1), (2, 0)):
            made[4 * wide * line + to : 4 * wide * (line + 1) : 4] = here[channel::step]
    write(target, wide, high, bytes(made))


if __name__ == "__main__" and "--make" in sys.argv:
    make(FOLDER / "ready.svg", FOLDER / "ready.raw")
