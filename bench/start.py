"""A start on a machine that is set up: until the sign-in page answers, and memory at rest."""

import http.client
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep

from bench import Figure
from kernel.settings import ROOT, Settings, settings_from
from workplace.stack import occupied, state

START_SECONDS = 20
MEMORY_MIB = 1000
REST_SECONDS = 30
NO_PEER = "none: the suites that do as much are installed by a cluster's tools"


def main() -> None:
    bases = range(28200, 29000, 10)
    port = next(base for base in bases if not occupied.taken(range(base, base + 3)))
    var = Path(mkdtemp(prefix="onmaru-bench-"))
    settings = settings_from({"ONMARU_VAR": str(var), "ONMARU_PORT": str(port)})
    try:
        onmaru(settings, "up")
        onmaru(settings, "down")
        seconds = usable_after(settings)
        sleep(REST_SECONDS)
        mebibytes = sum(line.memory_kib for line in state.look(settings)) / 1024
    finally:
        onmaru(settings, "down")
        subprocess.run(["rm", "-r", str(var)], check=True)
    report("second start to a usable sign-in page", "s", seconds, START_SECONDS)
    report("memory of all processes at rest", "MiB", mebibytes, MEMORY_MIB)


def report(figure: str, unit: str, ours: float, limit: float) -> None:
    Figure(figure, unit, round(ours, 1), None, NO_PEER, f"<= {limit}", ours <= limit).report()


def usable_after(settings: Settings) -> float:
    """From the command to the first answer that needs edge, web and database."""
    began = monotonic()
    onmaru(settings, "up")
    connection = http.client.HTTPConnection("localhost", settings.port, timeout=10)
    connection.request("GET", "/api/demo/accounts")
    assert connection.getresponse().status == http.HTTPStatus.OK
    connection.close()
    return monotonic() - began


def onmaru(settings: Settings, command: str) -> None:
    variables = [f"{name}={value}" for name, value in settings.environment().items()]
    subprocess.run(
        ["env", *variables, "./onmaru", command], cwd=ROOT, stdout=sys.stderr, check=True
    )


if __name__ == "__main__":
    main()
