"""Signatures of a PDF judged by pyHanko: imported when one is looked at, for it is 8 MiB."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from mobile_admin.seals.examining import Examined
from mobile_admin.seals.pades import certificate_of

LONGEST_NAMES = 200


def judge(pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
    """As `examining.examine`, but the library raises whatever it likes over strangers' bytes."""
    reader = PdfFileReader(BytesIO(pdf))
    names = _names(reader)
    found = reader.embedded_regular_signatures
    return replace(_judged(found, roots, moment) if found else Examined(), names=names)


def _names(reader: PdfFileReader) -> str:
    """Its subject, where a notice has its number and its code (printing/page.py)."""
    try:
        told = reader.trailer["/Info"]
    except KeyError:
        return ""
    return str(told.get("/Subject", ""))[:LONGEST_NAMES]


def _judged(
    found: Sequence[EmbeddedPdfSignature], roots: Sequence[bytes], moment: datetime
) -> Examined:
    context = ValidationContext(
        trust_roots=[certificate_of(root) for root in roots],
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(found[-1], context, context)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and len(found) == 1
    return Examined(
        is_signed=True,
        is_whole=status.intact and status.valid and whole and bool(status.docmdp_ok),
        is_trusted=bool(status.trusted),
        signer=status.signing_cert.subject.human_friendly,
    )
