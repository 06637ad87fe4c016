"""Issuing device certificates: P-256 throughout, 90 days at most. Pure."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kernel.errors import Invalid
from vpn.authority.model import Certificate, Claim

LONGEST = timedelta(days=90)
ROOT_LASTS = timedelta(days=3650)
SKEW = timedelta(minutes=5)  # a device's clock may be behind
RAW_BYTES = 64  # r and s as WebCrypto gives them (IEEE P1363); OpenSSL gives DER


class ClaimRefused(Invalid):
    """`why` is malformed, curve or signature."""

    code = "device_key_refused"


def new_key() -> str:
    """A key of the authority, PEM (PKCS #8)."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def said(tunnel_keys: bytes) -> bytes:
    """What a device signs: its certificate's key and its tunnel's keys belong together. These are
    the public one, and behind it the preshared one where there is one: 32 bytes each."""
    return b"onmaru device 1\n" + tunnel_keys


def proved(claim: Claim, tunnel_keys: bytes) -> ec.EllipticCurvePublicKey:
    """The key of the claim, once it is P-256 and has signed [VP6]."""
    try:
        key = serialization.load_pem_public_key(claim.public_key.encode())
    except (ValueError, UnicodeEncodeError) as error:
        raise ClaimRefused(why="malformed") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ClaimRefused(why="curve")
    try:
        key.verify(_der(claim.signature), said(tunnel_keys), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise ClaimRefused(why="signature") from error
    return key


def said_renewing(tunnel_keys: bytes) -> bytes:
    """What a device signs for its next keys, with the key of the certificate that it has."""
    return b"onmaru renewal 1\n" + tunnel_keys


def renewing(
    certificate: Certificate, signature: bytes, tunnel_keys: bytes
) -> ec.EllipticCurvePublicKey:
    """The certificate's key, once it has signed for `tunnel_keys` [VP11]; raise ClaimRefused."""
    key = x509.load_pem_x509_certificate(certificate.pem.encode()).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ClaimRefused(why="curve")
    try:
        key.verify(_der(signature), said_renewing(tunnel_keys), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise ClaimRefused(why="signature") from error
    return key


def _der(signature: bytes) -> bytes:
    if len(signature) != RAW_BYTES:
        return signature
    half = RAW_BYTES // 2
    return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))


def root_of(authority: ec.EllipticCurvePrivateKey, instance: str) -> x509.Certificate:
    """The same for the same key, but for its signature: it is not kept."""
    key = authority.public_key()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        _builder(_authority_name(instance), _authority_name(instance), key)
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + ROOT_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(authority, hashes.SHA256())
    )


def issue(
    authority: ec.EllipticCurvePrivateKey,
    instance: str,
    device_id: str,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
) -> Certificate:
    """For whom it is stands in the database, not in the certificate: it is shown to strangers."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device_id)])
    begins, ends = now - SKEW, now + LONGEST
    made = (
        _builder(name, _authority_name(instance), key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    digits = f"{made.serial_number:x}"
    return Certificate(digits.zfill(len(digits) + len(digits) % 2), device_id, begins, ends, pem)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key)
    return builder.add_extension(identifier, critical=False)


def _authority_name(instance: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Onmaru devices {instance}")])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
