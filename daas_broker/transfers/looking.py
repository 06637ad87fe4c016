"""A file under the eye of an antivirus while it crosses, where an agency has one."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from daas_broker.antivirus.model import Scan
from daas_broker.antivirus.ports import Antivirus, AntivirusAway, Watch
from kernel.errors import Denied

NOBODY = Scan()


class FileInfected(Denied):
    """`malware` is the antivirus's name for it."""

    code = "file_infected"


@dataclass
class Look:
    """`scan` is NOBODY's until all has passed, and where none is there or it is silent."""

    antivirus: Antivirus
    scan: Scan = NOBODY

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces, the last one after the verdict: a file that is not given whole is none
        [DLP16]. Raise FileInfected."""
        held = b""
        with ExitStack() as stack:
            watch = self._begun(stack)
            for chunk in chunks:
                watch = _after(watch, chunk)
                if held:
                    yield held
                held = chunk
            self.scan = _verdict(watch)
        if self.scan.malware:
            raise FileInfected(malware=self.scan.malware)
        if held:
            yield held

    def _begun(self, stack: ExitStack) -> Watch | None:
        try:
            return stack.enter_context(self.antivirus.watch())
        except AntivirusAway:
            return None


def _after(watch: Watch | None, chunk: bytes) -> Watch | None:
    if watch is not None:
        try:
            watch.see(chunk)
        except AntivirusAway:
            return None
    return watch


def _verdict(watch: Watch | None) -> Scan:
    try:
        return watch.verdict() if watch is not None else NOBODY
    except AntivirusAway:
        return NOBODY
