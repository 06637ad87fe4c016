"""The agency's single sign-on as `doctor` sees it: what is written down, of all that the workplace
reads when it starts (identity/single_sign_on/adapters/configured.py), and whether it answers."""

import json
import ssl
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from identity.single_sign_on import rules
from kernel.addresses import is_safe
from kernel.settings import Settings, Zone
from workplace.stack import written
from workplace.stack.written import Looked

FILE = "sign-on.toml"
NEEDED = {
    "oidc": ("issuer", "client_id", "client_secret"),
    "saml": ("issuer", "address", "certificates"),
}
NAMES = {"oidc": "OpenID Connect", "saml": "SAML 2.0"}
SECONDS = 5
ANSWER_BYTES = 1_000_000
PEM_END = "-----END CERTIFICATE-----"


class _Silent(Exception):
    """Why something could not be had."""


class _Untrusted(_Silent):
    """It is there; who vouches for its name is unknown here."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def look(settings: Settings) -> Looked | None:
    """None where none is set up."""
    file = settings.secrets / FILE
    said = written.read(file)
    if said is None or isinstance(said, Looked):
        return said
    protocol = str(said.get("protocol", "oidc"))
    wrong = _wrong(said, protocol)
    if wrong:
        return Looked(NAMES.get(protocol, "written down"), wrong=f"{file}: {wrong}")
    return _oidc(said) if protocol == "oidc" else _saml(said, settings, file)


def _wrong(said: Mapping[str, Any], protocol: str) -> str:
    if protocol not in NEEDED:
        return 'protocol must be "oidc" or "saml"'
    missing = [key for key in NEEDED[protocol] if not said.get(key)]
    if missing:
        return f"{', '.join(missing)} missing"
    door = "issuer" if protocol == "oidc" else "address"
    return "" if is_safe(str(said[door])) else f"{door} must be https://…, or this machine"


def _oidc(said: Mapping[str, Any]) -> Looked:
    issuer = str(said["issuer"])
    name = f"{NAMES['oidc']}, {_shown(issuer)}"
    try:
        known = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if known.get("issuer") != issuer:
            return Looked(name, silent="its description is that of another issuer")
        keys = _json(str(known.get("jwks_uri", ""))).get("keys")
    except _Silent as why:
        return Looked(name, silent=str(why))
    count = len(keys) if isinstance(keys, list) else 0
    if not count:
        return Looked(name, silent="it gives no key")
    return Looked(f"{name}: its description and {count} key{'s' * (count > 1)} can be had")


def _saml(said: Mapping[str, Any], settings: Settings, file: Path) -> Looked:
    """Its keys are in the file; that its address answers is all that can be asked of it."""
    name = f"{NAMES['saml']}, {_shown(str(said['issuer']))}"
    count = _certificates(str(said["certificates"]))
    if not count:
        return Looked(name, wrong=f"{file}: certificates must be PEM, one below the other")
    keys = f"{count} certificate{'s' * (count > 1)} of its keys"
    try:
        _reach(str(said["address"]))
    except _Untrusted:
        # Nothing of ours goes there: browsers do, which may know the agency's own authority.
        return Looked(f"{name}: {keys}, it answers; who signed its TLS certificate is unknown to "
                      "this machine, the browsers of its people have to know")  # fmt: skip
    except _Silent as why:
        return Looked(f"{name}, {keys}", silent=str(why))
    ours = settings.origin(Zone.WORK) + rules.DESCRIPTION
    try:
        _get(ours)
    except _Silent:
        return Looked(f"{name}: {keys}, it answers; our metadata is given while Onmaru runs")
    return Looked(f"{name}: {keys}, it answers, and our metadata can be had: {ours}")


def _certificates(pem: str) -> int:
    """How many, or 0 where one of them is none."""
    parts = [part.strip() for part in pem.split(PEM_END) if part.strip()]
    try:
        return len([ssl.PEM_cert_to_DER_cert(f"{part}\n{PEM_END}\n") for part in parts])
    except ValueError:
        return 0


def _json(address: str) -> Mapping[str, Any]:
    try:
        said = json.loads(_get(address))
    except ValueError as error:
        raise _Silent(f"{_shown(address)} gives no JSON") from error
    if not isinstance(said, dict):
        raise _Silent(f"{_shown(address)} gives no description")
    return said


def _get(address: str) -> bytes:
    try:
        return _asked(address)
    except HTTPError as error:
        raise _Silent(f"{_shown(address)} answers {error.code}") from error


def _reach(address: str) -> None:
    """Whatever it says: without a question of ours it can but complain."""
    try:
        _asked(address)
    except HTTPError:
        return


def _asked(address: str) -> bytes:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise _Silent(f"{_shown(address) or 'an empty address'} is no address of the web")
    request = Request(address, headers={"User-Agent": "onmaru-doctor"})  # noqa: S310 - looked at
    try:
        with closing(build_opener(_NoRedirects).open(request, timeout=SECONDS)) as answer:
            body: bytes = answer.read(ANSWER_BYTES)
            return body
    except HTTPError:
        raise
    except URLError as error:
        kind = _Untrusted if isinstance(error.reason, SSLCertVerificationError) else _Silent
        raise kind(f"{_shown(address)} does not answer: {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        # By its kind alone: what it says may repeat the address.
        raise _Silent(f"{_shown(address)} does not answer: {type(error).__name__}") from error


def _shown(address: str) -> str:
    """Without what may be secret: a name and password before the host, and what follows a `?`."""
    parts = urlsplit(address)
    if not parts.hostname:
        return address.partition("?")[0]
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
