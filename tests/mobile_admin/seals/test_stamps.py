from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from mobile_admin.seals.examining import examine
from mobile_admin.seals.sealing import Seal, SealLevel, stamps_of
from tests.mobile_admin.proofs.papers import NOW, seal_file, unsealed

SOON = datetime(2026, 1, 1, tzinfo=UTC)


def authority_of_time() -> DummyTimeStamper:
    """Somebody who says when, as RFC 3161 has it."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "시점확인")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(SOON)
        .not_valid_after(SOON + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate = asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
    return DummyTimeStamper(certificate, asn1_keys.PrivateKeyInfo.load(der))


def test_with_a_time_stamp_the_level_is_b_t_and_the_seal_holds() -> None:
    """[NO10]"""
    sealed = Seal(seal_file("ours"), authority_of_time()).seal(unsealed())
    assert (sealed.level, sealed.note) == (SealLevel.BT, "")
    assert examine(sealed.pdf, seal_file("ours").roots, NOW).is_whole
    assert b"/ETSI.CAdES.detached" in sealed.pdf


def test_without_one_the_notice_goes_out_and_says_so() -> None:
    """[NO10]"""
    assert stamps_of("") is None
    away = Seal(seal_file("ours"), stamps_of("http://127.0.0.1:9/tsa")).seal(unsealed())
    assert away.level is SealLevel.BB
    assert away.note
    assert examine(away.pdf, seal_file("ours").roots, NOW).is_whole


@pytest.mark.parametrize("moment", [NOW - timedelta(days=1), NOW + timedelta(days=3 * 366)])
def test_outside_its_years_a_seal_is_not_trusted(moment: datetime) -> None:
    """[NV2]"""
    pdf = Seal(seal_file("ours")).seal(unsealed()).pdf
    found = examine(pdf, seal_file("ours").roots, moment)
    assert (found.is_whole, found.is_trusted) == (True, False)
