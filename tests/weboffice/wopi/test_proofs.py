"""Proof keys, signed here in the layout of the specification."""

import struct
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.support.world import START, World
from tests.weboffice.wopi.office import (
    ORIGIN,
    Answers,
    WopiOffice,
    attach,
    discovery,
    keep,
    new_key,
    numbers,
)
from weboffice.wopi import proofs
from weboffice.wopi.model import Proof, PublicKey
from weboffice.wopi.rules import ProofRefused

URL = "https://work.example/wopi/files/1f?access_token=aB%20c"
PRESENT, BEFORE = new_key(), new_key()
KEYS = tuple(PublicKey(*numbers(key)) for key in (PRESENT, BEFORE))


def sign(key: rsa.RSAPrivateKey, url: str = URL, at: datetime = START, text: str = "aB c") -> str:
    """Written from the specification, without the code that is tried."""
    ticks = int((at - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    address = url.upper().encode()
    data = struct.pack(">I", len(text.encode())) + text.encode()
    data += (
        struct.pack(">I", len(address)) + address + struct.pack(">I", 8) + struct.pack(">Q", ticks)
    )
    return b64encode(key.sign(data, padding.PKCS1v15(), SHA256())).decode()


def proof(signature: str = "", old: str = "", stamp: str | None = None, url: str = URL) -> Proof:
    return Proof("aB c", (url,), stamp or str(proofs.ticks(START)), signature, old)


def test_ticks_count_from_the_year_one() -> None:
    """[WO7] The Unix epoch in .NET ticks."""
    assert proofs.ticks(datetime(1970, 1, 1, tzinfo=UTC)) == 621_355_968_000_000_000


@pytest.mark.parametrize(
    "good",
    [
        proof(sign(PRESENT)),
        proof(sign(PRESENT), sign(BEFORE)),
        proof(
            sign(new_key()), sign(PRESENT)
        ),  # the office has changed its key, we have not seen it
        proof(sign(BEFORE)),  # we have seen it, one of the office's machines has not
    ],
)
def test_a_signature_of_the_present_or_the_last_key_counts(good: Proof) -> None:
    """[WO7]"""
    proofs.check(good, KEYS, START + timedelta(minutes=19))


@pytest.mark.parametrize(
    "bad",
    [
        proof(),
        proof(sign(new_key()), sign(new_key())),
        proof("", sign(BEFORE)),  # the old key's signature by the old key proves nothing today
        proof(sign(PRESENT, url=URL + "&x")),
        proof(sign(PRESENT, text="other")),
        proof(sign(PRESENT, at=START - timedelta(seconds=1))),
        proof("not base64"),
        proof(sign(PRESENT), stamp="-1"),
        proof(sign(PRESENT), stamp="9" * 30),
        proof(sign(PRESENT), stamp=""" """),
    ],
)
def test_anything_else_does_not(bad: Proof) -> None:
    """[WO7]"""
    with pytest.raises(ProofRefused):
        proofs.check(bad, KEYS, START)


@pytest.mark.parametrize("minutes", [-21, 21])
def test_a_signature_is_good_for_twenty_minutes(minutes: int) -> None:
    """[WO7]"""
    with pytest.raises(ProofRefused):
        proofs.check(proof(sign(PRESENT)), KEYS, START + timedelta(minutes=minutes))


def test_calls_must_be_signed_where_discovery_names_keys(world: World) -> None:
    """[WO7] [WO2] A copied token opens nothing from elsewhere, and that is in the audit."""
    attach(world, Answers({ORIGIN: discovery(present=PRESENT, before=BEFORE)}))
    file_id = keep(world, "kim", "계획.docx")
    office = WopiOffice.of(world, file_id, keys=(PRESENT, BEFORE))
    assert office.get() == b"words"
    assert office.take_lock("one").status_code == 200
    assert office.put(b"signed").status_code == 200
    thief = WopiOffice(world, file_id, office.token)
    forger = WopiOffice(world, file_id, office.token, keys=(new_key(),))
    late = WopiOffice(world, file_id, office.token, keys=(PRESENT,))
    late.signed_at = world.now() - timedelta(minutes=21)
    for other in (thief, forger, late):
        assert other.ask("GET").status_code == 500
        assert other.put(b"theirs").status_code == 500
    assert office.get() == b"signed"
    assert world.audited().count(("-", "weboffice.wopi_call", "refused")) == 6


def test_an_office_with_new_keys_is_heard_after_another_look(world: World) -> None:
    """[WO7]"""
    answers = Answers({ORIGIN: discovery(present=BEFORE)})
    job = attach(world, answers)
    file_id = keep(world, "kim", "계획.docx")
    answers.by_origin[ORIGIN] = discovery(present=PRESENT)
    office = WopiOffice.of(world, file_id, keys=(PRESENT,))
    assert office.ask("GET").status_code == 500
    job()
    assert len(answers.asked) == 1, "too soon after the last look"
    world.pass_time(timedelta(minutes=5))
    assert office.ask("GET").status_code == 500
    job()
    assert len(answers.asked) == 2
    assert office.ask("GET").status_code == 200
