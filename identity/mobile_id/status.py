"""Whether a card was revoked: its bit in a list that its issuer signs (Token Status List,
draft-ietf-oauth-status-list; IETF's RFC Editor has it)."""

import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from joserfc.jwk import ECKey

from identity.mobile_id.sd_jwt import LEEWAY, WRONG, Unbelievable, signed_by

MOST_INFLATED = 16 * 1024 * 1024  # a million cards are 125 kB to 1 MB
BITS = {1, 2, 4, 8}
VALID = 0
KNOWN_FOR = (
    300.0  # seconds, after which a list is fetched again though it says that it holds longer
)
Fetch = Callable[[str], str]  # raises OSError where it cannot be had


@dataclass(frozen=True)
class Listed:
    bits: int
    bytes: bytes
    until: float

    def at(self, index: int) -> int:
        """§4.1: the first card is in the lowest bits of the first byte."""
        place, within = divmod(index * self.bits, 8)
        if index < 0 or place >= len(self.bytes):
            raise Unbelievable("not in its list")
        return self.bytes[place] >> within & (1 << self.bits) - 1


@dataclass
class Statuses:
    """`prefix` is where lists may be fetched from; empty where none may."""

    prefix: str
    keys: Sequence[ECKey]
    fetch: Fetch
    _known: dict[str, Listed] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def check(self, claims: Mapping[str, Any], now: datetime) -> None:
        """Raise Unbelievable for a card that was revoked, or that says it could be and whose list
        cannot be had."""
        if "status" not in claims:
            return
        try:
            entry = claims["status"]["status_list"]
            index, address = int(entry["idx"]), str(entry["uri"])
        except (KeyError, TypeError, ValueError) as error:
            raise Unbelievable("its state is told in a way that nobody knows") from error
        if not self.prefix or not address.startswith(self.prefix):
            raise Unbelievable("its list is not where lists are fetched from")
        if self._list(address, now).at(index) != VALID:
            raise Unbelievable("revoked")

    def _list(self, address: str, now: datetime) -> Listed:
        at = now.timestamp()
        with self._turn:
            known = self._known.get(address)
            if known is None or known.until <= at:
                known = self._known[address] = self._fetched(address, at)
            return known

    def _fetched(self, address: str, at: float) -> Listed:
        try:
            claims = signed_by(self.keys, self.fetch(address), "statuslist+jwt")
            if claims["sub"] != address or float(claims.get("exp", at + 1)) <= at - LEEWAY:
                raise Unbelievable("another list, or one whose time is over")
            said = claims["status_list"]
            ends = at + min(KNOWN_FOR, float(claims.get("ttl", KNOWN_FOR)))
            if said["bits"] not in BITS:
                raise Unbelievable("a list of another kind")
            return Listed(said["bits"], _inflated(said["lst"]), ends)
        except (OSError, zlib.error, *WRONG) as error:
            raise Unbelievable(f"its list cannot be had: {error}") from error


def _inflated(text: str) -> bytes:
    opened = zlib.decompressobj()
    data = opened.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_INFLATED)
    if opened.unconsumed_tail:
        raise ValueError("it is too long")
    return data
