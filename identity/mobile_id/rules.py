"""What a wallet is asked (OpenID for Verifiable Presentations 1.0, as its High Assurance profile
has it: a signed request, an encrypted answer)."""

from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc import jwt
from joserfc.jwk import ECKey

from identity.mobile_id.model import Scheme, Verifier
from identity.mobile_id.sd_jwt import SIGNED, encoded
from kernel.tokens import Token

LIFETIME = timedelta(minutes=3)  # to take out a telephone and unlock it
REQUESTS = "/api/wallet/requests/"
ANSWERS = "/api/wallet/answers/"
BACK = "/sign-in#mobile="  # OpenID4VP 1.0 §8.2: in the fragment, which no server is told
CARD = "card"  # the only credential that is asked for
ANSWERED_BY = ["ECDH-ES"]
ENCRYPTED_WITH = "A256GCM"
SIGNED_WITH = "ES256"
# FIPS 186-5 A.2.1: more bits than the order has, so that no key is likelier than another.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def nonce_of(request: Token) -> str:
    return _derived("nonce", request)


def state_of(request: Token) -> str:
    return _derived("state", request)


def client_id(verifier: Verifier) -> str:
    """§5.9.3, `x509_hash`: whoever holds the certificate's key is who asks."""
    return f"x509_hash:{encoded(sha256(_der(verifier)[0]).digest())}"


def link(scheme: Scheme, origin: str, request: Token) -> str:
    """§5.10: what is shown as a code, or opened on the telephone itself."""
    asked = {
        "client_id": client_id(scheme.verifier),
        "request_uri": origin + REQUESTS + request,
    }
    wallet = origin + scheme.wallet if scheme.wallet.startswith("/") else scheme.wallet
    return f"{wallet}?{urlencode(asked)}"


def signed_request(scheme: Scheme, origin: str, request: Token, now: datetime) -> str:
    """§5 and §5.8: a JWT that any wallet of the scheme verifies by our certificate."""
    verifier = scheme.verifier
    x5c = [b64encode(each).decode() for each in _der(verifier)]
    header = {"alg": SIGNED_WITH, "typ": "oauth-authz-req+jwt", "x5c": x5c}
    began = int(now.timestamp())
    claims = {
        "aud": "https://self-issued.me/v2",
        "iat": began,
        "exp": began + int(LIFETIME.total_seconds()),
        "client_id": client_id(verifier),
        "response_type": "vp_token",
        "response_mode": "direct_post.jwt",
        "response_uri": origin + ANSWERS + request,
        "nonce": nonce_of(request),
        "state": state_of(request),
        "dcql_query": {"credentials": [_card(scheme)]},
        "client_metadata": _metadata(scheme, request),
    }
    return jwt.encode(header, claims, ECKey.import_key(verifier.key), registry=SIGNED)


def _card(scheme: Scheme) -> dict[str, Any]:
    """§6: one card, and of what it says its person's name in the directory alone."""
    trusted = scheme.trusted
    return {
        "id": CARD,
        "format": "dc+sd-jwt",
        "meta": {"vct_values": [trusted.card_type]},
        "claims": [{"path": [trusted.claim]}],
    }


def _metadata(scheme: Scheme, request: Token) -> dict[str, Any]:
    """§5.1 and §8.3."""
    key = ECKey.import_key(answer_key(scheme.verifier, request)).as_dict(private=False)
    algorithms = [SIGNED_WITH]
    shown = {"sd-jwt_alg_values": algorithms, "kb-jwt_alg_values": algorithms}
    return {
        "jwks": {"keys": [{**key, "kid": CARD, "use": "enc", "alg": ANSWERED_BY[0]}]},
        "encrypted_response_enc_values_supported": [ENCRYPTED_WITH],
        "vp_formats_supported": {"dc+sd-jwt": shown},
    }


def answer_key(verifier: Verifier, request: Token) -> EllipticCurvePrivateKey:
    """Of this request alone, and kept nowhere: it follows from our key and the request."""
    secret = verifier.key.private_numbers().private_value.to_bytes(32)
    wide = digest(secret, f"mobile_id:answer:{request}".encode(), "sha512")
    return derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, SECP256R1())


def _der(verifier: Verifier) -> list[bytes]:
    return [each.public_bytes(Encoding.DER) for each in verifier.certificates]


def _derived(part: str, request: Token) -> str:
    return encoded(sha256(f"mobile_id:{part}:{request}".encode()).digest())
