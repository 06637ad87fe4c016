"""A card as a wallet presents it: an SD-JWT with key binding (RFC 9901), of the type that
SD-JWT VC describes (draft-ietf-oauth-sd-jwt-vc).

The issuer signs digests, the wallet discloses what they stand for and proves with the card's own
key that the card is there, for us and for this very request.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from identity.mobile_id.model import Trusted

MOST_BYTES = 64 * 1024
MOST_DISCLOSED = 64
LEEWAY = 60  # seconds by which two clocks may differ
SHOWN_WITHIN = 300  # seconds from the wallet's signature until it is here
# What hostile words lead to on their way through: of a wrong kind, missing, too deep, too large.
WRONG = (JoseError, NotBase64, ValueError, TypeError, KeyError, RecursionError, OverflowError)
OF_SD = frozenset({"_sd", "...", "_sd_alg"})
Claims = dict[str, Any]


class Signed(JWSRegistry):
    """ES256 alone (OpenID4VC High Assurance Interoperability Profile 1.0 §7). A signature may bring
    its certificates, which are longer than what joserfc expects, and words that are not for us."""

    max_header_length = 16 * 1024
    max_payload_length = 4 * 1024 * 1024  # of a list of revoked cards; a card is shorter

    def __init__(self) -> None:
        super().__init__(algorithms=["ES256"], strict_check_header=False)


SIGNED = Signed()


class Unbelievable(Exception):
    """Why a presentation is not believed; for the log, never for who sent it."""


@dataclass(frozen=True)
class Expected:
    """`audience` and `nonce` are those of the request that it answers."""

    audience: str
    nonce: str
    now: datetime


def claims_of(presented: str, trusted: Trusted, expected: Expected) -> Claims:
    """What the card says of its person. Raise Unbelievable."""
    if len(presented) > MOST_BYTES:
        raise Unbelievable("too long")
    *card, binding = presented.split("~")
    if len(card) < 1 or not binding:
        raise Unbelievable("no key binding")
    try:
        signed = _signed_by_issuer(card[0], trusted, expected.now)
        claims = _disclosed(signed, card[1:])
        _check_binding(binding, "~".join(card) + "~", signed, expected)
    except WRONG as error:
        raise Unbelievable(f"{type(error).__name__}: {error}") from error
    return claims


def _signed_by_issuer(token: str, trusted: Trusted, now: datetime) -> Claims:
    """RFC 9901 §7.1 (1, 2) and (5): only what one of the issuer's keys signed is read."""
    claims = signed_by(trusted.keys, token, "dc+sd-jwt", "vc+sd-jwt")
    if claims.get("iss") != trusted.issuer or claims.get("vct") != trusted.card_type:
        raise Unbelievable("another issuer's, or another kind of card")
    if claims.get("_sd_alg", "sha-256") != "sha-256":
        raise Unbelievable("digests of another kind")
    _check_times(claims, now)
    return claims


def signed_by(keys: Sequence[ECKey], token: str, *types: str) -> Claims:
    """What one of these keys signed, and as one of these types (`typ`). Raise Unbelievable."""
    for key in keys:
        try:
            signed = jwt.decode(token, key, registry=SIGNED)
        except JoseError:
            continue
        if signed.header.get("typ") not in types:
            raise Unbelievable("signed as something else")
        return signed.claims
    raise Unbelievable("the issuer did not sign it")


def _check_times(claims: Claims, now: datetime) -> None:
    """RFC 7519 §4.1.4 and .5. A card without an end never ends by itself."""
    at = now.timestamp()
    if "exp" in claims and float(claims["exp"]) <= at - LEEWAY:
        raise Unbelievable("its time is over")
    if "nbf" in claims and float(claims["nbf"]) > at + LEEWAY:
        raise Unbelievable("its time has not begun")


def _disclosed(signed: Claims, disclosures: Sequence[str]) -> Claims:
    """RFC 9901 §7.1 (3, 4): each digest stands for at most one disclosure, each is used once."""
    if len(disclosures) > MOST_DISCLOSED:
        raise Unbelievable("too much is disclosed")
    by_digest = {_digest(each): json.loads(_decoded(each)) for each in disclosures}
    if len(by_digest) != len(disclosures):
        raise Unbelievable("disclosed twice")
    seen: set[str] = set()
    claims: Claims = _opened(signed, by_digest, seen)
    if not by_digest.keys() <= seen:
        raise Unbelievable("what was not signed is disclosed")
    return claims


def _opened(value: Any, by_digest: Mapping[str, Any], seen: set[str]) -> Any:
    if isinstance(value, list):
        shown = [each for item in value for each in _of_array(item, by_digest, seen)]
        return [_opened(each, by_digest, seen) for each in shown]
    if not isinstance(value, dict):
        return value
    plain = {k: _opened(v, by_digest, seen) for k, v in value.items() if k not in OF_SD}
    for digest in value.get("_sd", []):
        _note(digest, seen)
        if digest in by_digest:
            _salt, name, hidden = by_digest[digest]
            if not isinstance(name, str) or name in OF_SD or name in plain:
                raise Unbelievable("a claim that is there already, or must not be")
            plain[name] = _opened(hidden, by_digest, seen)
    return plain


def _of_array(item: Any, by_digest: Mapping[str, Any], seen: set[str]) -> list[Any]:
    """An element that is hidden stands as an object of one digest; undisclosed it is left out."""
    if not isinstance(item, dict) or set(item) != {"..."}:
        return [item]
    _note(item["..."], seen)
    if item["..."] not in by_digest:
        return []
    _salt, hidden = by_digest[item["..."]]
    return [hidden]


def _note(digest: Any, seen: set[str]) -> None:
    if not isinstance(digest, str) or digest in seen:
        raise Unbelievable("a digest stands there twice")
    seen.add(digest)


def _check_binding(token: str, card: str, signed: Claims, expected: Expected) -> None:
    """RFC 9901 §7.3 (5): by the card's own key, for this verifier and request, and of now."""
    key = ECKey.import_key(signed["cnf"]["jwk"])
    bound = jwt.decode(token, key, registry=SIGNED)
    if bound.header.get("typ") != "kb+jwt":
        raise Unbelievable("no key binding")
    said = bound.claims
    if not compare_digest(str(said["nonce"]).encode(), expected.nonce.encode()):
        raise Unbelievable("an answer to another request")
    if said["aud"] != expected.audience:
        raise Unbelievable("for another verifier")
    age = expected.now.timestamp() - float(said["iat"])
    if not -LEEWAY <= age <= SHOWN_WITHIN:
        raise Unbelievable("shown at another time")
    if said["sd_hash"] != _digest(card):
        raise Unbelievable("bound to another presentation")


def _digest(text: str) -> str:
    return encoded(sha256(text.encode("ascii")).digest())


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
