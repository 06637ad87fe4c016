"""An antivirus that knows one virus."""

from collections.abc import Iterable
from dataclasses import dataclass

from daas_broker.releases.model import Scan
from daas_broker.releases.ports import AntivirusAway


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

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        self.asked += 1
        data = b"".join(chunks)
        if self.is_silent:
            raise AntivirusAway
        if len(data) > self.most_bytes:
            return Scan()
        return Scan("fake", self.malware if self.virus in data else "")
