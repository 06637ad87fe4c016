"""Whether a card was revoked."""

import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt

from identity.mobile_id.sd_jwt import Unbelievable
from identity.mobile_id.status import KNOWN_FOR, MOST_INFLATED, Statuses
from tests.support.wallet import Party

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
WHERE = "https://cards.example/status/"
LIST = WHERE + "1"


@dataclass
class Operator:
    """Who signs cards and lists; `revoked` are places in the list of one bit each."""

    issuer: Party = field(default_factory=lambda: Party("issuer"))
    revoked: set[int] = field(default_factory=set)
    asked: int = 0
    changes: dict[str, Any] = field(default_factory=dict)
    is_away: bool = False

    def list(self, address: str) -> str:
        self.asked += 1
        if self.is_away:
            raise ConnectionError("away")
        bits = sum(1 << place for place in self.revoked)
        claims = {
            "sub": address,
            "exp": int(NOW.timestamp()) + 86_400,
            "status_list": {"bits": 1, "lst": packed(bits.to_bytes(16, "little"))},
            **self.changes,
        }
        header = {"alg": "ES256", "typ": "statuslist+jwt"}
        return jwt.encode(header, claims, self.issuer.jose, algorithms=["ES256"])


def packed(data: bytes) -> str:
    return urlsafe_b64encode(zlib.compress(data)).rstrip(b"=").decode()


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def statuses(operator: Operator) -> Statuses:
    return Statuses(WHERE, [operator.issuer.jose], operator.list)


def card(place: int, address: str = LIST) -> dict[str, Any]:
    return {"status": {"status_list": {"idx": place, "uri": address}}}


def refusal(statuses: Statuses, claims: dict[str, Any], now: datetime = NOW) -> str:
    with pytest.raises(Unbelievable) as why:
        statuses.check(claims, now)
    return str(why.value)


def test_a_revoked_card_is_refused_and_its_neighbours_are_not(
    statuses: Statuses, operator: Operator
) -> None:
    """[MI2]"""
    operator.revoked = {9}
    assert refusal(statuses, card(9)) == "revoked"
    for other in (8, 10, 0, 127):
        statuses.check(card(other), NOW)
    assert operator.asked == 1


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_places_are_as_wide_as_the_list_says(
    statuses: Statuses, operator: Operator, bits: int
) -> None:
    """[MI2] The first card is in the lowest bits of the first byte."""
    data = (1 << bits * 5).to_bytes(16, "little")
    operator.changes = {"status_list": {"bits": bits, "lst": packed(data)}}
    assert refusal(statuses, card(5)) == "revoked"
    statuses.check(card(4), NOW)
    statuses.check(card(6), NOW)


def test_a_card_that_is_revoked_later_is_refused_within_minutes(
    statuses: Statuses, operator: Operator
) -> None:
    """[MI2]"""
    statuses.check(card(3), NOW)
    operator.revoked = {3}
    assert refusal(statuses, card(3), NOW + timedelta(seconds=KNOWN_FOR + 1)) == "revoked"


def test_a_card_that_names_no_list_has_none(statuses: Statuses, operator: Operator) -> None:
    """[MI2]"""
    statuses.check({}, NOW)
    assert operator.asked == 0


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "https://evil.example/", "https://cards.example.evil/status/"]
)
def test_nothing_is_fetched_from_where_no_administrator_said(
    statuses: Statuses, operator: Operator, address: str
) -> None:
    """[MI2]"""
    assert "not where" in refusal(statuses, card(1, address))
    assert "not where" in refusal(Statuses("", statuses.keys, operator.list), card(1))
    assert operator.asked == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sub": WHERE + "2"}, "another list"),
        ({"exp": NOW.timestamp() - 61}, "another list"),
        ({"status_list": {"bits": 3, "lst": packed(bytes(4))}}, "another kind"),
        ({"status_list": {"bits": 1, "lst": "AAAA"}}, "cannot be had"),
        ({"status_list": {"bits": 1, "lst": packed(bytes(1))}}, "not in its list"),
        ({"status_list": {"bits": 1, "lst": packed(bytes(MOST_INFLATED + 1))}}, "too long"),
        ({"status_list": None}, "cannot be had"),
    ],
)
def test_a_list_that_is_not_right_refuses_the_card(
    statuses: Statuses, operator: Operator, changes: dict[str, Any], why: str
) -> None:
    """[MI2]"""
    operator.changes = changes
    assert why in refusal(statuses, card(20))


def test_a_list_that_another_signed_or_that_is_away_refuses_the_card(
    statuses: Statuses, operator: Operator
) -> None:
    """[MI2]"""
    operator.is_away = True
    assert "away" in refusal(statuses, card(1))
    operator.is_away, operator.issuer = False, Party("somebody")
    assert "did not sign" in refusal(statuses, card(1))


@pytest.mark.parametrize("status", [{}, {"status_list": {"idx": "x", "uri": LIST}}, "revoked", []])
def test_a_state_that_nobody_knows_how_to_read_refuses_the_card(
    statuses: Statuses, status: object
) -> None:
    """[MI2]"""
    assert "nobody knows" in refusal(statuses, {"status": status})
