"""SAML 2.0, the Web Browser SSO profile: asked by redirection, answered by a post.

Sources: SAML 2.0 Profiles §4.1, Bindings §3.4 (HTTP-Redirect) and §3.5 (HTTP-POST), Metadata §2.4.
"""

import logging
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from secrets import compare_digest
from urllib.parse import urlencode

from lxml import etree

from identity.single_sign_on.adapters.saml_answer import Expected, Trusted, answered
from identity.single_sign_on.adapters.saml_xml import ASSERTION, PROTOCOL, Unbelievable
from identity.single_sign_on.model import Begun, Vouched
from identity.single_sign_on.ports import KeptAnswers, SignOnRefused
from kernel.clock import Now
from kernel.tokens import Token, new_token

log = logging.getLogger(__name__)
METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PREFIXES: Mapping[str | None, str] = {
    "samlp": PROTOCOL[1:-1],
    "saml": ASSERTION[1:-1],
    "md": METADATA[1:-1],
}


@dataclass(frozen=True)
class Ourselves:
    """What the provider knows us by: one name, and a door in each zone that people sign in to."""

    name: str
    doors: tuple[str, ...]


@dataclass(frozen=True)
class SamlProvider:
    title: str
    trusted: Trusted
    ourselves: Ourselves
    kept: KeptAnswers
    now: Now

    def address(self, begun: Begun) -> str:
        packed = zlib.compressobj(wbits=-zlib.MAX_WBITS)  # no header, as the binding wants it
        request = packed.compress(self._request(begun)) + packed.flush()
        asked = {"SAMLRequest": b64encode(request).decode(), "RelayState": begun.state}
        mark = "&" if "?" in self.trusted.address else "?"
        return f"{self.trusted.address}{mark}{urlencode(asked)}"

    def way_out(self, back: str) -> str | None:  # noqa: ARG002 - it knows its own way back
        return self.trusted.sign_out

    def receive(self, posted: str, door: str) -> Token:
        expected = Expected(self.trusted, self.ourselves.name, door, self.now())
        try:
            answer = answered(posted, expected)
        except Unbelievable as reason:
            log.warning("sign-on refused: %s", reason)
            raise SignOnRefused from reason
        code = new_token()
        if not self.kept.keep(answer, code):
            log.warning("sign-on refused: the assertion was here before")
            raise SignOnRefused
        return code

    def redeem(self, code: str, begun: Begun) -> Vouched:
        answer = self.kept.take(Token(code))
        if answer is None:
            raise SignOnRefused
        if not compare_digest(answer.request.encode(), request_id(begun).encode()):
            log.warning("sign-on refused: InResponseTo is of another attempt")
            raise SignOnRefused  # [SO1]
        return answer.vouched

    def description(self) -> bytes:
        root = _element(f"{METADATA}EntityDescriptor", entityID=self.ourselves.name)
        role = _element(
            f"{METADATA}SPSSODescriptor",
            root,
            AuthnRequestsSigned="false",
            WantAssertionsSigned="true",
            protocolSupportEnumeration=PROTOCOL[1:-1],
        )
        for number, door in enumerate(self.ourselves.doors):
            place = {"index": str(number), "isDefault": str(number == 0).lower()}
            service = f"{METADATA}AssertionConsumerService"
            _element(service, role, Binding=POST, Location=door, **place)
        return _bytes(root)

    def _request(self, begun: Begun) -> bytes:
        issued = self.now().astimezone(UTC)
        root = _element(
            f"{PROTOCOL}AuthnRequest",
            ID=request_id(begun),
            Version="2.0",
            IssueInstant=issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
            Destination=self.trusted.address,
            ProtocolBinding=POST,
            AssertionConsumerServiceURL=begun.answer_to,
        )
        _element(f"{ASSERTION}Issuer", root).text = self.ourselves.name
        return _bytes(root)


def request_id(begun: Begun) -> str:
    """From both that only this browser's token leads to, and neither can be seen in it."""
    digest = sha256(f"{begun.nonce}.{begun.verifier}".encode()).digest()
    return "_" + urlsafe_b64encode(digest).rstrip(b"=").decode()


def _element(tag: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
    if parent is None:
        own = etree.QName(tag).namespace
        known = {key: value for key, value in PREFIXES.items() if value in {own, PREFIXES["saml"]}}
        return etree.Element(tag, attributes, nsmap=known)
    return etree.SubElement(parent, tag, attributes)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
