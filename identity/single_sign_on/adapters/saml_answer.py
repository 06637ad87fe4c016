"""Whom a SAML answer vouches for. Every check is here but one: whether this browser asked.

Sources: SAML 2.0 Profiles §4.1.4 (Web Browser SSO), Core §2.4, §2.5, §2.7, §3.2.2.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.x509 import Certificate
from lxml import etree

from identity.single_sign_on import rules
from identity.single_sign_on.adapters.saml_signature import signed_assertion
from identity.single_sign_on.adapters.saml_xml import (
    ASSERTION,
    PROTOCOL,
    Unbelievable,
    document,
    instant,
    only,
    whole_text,
)
from identity.single_sign_on.model import Answered, Vouched

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
METHODS = "http://schemas.microsoft.com/claims/authnmethodsreferences"  # AD FS, Entra ID
CONDITIONS = {f"{ASSERTION}AudienceRestriction", f"{ASSERTION}OneTimeUse"}
CONDITIONS |= {f"{ASSERTION}ProxyRestriction"}  # for who would pass it on: we do not
LEEWAY = timedelta(minutes=1)  # by which two clocks may differ
OLDEST = timedelta(minutes=10)  # an answer is made when it is asked for


@dataclass(frozen=True)
class Trusted:
    """Of the provider, as an administrator wrote it down; `certificates` are several while one
    replaces another. `claim` is the attribute with the directory's name; without one it is the
    subject's. `sign_out` is where browsers go to sign out there."""

    issuer: str
    address: str
    certificates: tuple[Certificate, ...]
    claim: str | None = None
    also_two: frozenset[str] = frozenset()
    sign_out: str | None = None


@dataclass(frozen=True)
class Expected:
    trusted: Trusted
    audience: str
    door: str
    now: datetime


def answered(posted: str, expected: Expected) -> Answered:
    """Raise Unbelievable, which says which check it was."""
    response = document(posted)
    _check_envelope(response, expected)
    assertion = signed_assertion(response, expected.trusted.certificates)
    _check_assertion(assertion, expected)
    request = _request(assertion, expected)
    if response.get("InResponseTo", request) != request:
        raise Unbelievable("the answer and its assertion are for two requests")
    vouched = Vouched(_name(assertion, expected.trusted.claim), _methods(assertion, expected))
    number = f"{expected.trusted.issuer} {assertion.get('ID')}"
    return Answered(sha256(number.encode()).digest(), request, vouched)


def _check_envelope(response: etree._Element, expected: Expected) -> None:
    """It may be unsigned, so it refuses and never tells anything."""
    if response.tag != f"{PROTOCOL}Response" or response.get("Version") != "2.0":
        raise Unbelievable("not an answer of SAML 2.0")
    code = only(only(response, f"{PROTOCOL}Status"), f"{PROTOCOL}StatusCode")
    if code.get("Value") != SUCCESS:
        raise Unbelievable("the provider says that nobody proved it")
    if response.get("Destination", expected.door) != expected.door:
        raise Unbelievable("Destination: it was to be posted elsewhere")
    issuers = response.findall(f"{ASSERTION}Issuer")
    if any(whole_text(each) != expected.trusted.issuer for each in issuers):
        raise Unbelievable("Issuer of the answer: not the one that was written down")


def _check_assertion(assertion: etree._Element, expected: Expected) -> None:
    if assertion.get("Version") != "2.0":
        raise Unbelievable("not an assertion of SAML 2.0")
    if whole_text(only(assertion, f"{ASSERTION}Issuer")) != expected.trusted.issuer:
        raise Unbelievable("Issuer: not the one that was written down")
    issued = instant(assertion, "IssueInstant")
    if issued is None or not -LEEWAY <= expected.now - issued <= OLDEST + LEEWAY:
        raise Unbelievable("IssueInstant: not of now")
    conditions = only(assertion, f"{ASSERTION}Conditions")
    _check_times(conditions, expected.now)
    if any(each.tag not in CONDITIONS for each in conditions.iterchildren(etree.Element)):
        raise Unbelievable("Conditions: one that we do not know")
    audiences = conditions.findall(f"{ASSERTION}AudienceRestriction")
    if not audiences or not all(_is_for(each, expected.audience) for each in audiences):
        raise Unbelievable("Audience: not us")


def _is_for(restriction: etree._Element, audience: str) -> bool:
    return any(whole_text(each) == audience for each in restriction.findall(f"{ASSERTION}Audience"))


def _check_times(element: etree._Element, now: datetime, until: str = "NotOnOrAfter") -> None:
    before, after = instant(element, "NotBefore"), instant(element, until)
    if before is not None and now + LEEWAY < before:
        raise Unbelievable("NotBefore: too early, or the clocks differ")
    if after is not None and now - LEEWAY >= after:
        raise Unbelievable(f"{until}: too late, or the clocks differ")


def _request(assertion: etree._Element, expected: Expected) -> str:
    """Of the one confirmation that the bearer, at this door and now, is the subject."""
    subject = only(assertion, f"{ASSERTION}Subject")
    confirmations = subject.findall(f"{ASSERTION}SubjectConfirmation")
    bearers = [each for each in confirmations if each.get("Method") == BEARER]
    if len(bearers) != 1:
        raise Unbelievable("SubjectConfirmation: not exactly one for the bearer")
    data = only(bearers[0], f"{ASSERTION}SubjectConfirmationData")
    if data.get("Recipient") != expected.door:
        raise Unbelievable("Recipient: another door than this")
    if data.get("NotOnOrAfter") is None:
        raise Unbelievable("SubjectConfirmation: no end")
    _check_times(data, expected.now)
    request = data.get("InResponseTo")
    if not request:
        raise Unbelievable("InResponseTo: nobody asked for it")
    return str(request)


def _name(assertion: etree._Element, claim: str | None) -> str:
    subject = only(assertion, f"{ASSERTION}Subject")
    found = (
        _values(assertion, claim) if claim else [whole_text(only(subject, f"{ASSERTION}NameID"))]
    )
    if len(found) != 1 or not found[0]:
        raise Unbelievable("not exactly one name of a person, where it was said to be")
    return found[0]


def _methods(assertion: etree._Element, expected: Expected) -> frozenset[str]:
    statement = only(assertion, f"{ASSERTION}AuthnStatement")
    _check_times(statement, expected.now, "SessionNotOnOrAfter")
    context = only(statement, f"{ASSERTION}AuthnContext")
    said = context.findall(f"{ASSERTION}AuthnContextClassRef")
    classes: AbstractSet[str] = {whole_text(each) for each in said}
    return rules.methods_of(classes | set(_values(assertion, METHODS)), expected.trusted.also_two)


def _values(assertion: etree._Element, name: str) -> list[str]:
    return [
        whole_text(value)
        for statement in assertion.findall(f"{ASSERTION}AttributeStatement")
        for attribute in statement.findall(f"{ASSERTION}Attribute")
        if attribute.get("Name") == name
        for value in attribute.findall(f"{ASSERTION}AttributeValue")
    ]
