"""Sealing a PDF: PAdES, and nothing in it may be changed afterwards (ETSI EN 319 142-1)."""

import logging
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mobile_admin.seals.keys import SealFile

log = logging.getLogger(__name__)
FIELD = "OfficialSeal"
STAMP_TIMEOUT_S = 4


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
    stamps: TimeStamper | None = None

    def seal(self, pdf: bytes) -> Sealed:
        """A notice goes out though the time-stamp's server is away, and says so."""
        if self.stamps is None:
            return Sealed(self._signed(pdf, None), SealLevel.BB)
        try:
            return Sealed(self._signed(pdf, self.stamps), SealLevel.BT)
        except (TimestampRequestError, SigningError, OSError, TimeoutError) as error:
            log.warning("no time-stamp: %s", error)
            return Sealed(self._signed(pdf, None), SealLevel.BB, type(error).__name__)

    def _signed(self, pdf: bytes, stamps: TimeStamper | None) -> bytes:
        how = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signer = signers.PdfSigner(how, self._signer(), timestamper=stamps)
        signer.sign_pdf(writer, output=out)
        return out.getvalue()

    def _signer(self) -> signers.SimpleSigner:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        own = _certificate(self.file.certificate)
        _, _, der = pem.unarmor(self.file.key)
        return signers.SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(der), store)


def stamps_of(url: str) -> TimeStamper | None:
    """RFC 3161 at the address that the operator set; nobody else's word becomes an address."""
    return HTTPTimeStamper(url, timeout=STAMP_TIMEOUT_S) if url else None


def _certificate(text: bytes) -> asn1_x509.Certificate:
    _, _, der = pem.unarmor(text)
    return asn1_x509.Certificate.load(der)
