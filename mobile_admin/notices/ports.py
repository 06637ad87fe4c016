"""What notices need from outside."""

from collections.abc import Sequence
from typing import Protocol

from kernel.db import Tx
from mobile_admin.notices.model import Made, Notice


class PrinterFailed(Exception):
    """Why, for operators."""


class SealBook(Protocol):
    """관인대장."""

    def enter(self, tx: Tx, notice: Notice, made: Made, /) -> None:
        """In the transaction that keeps the sealed paper."""
        ...


class Printer(Protocol):
    """Prints in a sandbox without a network; raise PrinterFailed."""

    def pdf(
        self, html: str, files: Sequence[tuple[str, str, bytes]], pictures: Sequence[bytes] = ()
    ) -> bytes:
        """PDF/A-3 with `files` inside: name, words, content. `pictures` are JPEGs, whose addresses
        are picture:0, picture:1 and so on."""
        ...

    def picture(self, pdf: bytes) -> bytes:
        """The first page as PNG."""
        ...
