"""What the signature of a PDF is worth; the PDF may be anybody's and anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Examined:
    """`is_whole`: the seal fits these bytes and nothing follows it. `problem` is for operators."""

    is_signed: bool = False
    is_whole: bool = False
    is_trusted: bool = False
    signer: str = ""
    problem: str = ""


def examine(pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Examined:
    """`roots` in PEM; certificates count as they did at `moment`. Raises over nothing it reads."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        found = reader.embedded_regular_signatures
        return _judged(found, roots, moment) if found else Examined()
    except Exception as error:  # noqa: BLE001 - the library meets strangers' bytes in any state
        return Examined(is_signed=b"/ByteRange" in pdf, problem=f"{type(error).__name__}: {error}")


def _judged(
    found: Sequence[EmbeddedPdfSignature], roots: Sequence[bytes], moment: datetime
) -> Examined:
    context = ValidationContext(
        trust_roots=[_certificate(root) for root in roots],
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


def _certificate(text: bytes) -> asn1_x509.Certificate:
    _, _, der = pem.unarmor(text)
    return asn1_x509.Certificate.load(der)
