"""SAML answers as some provider would sign them, or somebody who is none: by lxml and cryptography
alone, beside the library that reads them."""

import hmac
from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha1, sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
Edit = Callable[[Any], object]
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
TEMPLATE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="{response_id}" Version="2.0"
 IssueInstant="{now}" Destination="{destination}" InResponseTo="{response_request}">
 <saml:Issuer>{response_issuer}</saml:Issuer>
 <samlp:Status>
  <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>
 <saml:Assertion ID="{id}" Version="2.0" IssueInstant="{issued}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <saml:Subject><saml:NameID>{name}</saml:NameID>
   <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:{method}">
    <saml:SubjectConfirmationData Recipient="{recipient}" NotOnOrAfter="{confirmed_until}"
     InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
  <saml:Conditions NotBefore="{not_before}" NotOnOrAfter="{until}">
   <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="{issued}"><saml:AuthnContext>
   <saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext>
  </saml:AuthnStatement>
  <saml:AttributeStatement><saml:Attribute Name="{claim}">
   <saml:AttributeValue xsi:type="xs:string">{value}</saml:AttributeValue></saml:Attribute>
  </saml:AttributeStatement>
 </saml:Assertion></samlp:Response>"""


def time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")  # seven digits, as AD FS does


@dataclass(frozen=True)
class Pen:
    """A key, its certificate, and how it signs."""

    key: Any
    certificate: x509.Certificate
    method: str = MORE + "rsa-sha256"
    digest: str = "http://www.w3.org/2001/04/xmlenc#sha256"

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def value(self, signed: bytes) -> bytes:
        if self.method.endswith("hmac-sha256"):
            return hmac.digest(self.pem.encode(), signed, "sha256")
        if self.method.endswith("ecdsa-sha256"):
            r, s = utils.decode_dss_signature(self.key.sign(signed, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        kind = hashes.SHA1() if self.method.endswith("sha1") else hashes.SHA256()  # noqa: S303 - a weak one
        return bytes(self.key.sign(signed, PKCS1v15(), kind))

    def digest_of(self, data: bytes) -> bytes:
        return (sha1 if self.digest.endswith("sha1") else sha256)(data).digest()

    def sign(
        self, element: etree._Element, canonical: str = EXCLUSIVE, change: Edit | None = None
    ) -> None:
        """In place, after the issuer; `change` is for what is signed about it."""
        value = b64encode(self.digest_of(canonically(element, canonical))).decode()
        signature = etree.SubElement(element, f"{DS}Signature", nsmap={"ds": DS[1:-1]})
        info = etree.SubElement(signature, f"{DS}SignedInfo")
        etree.SubElement(info, f"{DS}CanonicalizationMethod", Algorithm=EXCLUSIVE)
        etree.SubElement(info, f"{DS}SignatureMethod", Algorithm=self.method)
        reference = etree.SubElement(info, f"{DS}Reference", URI=f"#{element.get('ID')}")
        transforms = etree.SubElement(reference, f"{DS}Transforms")
        for algorithm in (ENVELOPED, canonical):
            etree.SubElement(transforms, f"{DS}Transform", Algorithm=algorithm)
        etree.SubElement(reference, f"{DS}DigestMethod", Algorithm=self.digest)
        etree.SubElement(reference, f"{DS}DigestValue").text = value
        if change:
            change(info)
        made = b64encode(self.value(canonically(info))).decode()
        etree.SubElement(signature, f"{DS}SignatureValue").text = made
        data = etree.SubElement(etree.SubElement(signature, f"{DS}KeyInfo"), f"{DS}X509Data")
        told = "".join(self.pem.splitlines()[1:-1])
        etree.SubElement(data, f"{DS}X509Certificate").text = told
        element.insert(1, signature)


def canonically(element: etree._Element, method: str = EXCLUSIVE) -> bytes:
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    comments = method.endswith("#WithComments")
    return bytes(etree.tostring(alone, method="c14n", exclusive=True, with_comments=comments))


@cache
def pen(whose: str = "provider", *, curve: bool = False, bits: int = 2048) -> Pen:
    """A key of `whose`, the same each time."""
    key = (ec.generate_private_key(ec.SECP256R1()) if curve
           else rsa.generate_private_key(65537, bits))  # fmt: skip
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, whose)])
    # Long over: whoever writes a certificate down trusts its key.
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1).not_valid_before(begins)
    signed = builder.not_valid_after(begins + timedelta(days=365)).sign(key, hashes.SHA256())
    return Pen(key, signed, MORE + ("ecdsa-sha256" if curve else "rsa-sha256"))


@dataclass
class Provider:
    """Answers of `issuer`; whatever of the template is to differ goes to `answer`."""

    door: str
    audience: str
    issuer: str = "https://sso.hanbit.example/saml"
    pen: Pen = field(default_factory=pen)
    number: int = 0

    def xml(self, now: datetime, **other: str) -> etree._Element:
        self.number += 1
        said = {
            "id": f"_a{self.number}", "response_id": f"_r{self.number}", "issuer": self.issuer,
            "response_issuer": self.issuer, "status": "Success", "name": "ann", "method": "bearer",
            "request": "_q1", "recipient": self.door, "destination": self.door,
            "audience": self.audience, "context": PASSWORD, "claim": "employee", "value": "ann",
            "now": time(now), "issued": time(now), "not_before": time(now),
            "until": time(now + timedelta(minutes=5)),
            "confirmed_until": time(now + timedelta(minutes=5)),
        } | other  # fmt: skip
        return etree.fromstring(TEMPLATE.format(**{"response_request": said["request"], **said}))

    def answer(self, now: datetime, *, sign: str = "assertion", **other: str) -> str:
        return posted(self.signed(now, sign=sign, edit=None, **other))

    def signed(
        self, now: datetime, *, sign: str = "assertion", edit: Edit | None = None, **other: str
    ) -> etree._Element:
        """`edit` changes it before it is signed."""
        response = self.xml(now, **other)
        if edit:
            edit(response)
        if sign in {"assertion", "both"}:
            self.pen.sign(assertion_of(response))
        if sign in {"response", "both"}:
            self.pen.sign(response)
        return response


def assertion_of(response: etree._Element) -> etree._Element:
    found = response.find(f"{SAML}Assertion")
    assert found is not None
    return found


def posted(response: etree._Element | bytes) -> str:
    raw = response if isinstance(response, bytes) else etree.tostring(response)
    return b64encode(raw).decode()


def without_signature(element: etree._Element) -> etree._Element:
    """A copy."""
    copied = deepcopy(element)
    for signature in list(copied.iter(f"{DS}Signature")):
        parent = signature.getparent()
        assert parent is not None
        parent.remove(signature)
    return copied
