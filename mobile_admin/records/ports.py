"""What records need from outside."""

from typing import Protocol


class Pictures(Protocol):
    def small(self, data: bytes, /) -> bytes | None:
        """A JPEG of at most 640 points a side, made in a sandbox; None where `data` is no picture
        that is understood, or takes too long."""
