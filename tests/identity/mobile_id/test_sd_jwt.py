"""Which cards are believed (RFC 9901 §7): each test changes one thing of a card that is."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.mobile_id.model import Trusted
from identity.mobile_id.sd_jwt import Expected, Unbelievable, claims_of
from tests.support.wallet import CARD_TYPE, CLAIM, ISSUER, Asked, Party, Wallet, decoded

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
US = "x509_hash:us"
ISSUERS = Party("issuer")
ASKED = Asked({"client_id": US, "nonce": "n-1"})
EXPECTED = Expected(US, "n-1", NOW)
TRUSTED = Trusted(ISSUER, [Party("retired").jose, ISSUERS.jose], CARD_TYPE, CLAIM)
ANN = {CLAIM: "ann", "name": "김하늘"}


def wallet(**changes: Any) -> Wallet:
    return replace(Wallet(ISSUERS, ANN, NOW), **changes)


def refusal(presented: str, expected: Expected = EXPECTED) -> str:
    with pytest.raises(Unbelievable) as why:
        claims_of(presented, TRUSTED, expected)
    return str(why.value)


def disclosure(*parts: object) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def test_what_the_issuer_signed_and_the_wallet_disclosed_is_read() -> None:
    """[MI2]"""
    claims = claims_of(wallet().presentation(ASKED), TRUSTED, EXPECTED)
    assert (claims[CLAIM], claims["name"]) == ("ann", "김하늘")
    assert "_sd" not in claims


def test_what_is_not_disclosed_is_not_there() -> None:
    """[MI4]"""
    own = wallet()
    card, disclosures = own.issued()
    own_name = [each for each in disclosures if CLAIM in json.loads(decoded(each))]
    presented = _bound(own, "~".join([card, *own_name]) + "~")
    assert "name" not in claims_of(presented, TRUSTED, EXPECTED)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"issuer": Party("somebody")}, "did not sign"),
        ({"card": {"iss": "https://other.example"}}, "another issuer"),
        ({"card": {"vct": "urn:example:library-card"}}, "another kind"),
        ({"card": {"exp": NOW.timestamp() - 61}}, "over"),
        ({"card": {"nbf": NOW.timestamp() + 61}}, "not begun"),
        ({"card": {"exp": "soon"}}, "ValueError"),
        ({"card": {"_sd_alg": "md5"}}, "another kind"),
        ({"card": {"cnf": {}}}, "KeyError"),
        ({"header": {"typ": "JWT"}}, "something else"),
        ({"binding": {"nonce": "n-0"}}, "another request"),
        ({"binding": {"aud": "x509_hash:them"}}, "another verifier"),
        ({"binding": {"iat": NOW.timestamp() - 301}}, "another time"),
        ({"binding": {"iat": NOW.timestamp() + 61}}, "another time"),
        ({"binding": {"sd_hash": "x"}}, "another presentation"),
        ({"binding": {"iat": 10**400}}, "OverflowError"),
        ({"binding": {"iat": "nan"}}, "another time"),
        ({"binding": {"iat": [1]}}, "TypeError"),
        ({"card": {"exp": 10**400}}, "OverflowError"),
        ({"card": {"cnf": []}}, "TypeError"),
        ({"card": {"cnf": {"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}}}}, ""),
        ({"card": {"cnf": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}}}, ""),
        ({"card": {"_sd": 7}, "hidden": {}}, "TypeError"),
    ],
)
def test_one_thing_that_is_wrong_is_enough(changes: dict[str, Any], why: str) -> None:
    """[MI2]"""
    assert why in refusal(wallet(**changes).presentation(ASKED))


def test_a_card_without_the_proof_of_its_key_is_a_copy() -> None:
    """[MI2]"""
    card, disclosures = wallet().issued()
    assert refusal("~".join([card, *disclosures]) + "~") == "no key binding"
    assert refusal(card) == "no key binding"
    assert "BadSignature" in refusal(_bound(wallet(), "~".join([card, *disclosures]) + "~"))


def test_nothing_is_added_to_a_card_that_its_issuer_did_not_sign() -> None:
    """[MI2] Nor twice what it did."""
    own = wallet()
    card, disclosures = own.issued()
    added = disclosure("salt", CLAIM, "minister")
    assert "not signed" in refusal(_bound(own, "~".join([card, *disclosures, added]) + "~"))
    twice = "~".join([card, *disclosures, disclosures[0]]) + "~"
    assert "twice" in refusal(_bound(own, twice))


def test_a_claim_that_stands_there_openly_is_not_hidden_behind_another() -> None:
    """[MI2]"""
    assert "there already" in refusal(wallet(card={CLAIM: "minister"}).presentation(ASKED))


def test_a_digest_that_stands_there_twice_is_refused() -> None:
    """[MI2] RFC 9901 §7.1 (4)."""
    assert "twice" in refusal(wallet(card={"_sd": ["a", "a"]}, hidden={}).presentation(ASKED))


def test_elements_that_are_hidden_are_left_out() -> None:
    """[MI4]"""
    roles = ["inspector", {"...": "A" * 43}]
    shown = wallet(card={"roles": roles}).presentation(ASKED)
    assert claims_of(shown, TRUSTED, EXPECTED)["roles"] == ["inspector"]


@pytest.mark.parametrize("long", ["~" * 70_000, "x" * 70_000, "a~" * 100 + "b"])
def test_what_is_too_long_is_not_looked_into(long: str) -> None:
    """[MI2]"""
    assert refusal(long)


@given(st.data())
def test_a_changed_letter_is_never_believed_with_another_claim(data: st.DataObject) -> None:
    """[MI2]"""
    at = data.draw(st.integers(0, len(GOOD) - 1))
    letter = data.draw(st.characters(codec="ascii"))
    changed = GOOD[:at] + letter + GOOD[at + 1 :]
    try:
        claims = claims_of(changed, TRUSTED, EXPECTED)
    except Unbelievable:
        return
    assert claims[CLAIM] == "ann"


@given(st.lists(st.text(max_size=40), max_size=5))
def test_nonsense_is_refused_and_nothing_else(parts: list[str]) -> None:
    """[MI2]"""
    refusal("~".join(parts))


def test_a_card_ends_when_it_says() -> None:
    """[MI2]"""
    shown = wallet(card={"exp": NOW.timestamp() + 60}).presentation(ASKED)
    claims_of(shown, TRUSTED, EXPECTED)
    later = replace(EXPECTED, now=NOW + timedelta(seconds=121))
    assert "over" in refusal(shown, later)


def _bound(own: Wallet, shown: str) -> str:
    """With the proof that its own key makes for what is shown."""
    return shown + own.bind(ASKED, shown)


GOOD = wallet().presentation(ASKED)
