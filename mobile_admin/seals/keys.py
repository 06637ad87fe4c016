"""Keys of the seal: an authority, the seal it certifies, and the key of marks; PEM throughout.

The authority stands in for the government's own (GPKI): an agency puts its seal's key and
certificates into SEAL_FILE instead, key first, then certificate, then those above it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

AUTHORITY_FILE = "notice-authority"
SEAL_FILE = "notice-seal"
MARK_FILE = "notice-mark"
SEAL_BITS = 3072
SEAL_LASTS = timedelta(days=3 * 365)
ROOT_LASTS = timedelta(days=20 * 365)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


@dataclass(frozen=True)
class SealFile:
    """`key` and certificates in PEM; `roots` are what the seal is trusted by."""

    key: bytes
    certificate: bytes
    roots: tuple[bytes, ...]


def new_authority() -> str:
    return _pem(ec.generate_private_key(ec.SECP256R1()))


def new_mark_key() -> str:
    return _pem(Ed25519PrivateKey.generate())


def new_seal(authority_pem: str, agency: str, now: datetime) -> str:
    """A seal of RSA, certified by the authority for three years.

    RSA, because a signature on a curve makes a PDF one of version 2.0, which is no PDF/A-3.
    """
    authority = serialization.load_pem_private_key(authority_pem.encode(), password=None)
    if not isinstance(authority, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is none on an elliptic curve")
    key = rsa.generate_private_key(65537, SEAL_BITS)
    root = _root(authority, agency)
    made = _certificate(key, root, authority, agency, now)
    certificates = b"".join(c.public_bytes(serialization.Encoding.PEM) for c in (made, root))
    return _pem(key) + certificates.decode()


def read_seal(text: str) -> SealFile:
    own, *above = (found.encode() for found in _CERTIFICATE.findall(text))
    return SealFile(text.partition("-----BEGIN CERTIFICATE")[0].encode(), own, tuple(above))


def read_mark_key(text: str) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{MARK_FILE} is no Ed25519 key")
    return key


def public_mark_key(key: Ed25519PrivateKey) -> bytes:
    """32 bytes, as WebCrypto imports them raw."""
    return key.public_key().public_bytes_raw()


def _root(authority: ec.EllipticCurvePrivateKey, agency: str) -> x509.Certificate:
    name = _name(agency, "전자관인 인증")
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        _builder((name, name), authority.public_key(), (begins, begins + ROOT_LASTS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .sign(authority, hashes.SHA256())
    )


def _certificate(
    key: rsa.RSAPrivateKey,
    root: x509.Certificate,
    authority: ec.EllipticCurvePrivateKey,
    agency: str,
    now: datetime,
) -> x509.Certificate:
    lasts = (now - timedelta(minutes=5), now + SEAL_LASTS)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    return (
        _builder((_name(agency, "전자이미지관인"), root.subject), key.public_key(), lasts)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .add_extension(above, critical=False)
        .sign(authority, hashes.SHA256())
    )


def _builder(
    names: tuple[x509.Name, x509.Name],
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    lasts: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    (subject, issuer), (begins, ends) = names, lasts
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(agency: str, what: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "KR"), (NameOID.ORGANIZATION_NAME, agency),
             (NameOID.COMMON_NAME, f"{agency} {what}"))  # fmt: skip
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=not is_authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
