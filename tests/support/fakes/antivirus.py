"""An antivirus that knows one virus."""

from collections.abc import Iterable
from dataclasses import dataclass

from daas_broker.releases.model import Scan
from daas_broker.releases.ports import AntivirusAway


@dataclass
class FakeAntivirus:
    virus: bytes
    name: str
    most_bytes: int
    is_silent: bool = False
    asked: int = 0

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        self.asked += 1
        data = b"".join(chunks)
        if self.is_silent:
            raise AntivirusAway
        if len(data) > self.most_bytes:
            return Scan()
        return Scan("fake", self.name if self.virus in data else "")
