"""An antivirus that knows one virus."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import AntivirusAway, Watch


@dataclass
class FakeAntivirus:
    virus: bytes
    malware: str
    most_bytes: int
    is_silent: bool = False
    asked: int = 0

    def name(self) -> str:
        if self.is_silent:
            raise AntivirusAway
        return "fake"

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        self.asked += 1
        yield FakeWatch(self)

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        with self.watch() as watch:
            for chunk in chunks:
                watch.see(chunk)
            return watch.verdict()


@dataclass
class FakeWatch:
    antivirus: FakeAntivirus
    seen: bytes = b""

    def see(self, chunk: bytes) -> None:
        self.seen += chunk

    def verdict(self) -> Scan:
        knows = self.antivirus
        if knows.is_silent:
            raise AntivirusAway
        if len(self.seen) > knows.most_bytes:
            return Scan()
        return Scan("fake", knows.malware if knows.virus in self.seen else "")
