"""From HWP 5, the binary format of Hangul, to HWPX, which python-hwpx makes."""

from typing import Any

from weboffice.paper.hwp_mend import COMPOUND, FOLDER, mended
from weboffice.paper.safe import LARGEST_FILE, Reason, Refusal

OLDER = b"HWP Document File V"  # HWP 3, until Hangul 97
HWPML, LONGEST_HEAD = b"<HWPML", 4096
# What hwpx.hwp5 says of a file that it does not open; damaged where it says another thing.
_REASONS = {
    "hwp5-password": Reason.PROTECTED,
    "hwp5-distribution": Reason.PROTECTED,
    "hwp5-drm": Reason.PROTECTED,
    "hwp5-not-hwp5": Reason.NOT_THIS_FORMAT,
    "hwp5-version-unsupported": Reason.NOT_THIS_FORMAT,
    "hwp5-limit-exceeded": Reason.TOO_LARGE,
}


def as_hwpx(data: bytes) -> tuple[bytes, int]:
    """The same as HWPX, and how much that dropped; raise Refusal."""
    if not data.startswith(COMPOUND):
        is_older = data.startswith(OLDER) or HWPML in data[:LONGEST_HEAD]
        raise Refusal(Reason.OTHER_HANGUL if is_older else Reason.NOT_THIS_FORMAT)
    if len(data) > LARGEST_FILE:
        raise Refusal(Reason.TOO_LARGE)
    return _opened(data)


def packed(data: bytes) -> bytes:
    """The package behind a line with how much was dropped; `unpacked` takes it apart."""
    package, dropped = as_hwpx(data)
    return b"%d\n" % dropped + package


def unpacked(data: bytes) -> tuple[bytes, int]:
    dropped, _, package = data.partition(b"\n")
    return package, int(dropped) if dropped.isdigit() else 0


def _opened(data: bytes) -> tuple[bytes, int]:
    from hwpx.errors import Hwp5Error  # noqa: PLC0415 - late, as in hwpx_head

    try:
        try:
            return _converted(data)
        except Hwp5Error as error:
            if not _is_of_a_picture(error):
                raise
            return _converted(mended(data))
    except Hwp5Error as error:
        raise Refusal(_REASONS.get(error.code, Reason.DAMAGED), error.code) from error
    except (ValueError, KeyError, IndexError, OSError, RuntimeError) as error:
        raise Refusal(Reason.DAMAGED, type(error).__name__) from error


def _converted(data: bytes) -> tuple[bytes, int]:
    """As it is in there: what is written for Hangul is checked when it is written."""
    from hwpx.hwp5.package import convert, to_hwpx_bytes  # noqa: PLC0415

    made = convert(data)
    return to_hwpx_bytes(made.files), sum(made.report.unconverted.values())


def _is_of_a_picture(error: Any) -> bool:
    return str((error.context or {}).get("stream", "")).startswith(FOLDER)
