"""Whom an answer vouches for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from identity.single_sign_on.adapters.saml_answer import answered
from identity.single_sign_on.model import Vouched
from tests.identity.single_sign_on.answers import (
    ANYWHERE,
    NOW,
    Change,
    double,
    drop,
    expected,
    provider,
    refused,
    trusted,
)
from tests.support.saml import (
    DS,
    EXCLUSIVE,
    MORE,
    SAML,
    SAMLP,
    assertion_of,
    pen,
    posted,
    time,
)

OLD = DS[1:-1]
CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
LATE, EARLY = time(NOW - timedelta(minutes=2)), time(NOW + timedelta(minutes=2))


@pytest.mark.parametrize("sign", ANYWHERE)
def test_who_is_vouched_for_is_told_with_the_attempt_and_the_proof(sign: str) -> None:
    """[SO2] The assertion is signed, the answer around it, or both."""
    found = answered(provider.answer(NOW, sign=sign), expected)
    assert found.request == "_q1"
    assert found.vouched == Vouched("ann", frozenset({"pwd"}))


def test_the_name_is_where_the_agency_says_that_it_is() -> None:
    said = provider.answer(NOW, name="E10042", value="ann", claim="sAMAccountName")
    by = replace(expected, trusted=replace(trusted, claim="sAMAccountName"))
    assert answered(said, by).vouched.user_name == "ann"
    assert answered(said, expected).vouched.user_name == "E10042"
    refused(provider.answer(NOW), "not exactly one name", by)


def test_two_certificates_stand_for_a_provider_that_changes_its_key() -> None:
    old, new = pen("old"), pen("new", curve=True)
    by = replace(
        expected, trusted=replace(trusted, certificates=(old.certificate, new.certificate))
    )
    for each in (old, new):
        said = replace(provider, pen=each).answer(NOW)
        assert answered(said, by).vouched.user_name == "ann"
        refused(said, "no certificate")


@pytest.mark.parametrize(
    ("context", "methods"),
    [
        ("PasswordProtectedTransport", {"pwd"}),
        ("TimeSyncToken", {"otp"}),
        ("X509", set()),
        ("unspecified", set()),
        ("SmartcardPKI", {"mfa"}),
        ("MobileTwoFactorContract", {"mfa"}),
    ],
)
def test_what_counts_as_two_proofs_is_said(context: str, methods: set[str]) -> None:
    """[SO3]"""
    found = answered(provider.answer(NOW, context=CLASSES + context), expected)
    assert found.vouched.methods == methods


def test_two_proofs_may_be_told_by_others_and_by_the_agency() -> None:
    """[SO3] AD FS and Entra ID tell them in an attribute."""
    for said in (
        provider.answer(NOW, context="https://refeds.org/profile/mfa"),
        provider.answer(
            NOW,
            claim="http://schemas.microsoft.com/claims/authnmethodsreferences",
            value="http://schemas.microsoft.com/claims/multipleauthn",
        ),
    ):
        assert answered(said, expected).vouched.methods == {"mfa"}
    own = provider.answer(NOW, context="urn:hanbit:gpki-and-pin")
    assert answered(own, expected).vouched.methods == set()
    also_two = frozenset({"urn:hanbit:gpki-and-pin"})
    by = replace(expected, trusted=replace(trusted, also_two=also_two))
    assert answered(own, by).vouched.methods == {"mfa"}


@pytest.mark.parametrize("sign", ANYWHERE)
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"issuer": "https://other.example"}, "Issuer"),
        ({"audience": "https://other.example"}, "Audience"),
        ({"recipient": "https://other.example/answer"}, "Recipient"),
        ({"destination": "https://other.example/answer"}, "Destination"),
        ({"method": "holder-of-key"}, "SubjectConfirmation"),
        ({"request": ""}, "InResponseTo"),
        ({"response_request": "_other"}, "two requests"),
        ({"response_issuer": "https://other.example"}, "Issuer of the answer"),
        ({"status": "Responder"}, "nobody proved it"),
        ({"not_before": EARLY}, "NotBefore"),
        ({"until": LATE}, "NotOnOrAfter"),
        ({"confirmed_until": LATE}, "NotOnOrAfter"),
        ({"confirmed_until": "soon"}, "NotOnOrAfter is no time"),
        ({"confirmed_until": "0001-01-01T00:00:00+23:00"}, "NotOnOrAfter is no time"),
        ({"issued": time(NOW - timedelta(minutes=12))}, "IssueInstant"),
        ({"issued": EARLY}, "IssueInstant"),
        ({"name": "  "}, "name of a person"),
        ({"name": "ann<b/>"}, "elements in NameID"),
    ],
)
def test_what_is_not_for_us_for_this_door_or_of_now_is_refused(
    sign: str, other: dict[str, str], why: str
) -> None:
    """[SO2]"""
    refused(provider.answer(NOW, sign=sign, **other), why)


def test_clocks_may_differ_by_a_minute() -> None:
    near = {"not_before": time(NOW + timedelta(seconds=50)), "issued": time(NOW)}
    ends = time(NOW - timedelta(seconds=50))
    answered(provider.answer(NOW, **near, until=ends, confirmed_until=ends), expected)


def add_condition(response: etree._Element) -> None:
    etree.SubElement(next(response.iter(f"{SAML}Conditions")), f"{SAML}Condition")


def second_audience(response: etree._Element) -> None:
    """Each restriction has to name us."""
    conditions = next(response.iter(f"{SAML}Conditions"))
    restriction = etree.SubElement(conditions, f"{SAML}AudienceRestriction")
    etree.SubElement(restriction, f"{SAML}Audience").text = "https://other.example"


def ended(response: etree._Element) -> None:
    next(response.iter(f"{SAML}AuthnStatement")).set("SessionNotOnOrAfter", LATE)


def older(response: etree._Element) -> None:
    response.set("Version", "1.1")


def older_within(response: etree._Element) -> None:
    assertion_of(response).set("Version", "1.1")


def encrypt(response: etree._Element) -> None:
    assertion_of(response).tag = f"{SAML}EncryptedAssertion"


def endless(response: etree._Element) -> None:
    del next(response.iter(f"{SAML}SubjectConfirmationData")).attrib["NotOnOrAfter"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (add_condition, "Conditions"),
        (drop(f"{SAML}AudienceRestriction"), "Audience"),
        (drop(f"{SAML}Conditions"), "Conditions"),
        (drop(f"{SAML}SubjectConfirmation"), "SubjectConfirmation"),
        (drop(f"{SAML}AuthnStatement"), "AuthnStatement"),
        (drop(f"{SAMLP}Status"), "Status"),
        (double(f"{SAML}NameID"), "NameID"),
        (double(f"{SAML}SubjectConfirmation"), "SubjectConfirmation"),
        (endless, "no end"),
        (second_audience, "Audience"),
        (ended, "SessionNotOnOrAfter"),
        (older, "not an answer of SAML 2.0"),
        (older_within, "not an assertion of SAML 2.0"),
    ],
)
def test_what_is_missing_doubled_or_unknown_is_refused(change: Change, why: str) -> None:
    """[SO2]"""
    refused(posted(provider.signed(NOW, edit=change)), why)


def test_an_encrypted_assertion_is_refused_in_words_that_tell_what_to_do() -> None:
    refused(posted(provider.signed(NOW, sign="response", edit=encrypt)), "let the provider sign it")


def test_an_answer_that_nobody_signed_is_refused() -> None:
    """[SO2]"""
    refused(provider.answer(NOW, sign="none"), "nothing is signed")


@pytest.mark.parametrize("sign", ANYWHERE)
def test_a_stranger_s_key_is_no_key_whatever_the_signature_says_of_it(sign: str) -> None:
    """[SO2] Its certificate travels in the signature, under the provider's name."""
    stranger = replace(provider, pen=pen("stranger"))
    refused(stranger.answer(NOW, sign=sign), "no certificate")


@pytest.mark.parametrize(
    ("method", "digest"),
    [
        (OLD + "rsa-sha1", pen().digest),
        (pen().method, OLD + "sha1"),
        (MORE + "hmac-sha256", pen().digest),  # with the certificate for a secret
        (OLD + "hmac-sha1", pen().digest),
    ],
)
def test_a_broken_digest_or_a_shared_secret_signs_nothing(method: str, digest: str) -> None:
    """[SO2]"""
    weak = replace(provider, pen=replace(pen(), method=method, digest=digest))
    refused(weak.answer(NOW), "no certificate")


@pytest.mark.parametrize("sign", ANYWHERE)
def test_a_changed_name_is_refused(sign: str) -> None:
    """[SO2]"""
    response = provider.signed(NOW, sign=sign)
    next(response.iter(f"{SAML}NameID")).text = "garam"
    refused(posted(response), "no certificate")


@pytest.mark.parametrize("canonical", [EXCLUSIVE, EXCLUSIVE + "WithComments"])
@pytest.mark.parametrize("middle", ["<!-- -->", "<?cut here?>"])
def test_a_comment_in_a_name_is_no_end_of_it(canonical: str, middle: str) -> None:
    """[SO2] Whoever is called ann.example at the provider is not ann here."""
    response = provider.xml(NOW, name=f"ann{middle}.example")
    pen().sign(assertion_of(response), canonical)
    assert answered(posted(response), expected).vouched.user_name == "ann.example"


def test_a_comment_that_came_afterwards_cuts_nothing_off() -> None:
    """[SO2]"""
    raw = etree.tostring(provider.signed(NOW, name="ann.example"))
    cut = raw.replace(b"ann.example", b"ann<!-- -->.example")
    assert answered(posted(cut), expected).vouched.user_name == "ann.example"
