"""Who commands this host: the highest epoch ever seen, kept on disk across restarts."""

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from daas_broker.desktops.ports import StaleEpoch


@dataclass
class Command:
    file: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def obey(self, epoch: int) -> None:
        """Refuses a commander whose lease another one has taken over."""
        with self.lock:
            if epoch > self._refused(epoch):
                self._keep(epoch)

    def refuse_older(self, epoch: int) -> None:
        """The same without keeping it: for what cannot wait for the disk, and says it after."""
        with self.lock:
            self._refused(epoch)

    def epoch(self) -> int:
        return int(self.file.read_text()) if self.file.exists() else 0

    def _refused(self, epoch: int) -> int:
        """What is known, unless that is newer."""
        if epoch < (known := self.epoch()):
            raise StaleEpoch(f"epoch {epoch} was followed by {known}")
        return known

    def _keep(self, epoch: int) -> None:
        fresh = self.file.with_suffix(".new")
        with fresh.open("w") as output:
            output.write(str(epoch))
            output.flush()
            os.fsync(output.fileno())
        fresh.rename(self.file)
