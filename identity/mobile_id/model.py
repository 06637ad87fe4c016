"""A sign-in by the mobile ID on somebody's phone (OpenID for Verifiable Presentations 1.0)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509 import Certificate
from joserfc.jwk import ECKey

from kernel.tokens import Token


class Phase(StrEnum):
    """How far an attempt is. Its wallet answers once: `proved` and `refused` do not change."""

    WAITING = "waiting"
    ASKED = "asked"  # a wallet has fetched what is asked of it
    PROVED = "proved"
    REFUSED = "refused"
    OVER = "over"  # its time is, or it was never there


@dataclass(frozen=True)
class Begun:
    """`request` is in what the wallet is shown, `browser` in the cookie of who wants to come in."""

    request: Token
    browser: Token
    link: str


@dataclass(frozen=True)
class Came:
    """Whose card a wallet has shown; `is_here` if it did so on the device that wants to come in."""

    user_name: str
    is_here: bool


@dataclass(frozen=True)
class Trusted:
    """Whose cards are believed: signed by one of `keys`, of this issuer and of this type (`vct`).
    `claim` is what a card has for the name that its person has in the directory."""

    issuer: str
    keys: Sequence[ECKey]
    card_type: str
    claim: str


@dataclass(frozen=True)
class Verifier:
    """Who we are to wallets: a key, and the certificates of it that the card's operator gave us,
    our own first."""

    key: EllipticCurvePrivateKey
    certificates: Sequence[Certificate]


CheckStatus = Callable[[Mapping[str, Any], datetime], None]


@dataclass(frozen=True)
class Scheme:
    """`title` is what people call the card, in Korean and in English; `wallet` the address that
    opens its app, one of our own pages where it begins with a slash; `check_status` raises for a
    card that was revoked."""

    title: str
    title_en: str
    wallet: str
    trusted: Trusted
    verifier: Verifier
    check_status: CheckStatus
