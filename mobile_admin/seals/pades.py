"""PAdES by pyHanko: imported when something is sealed, for it is 8 MiB (ETSI EN 319 142-1)."""

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

FIELD = "OfficialSeal"
STAMP_TIMEOUT_S = 4
NOT_STAMPED = (TimestampRequestError, SigningError, OSError, TimeoutError)


def signed(pdf: bytes, file: SealFile, stamps: TimeStamper | None) -> bytes:
    """Raise one of NOT_STAMPED where `stamps` do not answer."""
    how = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signers.PdfSigner(how, _signer(file), timestamper=stamps).sign_pdf(writer, output=out)
    return out.getvalue()


def stamper(url: str) -> TimeStamper:
    return HTTPTimeStamper(url, timeout=STAMP_TIMEOUT_S)


def _signer(file: SealFile) -> signers.SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    own = certificate_of(file.certificate)
    _, _, der = pem.unarmor(file.key)
    return signers.SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(der), store)


def certificate_of(text: bytes) -> asn1_x509.Certificate:
    _, _, der = pem.unarmor(text)
    return asn1_x509.Certificate.load(der)
