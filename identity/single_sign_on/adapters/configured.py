"""The provider that an administrator wrote down: `secrets/sign-on.toml` (docs/howto)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificates

from identity.single_sign_on import rules
from identity.single_sign_on.adapters.kept import KeptInDatabase
from identity.single_sign_on.adapters.oidc import Client, OidcProvider
from identity.single_sign_on.adapters.saml import Ourselves, SamlProvider
from identity.single_sign_on.adapters.saml_answer import Trusted
from identity.single_sign_on.ports import SignOnProvider
from kernel.parts import Foundation
from kernel.settings import Zone

FILE = "sign-on.toml"
TITLE = "기관 통합인증"
CLAIM = "preferred_username"
DOORS = (Zone.WORK, Zone.INTERNET)  # where people sign in
RSA_BITS = 2048


class Misconfigured(ValueError):
    """Said when the workplace starts, so that nobody learns of it by not coming in."""


@dataclass(frozen=True)
class _Written:
    file: Path
    said: dict[str, Any]

    def get(self, key: str, otherwise: str = "") -> str:
        return str(self.said.get(key, otherwise))

    def wrong(self, why: str) -> Misconfigured:
        return Misconfigured(f"{self.file}: {why}")

    def need(self, keys: Sequence[str]) -> None:
        missing = [key for key in keys if not self.said.get(key)]
        if missing:
            raise self.wrong(f"{', '.join(missing)} missing")

    def need_safe(self, key: str) -> None:
        if not rules.is_safe(self.get(key)):  # [SO4]
            raise self.wrong(f"{key} must be https://…, or this machine itself")


def configured(secrets: Path, base: Foundation) -> SignOnProvider | None:
    """None without the file; Misconfigured where it does not say enough, or sends secrets in the
    clear."""
    file = secrets / FILE
    if not file.exists():
        return None
    try:
        written = _Written(file, tomllib.loads(file.read_text()))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{file}: {error}") from error
    match written.get("protocol", "oidc"):
        case "oidc":
            return _oidc(written)
        case "saml":
            return _saml(written, base)
        case _:
            raise written.wrong('protocol must be "oidc" or "saml"')


def _oidc(written: _Written) -> OidcProvider:
    written.need(("issuer", "client_id", "client_secret"))
    written.need_safe("issuer")
    client = Client(
        written.get("issuer"),
        written.get("client_id"),
        written.get("client_secret"),
        written.get("claim", CLAIM),
    )
    return OidcProvider(written.get("title", TITLE), client)


def _saml(written: _Written, base: Foundation) -> SamlProvider:
    written.need(("issuer", "address", "certificates"))
    written.need_safe("address")
    also_two = written.said.get("two_proofs", [])
    if not isinstance(also_two, list) or not all(isinstance(each, str) for each in also_two):
        raise written.wrong('two_proofs must be a list: ["…", "…"]')
    trusted = Trusted(
        issuer=written.get("issuer"),
        address=written.get("address"),
        certificates=_certificates(written),
        claim=written.get("claim") or None,
        also_two=frozenset(also_two),
    )
    ourselves = Ourselves(
        base.settings.origin(Zone.WORK) + rules.DESCRIPTION,
        tuple(base.settings.origin(zone) + rules.ANSWER for zone in DOORS),
    )
    kept = KeptInDatabase(base.begin, base.now)
    return SamlProvider(written.get("title", TITLE), trusted, ourselves, kept, base.now)


def _certificates(written: _Written) -> tuple[Certificate, ...]:
    """Their keys are what is trusted; whether their time is over is the provider's business."""
    try:
        found = load_pem_x509_certificates(written.get("certificates").encode())
    except ValueError as error:
        raise written.wrong("certificates must be PEM, one below the other") from error
    for each in found:
        key = each.public_key()
        is_rsa = isinstance(key, RSAPublicKey) and key.key_size >= RSA_BITS
        if not is_rsa and not isinstance(key, EllipticCurvePublicKey):
            raise written.wrong(f"certificates need a key of RSA, {RSA_BITS} bits or more, or EC")
    return tuple(found)
