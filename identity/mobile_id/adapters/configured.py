"""The scheme that an administrator wrote down: `secrets/mobile-id.toml` (docs/howto)."""

from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import Certificate, load_pem_x509_certificates
from joserfc.jwk import ECKey

from identity.mobile_id.adapters.fetching import fetched
from identity.mobile_id.model import Scheme, Trusted, Verifier
from identity.mobile_id.status import Statuses
from kernel.addresses import is_safe
from kernel.written import Written

FILE = "mobile-id.toml"
TITLE, TITLE_EN = "모바일 신분증", "mobile ID"
WALLET = "openid4vp://authorize"
NEEDED = ("issuer", "issuer_certificates", "card_type", "claim", "certificate", "key")


def configured(secrets: Path) -> Scheme | None:
    """None without the file; Misconfigured where it does not say enough."""
    written = Written.at(secrets / FILE)
    if written is None:
        return None
    written.need(NEEDED)
    issuers = _certificates(written, "issuer_certificates")
    keys = [ECKey.import_key(key) for key in map(_key_of, issuers) if key]
    trusted = Trusted(written.get("issuer"), keys, written.get("card_type"), written.get("claim"))
    title = written.get("title", TITLE)
    title_en = written.get("title_en", title if "title" in written.said else TITLE_EN)
    wallet = written.get("wallet", WALLET)
    prefix = written.get("status_lists")
    if prefix and not is_safe(prefix):
        raise written.wrong("status_lists must be https://…, or this machine itself")
    statuses = Statuses(prefix, keys, fetched)
    return Scheme(title, title_en, wallet, trusted, _verifier(written), statuses.check)


def _verifier(written: Written) -> Verifier:
    certificates = _certificates(written, "certificate")
    try:
        key = load_pem_private_key(written.get("key").encode(), None)
    except (ValueError, TypeError) as error:
        raise written.wrong("key must be PEM (PKCS 8), without a password") from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise written.wrong("key must be EC, P-256")
    if key.public_key() != certificates[0].public_key():
        raise written.wrong("key is not that of certificate")
    return Verifier(key, certificates)


def _certificates(written: Written, name: str) -> Sequence[Certificate]:
    """ES256 is what wallets and cards sign with: their keys, and no others, are of use."""
    try:
        found = load_pem_x509_certificates(written.get(name).encode())
    except ValueError as error:
        raise written.wrong(f"{name} must be PEM, one below the other") from error
    if not all(map(_key_of, found)):
        raise written.wrong(f"{name} needs a key of EC, P-256")
    return found


def _key_of(certificate: Certificate) -> EllipticCurvePublicKey | None:
    key = certificate.public_key()
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    return None
