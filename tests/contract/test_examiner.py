"""What every examiner of copies does: the one in the sandbox, and the test's own."""

import pytest

from mobile_admin.proofs.ports import Examiner
from tests.mobile_admin.proofs.papers import NOW, seal_file, sealed, unsealed
from tests.support.fakes.examiner import FakeExaminer
from workplace.bridges.field_printer import SandboxExaminer


@pytest.fixture(params=["fake", "sandbox"])
def examiner(request: pytest.FixtureRequest) -> Examiner:
    return FakeExaminer() if request.param == "fake" else SandboxExaminer()


def test_it_tells_whole_and_trusted_apart_and_survives_anything(examiner: Examiner) -> None:
    """[NV2] [NV3]"""
    roots, data = seal_file("ours").roots, sealed()
    flipped = data[:9000] + bytes([data[9000] ^ 1]) + data[9001:]

    def told(copy: bytes) -> tuple[bool, bool, bool]:
        found = examiner.examine(copy, roots, NOW)
        return found.is_signed, found.is_whole, found.is_trusted

    assert told(data) == (True, True, True)
    assert told(flipped)[1] is False
    assert told(data[:-200])[1] is False
    assert told(unsealed()) == (False, False, False)
    assert told(b"%PDF-1.7\n" + b"[" * 100_000) == (False, False, False)
    foreign = examiner.examine(sealed("다른 문서", "somebody else"), roots, NOW)
    assert (foreign.is_whole, foreign.is_trusted) == (True, False)
