"""Which of the four words a copy gets. Pure."""

from kernel.errors import Invalid
from mobile_admin.proofs.model import Judgement
from mobile_admin.seals.examining import Examined

LARGEST = 4 << 20
BLOCK = 256
ALIKE = 0.25


class CopyTooLarge(Invalid):
    """`most` in bytes."""

    code = "copy_too_large"


class CopyEmpty(Invalid):
    code = "copy_empty"


def check_size(copy: bytes) -> None:
    if not copy:
        raise CopyEmpty
    if len(copy) > LARGEST:
        raise CopyTooLarge(most=LARGEST)


def holds(examined: Examined) -> bool:
    return examined.is_whole and examined.is_trusted


def judged(
    examined: Examined, *, is_same: bool, is_drawn: bool, is_named: bool = False
) -> Judgement:
    """Only the very bytes of the register under a seal that holds are the document [NV2].

    `is_named`: the file says that it is this document, which without its seal it is not.
    """
    if is_same:
        if holds(examined):
            return Judgement.GENUINE
        return Judgement.UNTRUSTED if examined.is_whole else Judgement.UNVERIFIED
    if is_drawn or (examined.is_signed and not examined.is_whole):
        return Judgement.ALTERED
    if examined.is_whole and not examined.is_trusted:
        return Judgement.UNTRUSTED
    return Judgement.ALTERED if is_named and not examined.is_whole else Judgement.UNVERIFIED


def is_drawn_from(original: bytes, copy: bytes) -> bool:
    """Whether a copy was made of the document: bytes changed, cut off, put in or hung on.

    Without parsing: whatever was done to it, much still stands where it stood, counted from the
    front or from the back.
    """
    ways = ((original, copy), (original[::-1], copy[::-1]))
    counted = [
        sum(a == b for a, b in zip(_blocks(ours), _blocks(theirs), strict=False))
        for ours, theirs in ways
    ]
    fewest = min(len(original), len(copy)) // BLOCK
    return fewest > 0 and max(counted) >= ALIKE * fewest


def _blocks(data: bytes) -> list[bytes]:
    """Without the last, which is seldom whole."""
    return [data[at : at + BLOCK] for at in range(0, len(data) - BLOCK + 1, BLOCK)]
