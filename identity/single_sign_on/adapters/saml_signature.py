"""What of an answer was signed: by a certificate that an administrator wrote down, nothing else.

Source: SAML 2.0 Core §5.4, the narrow form of XML signatures that SAML allows. What does not have
that form is refused before its mathematics is done.
"""

from collections.abc import Sequence
from dataclasses import replace

from cryptography.x509 import Certificate
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from identity.single_sign_on.adapters.saml_xml import (
    ASSERTION,
    SIGNATURE,
    Unbelievable,
    only,
    parser,
)

ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = (EXCLUSIVE, EXCLUSIVE + "WithComments")
PREFIXES = f"{{{EXCLUSIVE}}}InclusiveNamespaces"
# Those of a key pair, and no SHA-1: a shared secret or a broken digest proves nobody.
ALLOWED = SignatureConfiguration(
    location="./",
    signature_methods=frozenset(
        {
            SignatureMethod.RSA_SHA256,
            SignatureMethod.RSA_SHA384,
            SignatureMethod.RSA_SHA512,
            SignatureMethod.ECDSA_SHA256,
            SignatureMethod.ECDSA_SHA384,
            SignatureMethod.ECDSA_SHA512,
        }
    ),
    digest_algorithms=frozenset(
        {DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}
    ),
)


def signed_assertion(
    response: etree._Element, certificates: Sequence[Certificate]
) -> etree._Element:
    """The one assertion as it was signed: a copy, with nothing in it that was not."""
    if response.find(f".//{ASSERTION}EncryptedAssertion") is not None:
        raise Unbelievable("the assertion is encrypted: let the provider sign it only")
    assertions = list(response.iter(f"{ASSERTION}Assertion"))
    if len(assertions) != 1 or assertions[0].getparent() is not response:
        raise Unbelievable("not exactly one assertion, in the answer itself")
    [assertion] = assertions
    signers = [signature.getparent() for signature in response.iter(f"{SIGNATURE}Signature")]
    if any(each is not response and each is not assertion for each in signers):
        raise Unbelievable("a signature where none belongs")
    if assertion in signers:
        found = _verified(assertion, certificates)
        if response in signers:
            _verified(response, certificates)
        return found
    if response in signers:
        return only(_verified(response, certificates), f"{ASSERTION}Assertion")
    raise Unbelievable("nothing is signed")


def _verified(element: etree._Element, certificates: Sequence[Certificate]) -> etree._Element:
    alone = etree.fromstring(etree.tostring(element, with_tail=False), parser())
    signature = only(alone, f"{SIGNATURE}Signature")
    _check_form(signature, alone.get("ID", ""))
    for told in signature.findall(f"{SIGNATURE}KeyInfo"):
        signature.remove(told)  # whose key it is, the administrator said
    for certificate in certificates:
        # An administrator wrote the key down; its certificate's dates are the provider's business.
        config = replace(ALLOWED, verification_time=certificate.not_valid_before_utc)
        try:
            result = XMLVerifier().verify(alone, x509_cert=certificate, expect_config=config)
        except (SignXMLException, ValueError, TypeError, etree.LxmlError):
            continue
        signed = result.signed_xml if isinstance(result, VerifyResult) else None
        if signed is not None and (signed.tag, signed.get("ID")) == (alone.tag, alone.get("ID")):
            return signed
    raise Unbelievable("no certificate that was written down made its signature")


def _check_form(signature: etree._Element, id_: str) -> None:
    info = only(signature, f"{SIGNATURE}SignedInfo")
    reference = only(info, f"{SIGNATURE}Reference")
    if not id_ or reference.get("URI") != f"#{id_}":
        raise Unbelievable("the signature is for something else")
    method = only(info, f"{SIGNATURE}CanonicalizationMethod")
    transforms = only(reference, f"{SIGNATURE}Transforms")
    first, *further = [each.get("Algorithm") for each in transforms] or [None]
    if first != ENVELOPED or len(further) > 1 or {*further, method.get("Algorithm")} - {*CANONICAL}:
        raise Unbelievable("the signature transforms what it signs")
    known = {
        signature: ("SignedInfo", "SignatureValue", "KeyInfo"),
        info: ("CanonicalizationMethod", "SignatureMethod", "Reference"),
        reference: ("Transforms", "DigestMethod", "DigestValue"),
        transforms: ("Transform",),
    }
    for parent, names in known.items():
        if any(child.tag not in {SIGNATURE + name for name in names} for child in parent):
            raise Unbelievable("the signature holds what no signature of SAML holds")
    for parent in (method, *transforms, only(info, f"{SIGNATURE}SignatureMethod")):
        if any(child.tag != PREFIXES for child in parent):
            raise Unbelievable("the signature holds what no signature of SAML holds")
