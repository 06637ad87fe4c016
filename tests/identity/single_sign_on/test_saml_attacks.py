"""What anybody could make of an answer that was signed for somebody else."""

from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from identity.single_sign_on.adapters.saml_answer import answered
from identity.single_sign_on.adapters.saml_xml import LONGEST, Unbelievable
from identity.single_sign_on.model import Vouched
from tests.identity.single_sign_on.answers import (
    NOW,
    Change,
    double,
    drop,
    expected,
    provider,
    refused,
)
from tests.support.saml import (
    DS,
    EXCLUSIVE,
    SAML,
    SAMLP,
    assertion_of,
    pen,
    posted,
    without_signature,
)

INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
Wrap = Callable[[Any], Any]


def forged(signed: etree._Element, *, is_whole: bool) -> etree._Element:
    """Another answer, or assertion, for somebody else: the signed one is hidden in it."""
    copied = without_signature(signed if is_whole else assertion_of(signed))
    next(copied.iter(f"{SAML}NameID")).text = "garam"
    for each in copied.xpath("descendant-or-self::*[@ID]"):
        each.set("ID", f"_forged{each.get('ID')}")
    return copied


def beside_before(signed: etree._Element) -> etree._Element:
    signed.insert(2, forged(signed, is_whole=False))
    return signed


def beside_after(signed: etree._Element) -> etree._Element:
    signed.append(forged(signed, is_whole=False))
    return signed


def around_the_assertion(signed: etree._Element) -> etree._Element:
    """The signed one within the forged one."""
    true, false = assertion_of(signed), forged(signed, is_whole=False)
    signed.replace(true, false)
    false.append(true)
    return signed


def under_the_signature(signed: etree._Element) -> etree._Element:
    """The signature moves to the forged one, with what it signs in an Object of its own."""
    true, false = assertion_of(signed), forged(signed, is_whole=False)
    signature = next(true.iter(f"{DS}Signature"))
    signed.replace(true, false)
    false.insert(1, signature)
    etree.SubElement(signature, f"{DS}Object").append(true)
    return signed


def in_extensions(signed: etree._Element) -> etree._Element:
    true, false = assertion_of(signed), forged(signed, is_whole=False)
    signed.replace(true, false)
    extensions = etree.Element(f"{SAMLP}Extensions")
    extensions.append(true)
    signed.insert(1, extensions)
    return signed


def one_id(signed: etree._Element) -> etree._Element:
    """The forged one has the signed one's ID, and its signature."""
    true, false = assertion_of(signed), forged(signed, is_whole=False)
    false.set("ID", str(true.get("ID")))
    false.insert(1, deepcopy(next(true.iter(f"{DS}Signature"))))
    extensions = etree.Element(f"{SAMLP}Extensions")
    signed.replace(true, false)
    extensions.append(true)
    signed.insert(1, extensions)
    return signed


def signature_astray(signed: etree._Element) -> etree._Element:
    """The signature belongs to nobody, and what it signed is not there."""
    true, false = assertion_of(signed), forged(signed, is_whole=False)
    signature = next(true.iter(f"{DS}Signature"))
    signed.replace(true, false)
    etree.SubElement(signed, f"{SAMLP}Extensions").append(signature)
    return signed


def in_a_signed_answer(signed: etree._Element) -> etree._Element:
    """The forged answer around the signed one, in its extensions."""
    false = forged(signed, is_whole=True)
    etree.SubElement(false, f"{SAMLP}Extensions").append(signed)
    return false


def answer_in_an_object(signed: etree._Element) -> etree._Element:
    """The forged answer carries the signature, which carries the signed answer."""
    false, signature = forged(signed, is_whole=True), next(signed.iter(f"{DS}Signature"))
    false.insert(1, signature)
    etree.SubElement(signature, f"{DS}Object").append(signed)
    return false


def of_another_element(signed: etree._Element) -> etree._Element:
    """The forged one refers to nothing: an empty address means the whole document to some."""
    next(signed.iter(f"{DS}Reference")).set("URI", "")
    return signed


@pytest.mark.parametrize(
    ("wrap", "why"),
    [
        (beside_before, "not exactly one assertion"),
        (beside_after, "not exactly one assertion"),
        (around_the_assertion, "not exactly one assertion"),
        (under_the_signature, "not exactly one assertion"),
        (in_extensions, "not exactly one assertion"),
        (one_id, "two elements have one ID"),
        (signature_astray, "a signature where none belongs"),
        (of_another_element, "for something else"),
    ],
)
def test_a_signed_assertion_speaks_for_no_other(wrap: Wrap, why: str) -> None:
    """[SO2] Signature wrapping: the forms of it that are known."""
    refused(posted(wrap(provider.signed(NOW))), why)


@pytest.mark.parametrize("wrap", [in_a_signed_answer, answer_in_an_object, beside_before])
def test_a_signed_answer_speaks_for_no_other(wrap: Wrap) -> None:
    """[SO2]"""
    refused(posted(wrap(provider.signed(NOW, sign="response"))), "not exactly one assertion")


def test_a_signed_answer_without_an_assertion_lends_its_signature_to_none() -> None:
    """[SO2] As one that says that nobody proved it."""
    empty = provider.xml(NOW)
    empty.remove(assertion_of(empty))
    provider.pen.sign(empty)
    false = provider.xml(NOW)
    etree.SubElement(false, f"{SAMLP}Extensions").append(empty)
    refused(posted(false), "a signature where none belongs")


@pytest.mark.parametrize("broken", [0, 1])
def test_one_signature_does_not_heal_another(broken: int) -> None:
    """[SO2] Each that is there has to hold, around and within."""
    response = provider.xml(NOW)
    for number, element in enumerate((assertion_of(response), response)):
        (pen("stranger") if number == broken else provider.pen).sign(element)
    refused(posted(response), "no certificate")


def another_key(response: etree._Element) -> None:
    told = next(response.iter(f"{DS}KeyInfo"))
    told.clear()
    value = etree.SubElement(etree.SubElement(told, f"{DS}KeyValue"), f"{DS}RSAKeyValue")
    etree.SubElement(value, f"{DS}Modulus").text = b64encode(bytes([200] * 256)).decode()
    etree.SubElement(value, f"{DS}Exponent").text = "AQAB"


@pytest.mark.parametrize("change", [another_key, drop(f"{DS}KeyInfo")])
def test_what_a_signature_says_of_its_key_is_not_read(change: Change) -> None:
    """[SO2] The administrator said whose it is."""
    response = provider.signed(NOW)
    change(response)
    assert answered(posted(response), expected).vouched.user_name == "ann"


def transform(algorithm: str) -> Change:
    def change(info: etree._Element) -> None:
        transforms = next(info.iter(f"{DS}Transforms"))
        etree.SubElement(transforms, f"{DS}Transform", Algorithm=algorithm)

    return change


def only_transform(algorithm: str) -> Change:
    def change(info: etree._Element) -> None:
        transforms = next(info.iter(f"{DS}Transforms"))
        transforms.remove(transforms[0])
        transforms[0].set("Algorithm", algorithm)

    return change


def inclusive(info: etree._Element) -> None:
    next(info.iter(f"{DS}CanonicalizationMethod")).set("Algorithm", INCLUSIVE)


def whole_document(info: etree._Element) -> None:
    next(info.iter(f"{DS}Reference")).set("URI", "")


def program_within(info: etree._Element) -> None:
    etree.SubElement(next(info.iter(f"{DS}Transform")), f"{DS}XPath").text = "true()"


def shortened(info: etree._Element) -> None:
    """CVE-2009-0217."""
    etree.SubElement(next(info.iter(f"{DS}SignatureMethod")), f"{DS}HMACOutputLength").text = "8"


def stranger_within(info: etree._Element) -> None:
    etree.SubElement(info, f"{DS}Manifest")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (transform("http://www.w3.org/TR/1999/REC-xslt-19991116"), "transforms"),
        (transform("http://www.w3.org/TR/1999/REC-xpath-19991116"), "transforms"),
        (only_transform(EXCLUSIVE), "transforms"),
        (only_transform(INCLUSIVE), "transforms"),
        (inclusive, "transforms"),
        (whole_document, "for something else"),
        (double(f"{DS}Reference"), "Reference"),
        (program_within, "what no signature of SAML holds"),
        (shortened, "what no signature of SAML holds"),
        (stranger_within, "what no signature of SAML holds"),
    ],
)
def test_a_signature_of_another_form_is_refused_also_where_its_mathematics_holds(
    change: Change, why: str
) -> None:
    """[SO2]"""
    response = provider.xml(NOW)
    provider.pen.sign(assertion_of(response), change=change)
    refused(posted(response), why)


@pytest.mark.parametrize(
    "change",
    [
        double(f"{DS}SignedInfo"),
        double(f"{DS}Signature"),
        drop(f"{DS}SignedInfo"),
        drop(f"{DS}SignatureValue"),
        drop(f"{DS}DigestValue"),
        drop(f"{DS}SignatureMethod"),
        drop(f"{DS}Transforms"),
    ],
)
def test_a_signature_with_a_part_missing_or_doubled_is_refused(change: Change) -> None:
    """[SO2]"""
    response = provider.signed(NOW)
    change(response)
    with pytest.raises(Unbelievable):
        answered(posted(response), expected)


BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]><r>&b;&c;</r>'
)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (posted(BOMB), "document type"),
        (posted(b'<?xml version="1.0" encoding="UTF-16"?>' + BOMB), "document type"),
        (posted(BOMB.decode().encode("utf-16")), "not base64 of UTF-8"),
        # What calls itself UTF-7 could hide a document type from who looks for its letters.
        (posted(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE r><r/>'), "not XML"),
        (posted(b"<r>&a;</r>"), "not XML"),
        (posted(b"<r>"), "not XML"),
        (posted(b"<r " + b" ".join(b'a%d=""' % n for n in range(40)) + b"/>"), "attributes"),
        (posted(b"<r>" + b"<a/>" * 5000 + b"</r>"), "too many elements"),
        (posted(b"<r>" + b"".join(b'<a xmlns:b%d=""/>' % n for n in range(500))), "namespaces"),
        (posted(b"<r>" * 1000 + b"</r>" * 1000), "not XML"),
        ("A" * (LONGEST + 1), "too long"),
        ("", "not XML"),
        ("=?", "not base64"),
        (posted(b"<r/>"), "not an answer"),
    ],
)
def test_what_is_no_answer_is_refused_before_it_costs_anything(said: str, why: str) -> None:
    refused(said, why)


@given(st.binary(max_size=300))
def test_anything_at_all_is_refused_in_our_own_words(raw: bytes) -> None:
    """[SO2]"""
    for said in (posted(raw), raw.decode("latin-1")):
        with pytest.raises(Unbelievable):
            answered(said, expected)


SIGNED = etree.tostring(provider.signed(NOW, sign="both"))
ALONE = etree.tostring(provider.signed(NOW))


@given(
    st.sampled_from([SIGNED, ALONE]),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 60), st.binary(max_size=40)),
        min_size=1,
        max_size=3,
    ),
)
def test_whatever_is_changed_nobody_else_is_vouched_for(
    raw: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    """[SO2] What an answer says is refused, or it is what the provider said."""
    for where, length, new in changes:
        at = int(where * len(raw))
        raw = raw[:at] + new + raw[at + length :]
    try:
        found = answered(posted(raw), expected)
    except Unbelievable:
        return
    assert (found.request, found.vouched) == ("_q1", Vouched("ann", frozenset({"pwd"})))


@given(st.data())
def test_however_its_parts_are_moved_nobody_else_is_vouched_for(data: st.DataObject) -> None:
    """[SO2] Parts of a signed answer and of a forged one, anywhere in each other."""
    response = etree.fromstring(data.draw(st.sampled_from([SIGNED, ALONE])))
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(response.iter(etree.Element))
        piece = deepcopy(places[data.draw(st.integers(1, len(places) - 1))])
        for name in piece.iter(f"{SAML}NameID"):
            name.text = "garam"
        place = places[data.draw(st.integers(0, len(places) - 1))]
        place.insert(data.draw(st.integers(0, len(place))), piece)
    try:
        found = answered(posted(response), expected)
    except Unbelievable:
        return
    assert found.vouched.user_name == "ann"
