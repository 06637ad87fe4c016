"""The words of RFB (RFC 6143, and the community's list of extensions) that pass this gateway."""

import struct
from dataclasses import dataclass
from enum import IntEnum

VERSION = b"RFB 003.008\n"
NO_PASSWORD = 1  # the door is the ticket on one side and the socket's owner on the other
SHARED = b"\x01"
# 32 bits a pixel, 24 of colour, little endian, red first: what noVNC draws without converting.
PIXELS = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 0, 8, 16)
PIXEL_BYTES, COLOUR_BYTES = 4, 3
SMALLEST, LARGEST = 1, 8192
MOST_PIXELS = 2560 * 1600 * 4  # four screens
LARGEST_CURSOR = 256  # pixels on a side
MOST_SCREENS = 16
MOST_ENCODINGS = 64
MOST_AT_ONCE = 512  # messages of a browser in one
LONGEST_FENCE = 64
LONGEST_NAME = 4096
CUT_BYTES = 1024 * 1024  # before and after inflating
SKIPPED_BYTES = 64 * 1024 * 1024  # of a longer text, which is read and dropped


class Encoding(IntEnum):
    """Every one whose length can be followed without inflating."""

    RAW = 0
    COPY_RECT = 1
    TIGHT = 7
    ZRLE = 16
    VMWARE_CURSOR = 0x574D5664
    DESKTOP_SIZE = -223
    CURSOR = -239
    QEMU_KEY = -258
    LED_STATE = -261
    EXTENDED_DESKTOP_SIZE = -308
    FENCE = -312
    CONTINUOUS_UPDATES = -313
    EXTENDED_CLIPBOARD = -0x3F5E1A32  # 0xC0A1E5CE; between gateway and desktop only


QUALITY = range(-32, -22)
COMPRESSION = range(-256, -246)


class Broken(Exception):
    """It said what is on no list, or more than is believed. Its stream ends."""


@dataclass
class Screen:
    """The desktop's picture as both sides know it. `identity` and `flags` are the desktop's own
    names for its one monitor; a size may be asked for once `is_resizable`."""

    width: int = 0
    height: int = 0
    is_resizable: bool = False
    identity: int = 0
    flags: int = 0

    def set_size(self, width: int, height: int) -> None:
        if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
            raise Broken(f"a screen of {width}×{height}")
        if width * height > MOST_PIXELS:
            raise Broken(f"a screen of {width}×{height}")
        self.width, self.height = width, height

    def holds(self, x: int, y: int, width: int, height: int) -> bool:
        return x + width <= self.width and y + height <= self.height


@dataclass(frozen=True)
class CutText:
    """A clipboard message. Extended ones are flags and, perhaps, a deflated text. `data` is None
    where there was more than anybody may pass."""

    data: bytes | None
    is_extended: bool = False
