"""Numbers from the processes themselves: the gateways' pages, and what hosts have left."""

import http.client
import logging
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from daas_broker.desktops.ports import HostFailure, Hosts

log = logging.getLogger(__name__)
SECONDS = 2.0
LONGEST = 4 * 1024 * 1024
COUNTERS = {
    "onmaru_display_streams": "streams",
    "onmaru_display_bytes_total": "sent_bytes",
    "onmaru_display_refused_total": "refusals",
    "process_cpu_seconds_total": "cpu_seconds",
}


class _Local(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(str(self._path))


@dataclass(frozen=True)
class ProcessProbes:
    """`run` is where the processes' sockets lie, `var` where everything is kept."""

    run: Path
    var: Path
    hosts: Hosts

    def gateways(self) -> Mapping[str, Mapping[str, float]]:
        found = {}
        for path in sorted(self.run.glob("display-*.sock")):
            try:
                found[path.stem] = counters_of(_page(path))
            except (OSError, ValueError, http.client.HTTPException) as error:
                log.warning("%s does not tell its numbers: %s", path.stem, error)
        return found

    def free(self) -> Mapping[str, tuple[float, float]]:
        disk = float(shutil.disk_usage(self.var).free)
        found = {}
        for name, host in self.hosts.items():
            try:
                found[str(name)] = (float(host.health().memory_free_bytes), disk)
            except HostFailure as error:
                log.warning("host %s does not answer: %s", name, error)
        return found


def counters_of(page: str) -> dict[str, float]:
    """Summed over labels."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            word = COUNTERS.get(sample.name)
            if word is not None:
                found[word] = found.get(word, 0.0) + sample.value
    return found


def _page(path: Path) -> str:
    connection = _Local(path)
    try:
        connection.request("GET", "/metrics")
        return connection.getresponse().read(LONGEST).decode()
    finally:
        connection.close()
