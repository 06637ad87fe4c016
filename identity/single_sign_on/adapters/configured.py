"""The provider that an administrator wrote down: `secrets/sign-on.toml` (docs/howto)."""

import tomllib
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from identity.single_sign_on.adapters.oidc import Client, OidcProvider

FILE = "sign-on.toml"
ASKED = ("issuer", "client_id", "client_secret")
TITLE = "기관 통합인증"
CLAIM = "preferred_username"


class Misconfigured(ValueError):
    """Said when the workplace starts, so that nobody learns of it by not coming in."""


def configured(secrets: Path) -> OidcProvider | None:
    """None without the file; Misconfigured where it does not say enough, or sends secrets in the
    clear."""
    file = secrets / FILE
    if not file.exists():
        return None
    try:
        said = {key: str(value) for key, value in tomllib.loads(file.read_text()).items()}
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{file}: {error}") from error
    missing = [key for key in ASKED if not said.get(key)]
    if missing:
        raise Misconfigured(f"{file}: {', '.join(missing)} missing")
    if not _is_safe(said["issuer"]):
        raise Misconfigured(f"{file}: issuer must be https://…, or this machine itself")
    client = Client(
        said["issuer"], said["client_id"], said["client_secret"], said.get("claim", CLAIM)
    )
    return OidcProvider(said.get("title", TITLE), client)


def _is_safe(issuer: str) -> bool:
    parts = urlsplit(issuer)
    if parts.scheme == "https" and parts.hostname:
        return True
    return parts.scheme == "http" and _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
