"""From HWP 5, the binary format of Hangul, to HWPX, which python-hwpx makes."""

import io
import warnings

from weboffice.paper.safe import LARGEST_FILE, Reason, Refusal

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, which HWP 5 is kept in

_SHUT = ("protected", "encrypt", "password", "drm", "distribution")


def as_hwpx(data: bytes) -> tuple[bytes, int]:
    """The same as HWPX, and how much that dropped; raise Refusal."""
    if not data.startswith(COMPOUND):
        raise Refusal(Reason.NOT_THIS_FORMAT)
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
    from hwpx import HwpxDocument  # noqa: PLC0415 - late, as in hwpx_head
    from hwpx.errors import Hwp5Error  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the report says the same in numbers
        try:
            document = HwpxDocument.open(io.BytesIO(data))
            package = document.to_bytes()
        except Hwp5Error as error:
            is_shut = any(
                word in error.code for word in ("protected", "encrypt", "password", "drm")
            )
            raise Refusal(Reason.PROTECTED if is_shut else Reason.DAMAGED, error.code) from error
        except (ValueError, KeyError, IndexError, OSError, RuntimeError) as error:
            raise Refusal(Reason.DAMAGED, type(error).__name__) from error
        report = document.conversion_report
    return package, 0 if report is None else sum(report.unconverted.values())
