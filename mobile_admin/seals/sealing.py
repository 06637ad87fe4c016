"""Sealing a PDF: PAdES, and nothing in it may be changed afterwards (ETSI EN 319 142-1)."""

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mobile_admin.seals.keys import SealFile

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

log = logging.getLogger(__name__)


class SealLevel(StrEnum):
    """Of PAdES: with a time-stamp of somebody else (B-T), or with our word for the time (B-B)."""

    BB = "B-B"
    BT = "B-T"


@dataclass(frozen=True)
class Sealed:
    """`note` says why there is no time-stamp where one was wanted."""

    pdf: bytes
    level: SealLevel
    note: str = ""


@dataclass(frozen=True)
class Seal:
    """`stamps` is who says when; None where the agency names nobody."""

    file: SealFile
    stamps: "TimeStamper | None" = None

    def seal(self, pdf: bytes) -> Sealed:
        """A notice goes out though the time-stamp's server is away, and says so."""
        from mobile_admin.seals import pades  # noqa: PLC0415 - late, as it says

        if self.stamps is None:
            return Sealed(pades.signed(pdf, self.file, None), SealLevel.BB)
        try:
            return Sealed(pades.signed(pdf, self.file, self.stamps), SealLevel.BT)
        except pades.NOT_STAMPED as error:
            log.warning("no time-stamp: %s", error)
            note = type(error).__name__
            return Sealed(pades.signed(pdf, self.file, None), SealLevel.BB, note)


def stamps_of(url: str) -> "TimeStamper | None":
    """RFC 3161 at the address that the operator set; nobody else's word becomes an address."""
    if not url:
        return None
    from mobile_admin.seals import pades  # noqa: PLC0415 - late, as it says

    return pades.stamper(url)
