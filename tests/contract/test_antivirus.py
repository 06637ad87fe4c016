"""What an antivirus owes: a real clamd, and the fake."""

from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from daas_broker.antivirus.adapters.clamd import Clamd
from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import Antivirus, AntivirusAway
from tests.support.clamd import MOST_FILE, MOST_STREAM, NAME, VIRUS, PrivateClamd, private_clamd
from tests.support.fakes.antivirus import FakeAntivirus

Both = tuple[Antivirus, Callable[[], None]]


@pytest.fixture(scope="module")
def clamd() -> Iterator[PrivateClamd]:
    with private_clamd() as clamd:
        yield clamd


@pytest.fixture(params=["fake", "clamd"])
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    """And how it falls silent."""
    if request.param == "fake":
        fake = FakeAntivirus(VIRUS, NAME, MOST_FILE)
        yield fake, lambda: setattr(fake, "is_silent", True)
        return
    clamd: PrivateClamd = request.getfixturevalue("clamd")
    yield Clamd(clamd.socket), clamd.kill
    if clamd.running.poll() is not None:
        clamd.start()


def test_it_says_who_looked_and_what_was_found(both: Both) -> None:
    """[DX3]"""
    antivirus, _ = both
    clean = antivirus.scan([b"a letter", b" that is clean"])
    assert (clean.scanner, clean.malware) == (antivirus.name(), "")
    assert clean.scanner
    infected = antivirus.scan([b"a letter " + VIRUS[:9], VIRUS[9:] + b" and more"])
    assert infected == Scan(clean.scanner, NAME)


@pytest.mark.parametrize("size", [MOST_FILE + 1024, MOST_STREAM + 1024, MOST_STREAM * 8])
def test_what_is_too_large_for_it_nobody_scanned(both: Both, size: int) -> None:
    """[DX3]"""
    antivirus, _ = both
    assert antivirus.scan([VIRUS, bytes(size)]) == Scan()


def test_one_that_dies_while_it_looks_is_away_and_so_it_stays(both: Both) -> None:
    """[DX3]"""
    antivirus, fall_silent = both

    def dying() -> Iterator[bytes]:
        yield b"a letter"
        fall_silent()
        yield b" of which nobody read the end"

    with pytest.raises(AntivirusAway):
        antivirus.scan(dying())
    with pytest.raises(AntivirusAway):
        antivirus.scan([b"another letter"])
    with pytest.raises(AntivirusAway):
        antivirus.name()


def test_clamd_looks_into_an_archive(clamd: PrivateClamd) -> None:
    """[DX3]"""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("in/letter.txt", VIRUS)
    assert Clamd(clamd.socket).scan([packed.getvalue()]).malware == NAME
