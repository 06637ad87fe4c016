"""The provider that an administrator wrote down: `secrets/sign-on.toml` (docs/howto)."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificates

from identity.single_sign_on import rules
from identity.single_sign_on.adapters.kept import KeptInDatabase
from identity.single_sign_on.adapters.oidc import Client, OidcProvider
from identity.single_sign_on.adapters.saml import Ourselves, SamlProvider
from identity.single_sign_on.adapters.saml_answer import Trusted
from identity.single_sign_on.ports import SignOnProvider
from kernel.addresses import is_safe
from kernel.parts import Foundation
from kernel.settings import Zone
from kernel.written import Written

FILE = "sign-on.toml"
TITLE = "기관 통합인증"
CLAIM = "preferred_username"
DOORS = (Zone.WORK, Zone.INTERNET)  # where people sign in
RSA_BITS = 2048


def configured(secrets: Path, base: Foundation) -> SignOnProvider | None:
    """None without the file; Misconfigured where it does not say enough, or sends secrets in the
    clear."""
    written = Written.at(secrets / FILE)
    if written is None:
        return None
    match written.get("protocol", "oidc"):
        case "oidc":
            return _oidc(written)
        case "saml":
            return _saml(written, base)
        case _:
            raise written.wrong('protocol must be "oidc" or "saml"')


def _oidc(written: Written) -> OidcProvider:
    written.need(("issuer", "client_id", "client_secret"))
    _need_safe(written, "issuer")
    client = Client(
        written.get("issuer"),
        written.get("client_id"),
        written.get("client_secret"),
        written.get("claim", CLAIM),
        leaves=_leaves(written),
    )
    return OidcProvider(written.get("title", TITLE), client)


def _saml(written: Written, base: Foundation) -> SamlProvider:
    written.need(("issuer", "address", "certificates"))
    _need_safe(written, "address")
    also_two = written.said.get("two_proofs", [])
    if not isinstance(also_two, list) or not all(isinstance(each, str) for each in also_two):
        raise written.wrong('two_proofs must be a list: ["…", "…"]')
    trusted = Trusted(
        issuer=written.get("issuer"),
        address=written.get("address"),
        certificates=_certificates(written),
        claim=written.get("claim") or None,
        also_two=frozenset(also_two),
        sign_out=_way_out(written),
    )
    ourselves = Ourselves(
        base.settings.origin(Zone.WORK) + rules.DESCRIPTION,
        tuple(base.settings.origin(zone) + rules.ANSWER for zone in DOORS),
    )
    kept = KeptInDatabase(base.begin, base.now)
    return SamlProvider(written.get("title", TITLE), trusted, ourselves, kept, base.now)


def _leaves(written: Written) -> bool:
    """OpenID Connect: its own description says where."""
    match written.said.get("sign_out", False):
        case bool() as leaves:
            return leaves
        case _:
            raise written.wrong("sign_out must be true or false")


def _way_out(written: Written) -> str | None:
    if "sign_out" not in written.said:
        return None
    _need_safe(written, "sign_out")
    return written.get("sign_out")


def _need_safe(written: Written, key: str) -> None:
    if not is_safe(written.get(key)):  # [SO4]
        raise written.wrong(f"{key} must be https://…, or this machine itself")


def _certificates(written: Written) -> tuple[Certificate, ...]:
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
