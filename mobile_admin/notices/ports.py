"""What notices need from outside."""

from collections.abc import Sequence
from typing import Protocol


class PrinterFailed(Exception):
    """Why, for operators."""


class Printer(Protocol):
    """Prints in a sandbox without a network; raise PrinterFailed."""

    def pdf(self, html: str, files: Sequence[tuple[str, str, bytes]]) -> bytes:
        """PDF/A-3 with `files` inside: name, words, content."""
        ...

    def picture(self, pdf: bytes) -> bytes:
        """The first page as PNG."""
        ...
