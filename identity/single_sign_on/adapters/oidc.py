"""OpenID Connect by Authlib: the authorization code flow with PKCE, and nothing else.

Sources: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RP-Initiated Logout 1.0 §2,
RFC 7636 §4.2 (S256).
"""

import json
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import ProviderAway, SignOnRefused
from kernel.addresses import is_safe

SCOPE = "openid profile"
SECONDS = 5  # a provider that does not answer keeps nobody's request longer
KNOWN_FOR = 3600.0  # seconds, after which addresses and keys are asked for again
ANSWER_BYTES = 1_000_000
# Those with a key of the provider's alone; `none` and shared secrets are no signature of theirs.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
LEEWAY = 60  # seconds by which two clocks may differ


@dataclass(frozen=True)
class Client:
    """As the agency's administrators registered it; `claim` holds a name of the directory."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    claim: str = "preferred_username"
    leaves: bool = False  # who signs out here is led out of there


@dataclass
class OidcProvider:
    title: str
    client: Client
    _known: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _known_at: float = 0.0
    _turn: Lock = field(default_factory=Lock)

    def address(self, begun: Begun) -> str:
        known, _ = self._provider()
        with self._session(begun) as session:
            address, _ = session.create_authorization_url(
                known["authorization_endpoint"],
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(address)

    def way_out(self, back: str) -> str | None:
        """RP-Initiated Logout 1.0 §2, without the token that would name the person in an address:
        the provider may ask them whether they mean it. What it said of itself once will do, so
        that few wait for it."""
        if not self.client.leaves:
            return None
        try:
            known = self._known or self._provider()[0]
        except ProviderAway:
            return None
        address = known.get("end_session_endpoint")
        if not isinstance(address, str) or not is_safe(address):
            return None
        said = {"client_id": self.client.client_id, "post_logout_redirect_uri": back}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"

    def redeem(self, code: str, begun: Begun) -> Vouched:
        known, keys = self._provider()
        try:
            with self._session(begun) as session:
                token = session.fetch_token(
                    known["token_endpoint"], code=code, code_verifier=begun.verifier
                )
        except OAuthError as error:
            raise SignOnRefused from error
        except (RequestException, ValueError) as error:
            raise ProviderAway from error
        return self._vouched(token, keys, begun)

    def _vouched(self, token: dict[str, Any], keys: KeySet, begun: Begun) -> Vouched:
        """What the signed token says, if it is for us, for this attempt and of now."""
        try:
            signed = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {"iss": {"value": self.client.issuer}, "aud": {"value": self.client.client_id}},
                {"nonce": begun.nonce, "client_id": self.client.client_id},
            )
            claims.validate(leeway=LEEWAY)
            name = claims[self.client.claim]
        except (JoseError, KeyError, ValueError, TypeError) as error:
            self._known_at = 0.0  # perhaps its keys are new: the next attempt asks for them
            raise SignOnRefused from error
        methods = frozenset(str(each) for each in claims.get("amr") or ())
        if not isinstance(name, str) or not name:
            raise SignOnRefused
        return Vouched(name, methods)

    def _provider(self) -> tuple[dict[str, Any], KeySet]:
        with self._turn:
            if self._keys is None or monotonic() - self._known_at > KNOWN_FOR:
                self._ask()
            if self._keys is None:
                raise ProviderAway
            return self._known, self._keys

    def _ask(self) -> None:
        """Its addresses and keys anew, or those of an hour ago where it does not answer."""
        try:
            known = self._described()
            self._keys = KeySet.import_key_set(self._get(known["jwks_uri"]))
        except (RequestException, ValueError, KeyError, JoseError) as error:
            if self._keys is None:
                raise ProviderAway from error
            return
        self._known, self._known_at = known, monotonic()

    def _described(self) -> dict[str, Any]:
        """Its own description, where its administrators said that it is."""
        known = self._get(f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration")
        if known["issuer"] != self.client.issuer:
            raise ValueError("another issuer answers")  # Discovery §4.3
        return dict(known)

    def _session(self, begun: Begun) -> OAuth2Session:
        return OAuth2Session(
            self.client.client_id,
            self.client.secret,
            scope=SCOPE,
            redirect_uri=begun.return_to,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )

    def _get(self, address: str) -> Any:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            answer.raise_for_status()
            if answer.status_code != requests.codes.ok:
                raise ValueError("it points elsewhere")
            body = answer.raw.read(ANSWER_BYTES + 1, decode_content=True)
        if len(body) > ANSWER_BYTES:
            raise ValueError("it says too much")
        return json.loads(body)
