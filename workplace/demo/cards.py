"""Mobile IDs of a demonstration: an operator that issues cards to anybody, and is called so.

Real cards come from the government's operator; what reads them is the same (identity/mobile_id).
Cards are SD-JWT VC (RFC 9901), whose claims are disclosed one by one.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

from identity.mobile_id.adapters.configured import FILE
from identity.mobile_id.sd_jwt import encoded
from kernel.settings import Settings
from workplace.stack import keys

ISSUER_KEY = "demo-card-issuer"
ISSUER = "urn:onmaru:demonstration"
CARD_TYPE = "urn:onmaru:demonstration:civil-servant-id"
CLAIM = "user_name"
WALLET = "/wallet"  # a page of ours, so that any telephone's camera opens it
GOOD_FOR = timedelta(days=365)
YEARS = timedelta(days=3650)


def ensure(settings: Settings) -> None:
    """Once, and only where no other operator is written down."""
    file = settings.secrets / FILE
    if file.exists():
        return
    issuer, ours = (generate_private_key(SECP256R1()) for _ in range(2))
    keys.keep(settings.secrets / ISSUER_KEY, pem(issuer))
    keys.keep(file, written(issuer, ours))


def withdraw(settings: Settings) -> None:
    """Where the demonstration is over nobody comes in by its cards, which anybody got; another
    operator that was written down meanwhile stays."""
    file = settings.secrets / FILE
    if file.exists() and f'issuer = "{ISSUER}"\n' in file.read_text():
        file.unlink()
    (settings.secrets / ISSUER_KEY).unlink(missing_ok=True)


def written(issuer: EllipticCurvePrivateKey, ours: EllipticCurvePrivateKey) -> str:
    said = {
        "title": "모바일 신분증(시연)",
        "title_en": "mobile ID (demo)",
        "issuer": ISSUER,
        "issuer_certificates": certificate(issuer, "Demonstration cards"),
        "card_type": CARD_TYPE,
        "claim": CLAIM,
        "wallet": WALLET,
        "certificate": certificate(ours, "Onmaru (demonstration)"),
        "key": pem(ours),
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items()]
    return (
        "# Cards that anybody gets, for a demonstration: see docs/howto/mobile-id.md\n"
        + "".join(lines)
    )


def issued(
    issuer: ECKey, open_claims: Mapping[str, Any], hidden: Mapping[str, Any], **header: str
) -> tuple[str, list[str]]:
    """A card, and what its digests stand for."""
    disclosures = [_disclosure(name, said) for name, said in hidden.items()]
    digests = [encoded(sha256(each.encode()).digest()) for each in disclosures]
    claims = {"_sd_alg": "sha-256", "_sd": digests, **open_claims}
    head = {"alg": "ES256", "typ": "dc+sd-jwt", **header}
    return jwt.encode(head, claims, issuer, algorithms=["ES256"]), disclosures


def issue(secrets: Path, user_name: str, name: str, own: dict[str, Any], now: datetime) -> str:
    """To whoever holds the key `own` (a public JWK): the card and all it may disclose."""
    key = ECKey.import_key(keys.read(secrets, ISSUER_KEY))
    claims = {
        "iss": ISSUER,
        "vct": CARD_TYPE,
        "iat": int(now.timestamp()),
        "exp": int((now + GOOD_FOR).timestamp()),
        "cnf": {"jwk": ECKey.import_key(own).as_dict(private=False)},
    }
    card, disclosures = issued(key, claims, {CLAIM: user_name, "name": name})
    return "~".join([card, *disclosures]) + "~"


def certificate(key: EllipticCurvePrivateKey, name: str) -> str:
    """Signed by itself."""
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    began = datetime(2026, 1, 1, tzinfo=UTC)
    number = x509.random_serial_number()
    made = x509.CertificateBuilder(named, named, key.public_key(), number, began, began + YEARS)
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def pem(key: EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _disclosure(name: str, said: object) -> str:
    return encoded(json.dumps([token_urlsafe(16), name, said], ensure_ascii=False).encode())
