"""A wallet and an issuer of cards that keep to the standards, for what we ask and believe.

Cards are SD-JWT VC (RFC 9901); a wallet reads a signed request, shows a card with its key's proof
and posts that encrypted (OpenID for Verifiable Presentations 1.0).
"""

import json
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from joserfc import jwe, jwt
from joserfc.jwk import ECKey

from identity.mobile_id.sd_jwt import SIGNED, encoded
from workplace.demo import cards

CARD_TYPE = "urn:example:civil-servant-id"
ISSUER = "https://cards.example"
CLAIM = "user_name"


@dataclass
class Party:
    """A key, and a certificate of it that it signed itself."""

    name: str
    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def certificate(self) -> str:
        return cards.certificate(self.key, self.name)

    @property
    def pem(self) -> str:
        return cards.pem(self.key)

    @property
    def jose(self) -> ECKey:
        return ECKey.import_key(self.key)


def written(issuer: Party, verifier: Party, **more: str) -> str:
    """`mobile-id.toml` of an agency that believes this issuer."""
    lines = {
        "issuer": ISSUER,
        "card_type": CARD_TYPE,
        "claim": CLAIM,
        "title": "모바일 공무원증",
        "issuer_certificates": issuer.certificate,
        "certificate": verifier.certificate,
        "key": verifier.pem,
        **more,
    }
    return "".join(
        f"{name} = {json.dumps(said, ensure_ascii=False)}\n" for name, said in lines.items()
    )


@dataclass
class Asked:
    """A request as its wallet has read it."""

    claims: dict[str, Any]

    @property
    def answer_path(self) -> str:
        return urlsplit(str(self.claims["response_uri"])).path


def request_path(link: str) -> str:
    """Where what is asked is, of the link in a code."""
    [address] = parse_qs(urlsplit(link).query)["request_uri"]
    return urlsplit(address).path


def read(link: str, signed: str) -> Asked:
    """Verified as §5.9.3 has it: by the certificate whose hash the link names."""
    [client] = parse_qs(urlsplit(link).query)["client_id"]
    first = json.loads(decoded(signed.split(".", maxsplit=1)[0]))["x5c"][0]
    assert client == f"x509_hash:{encoded(sha256(b64decode(first)).digest())}"
    public = x509.load_der_x509_certificate(b64decode(first)).public_key()
    token = jwt.decode(signed, ECKey.import_key(public), registry=SIGNED)  # type: ignore[arg-type]
    assert token.header["typ"] == "oauth-authz-req+jwt"
    assert token.claims["client_id"] == client
    return Asked(token.claims)


@dataclass
class Wallet:
    """Of one person; `card` are claims that its issuer signed openly, `hidden` such as digests."""

    issuer: Party
    hidden: Mapping[str, Any]
    now: datetime
    card: dict[str, Any] = field(default_factory=dict)
    own: Party = field(default_factory=lambda: Party("wallet"))
    binding: dict[str, Any] = field(default_factory=dict)  # said instead of what is right
    header: dict[str, Any] = field(default_factory=dict)

    def issued(self) -> tuple[str, list[str]]:
        claims = {
            "iss": ISSUER,
            "vct": CARD_TYPE,
            "iat": int(self.now.timestamp()),
            "exp": int((self.now + cards.YEARS).timestamp()),
            "cnf": {"jwk": self.own.jose.as_dict(private=False)},
            **self.card,
        }
        return cards.issued(self.issuer.jose, claims, self.hidden, **self.header)

    def presentation(self, asked: Asked) -> str:
        card, disclosures = self.issued()
        shown = "~".join([card, *disclosures]) + "~"
        return shown + self.bind(asked, shown)

    def bind(self, asked: Asked, shown: str) -> str:
        """The proof of the card's own key for what is shown."""
        said = {
            "iat": int(self.now.timestamp()),
            "aud": asked.claims["client_id"],
            "nonce": asked.claims["nonce"],
            "sd_hash": _digest(shown),
            **self.binding,
        }
        header = {"alg": "ES256", "typ": "kb+jwt"}
        return jwt.encode(header, said, self.own.jose, algorithms=["ES256"])

    def answer(self, asked: Asked, presented: str | None = None) -> dict[str, str]:
        """The form that it posts."""
        shown = self.presentation(asked) if presented is None else presented
        [query] = asked.claims["dcql_query"]["credentials"]
        return sealed(asked, {"vp_token": {query["id"]: [shown]}, "state": asked.claims["state"]})


def sealed(asked: Asked, said: object) -> dict[str, str]:
    metadata = asked.claims["client_metadata"]
    [key] = metadata["jwks"]["keys"]
    [how] = metadata["encrypted_response_enc_values_supported"]
    header = {"alg": key["alg"], "enc": how, "kid": key["kid"]}
    algorithms = [key["alg"], how]
    return {
        "response": jwe.encrypt_compact(
            header, json.dumps(said), ECKey.import_key(key), algorithms=algorithms
        )
    }


def _digest(text: str) -> str:
    return encoded(sha256(text.encode()).digest())


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
