"""Official notices: seconds from a decision to its sealed paper, and processor of each.

Each document is decided, numbered, printed in the sandbox, sealed, examined, drawn and filed on a
real database, by one worker. The target is the design's: p95 of 2 s, 100 within 60 s on two cores.
"""

import os
import resource
import statistics
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import Figure
from mobile_admin.notices.store import latest
from tests.mobile_admin.notices.office import correction, decided, make, sent
from tests.support.world import World
from workplace.bridges.field_printer import SandboxPrinter
from workplace.migrate import upgrade
from workplace.stack.postgres import TEMPLATE, start_private

DOCUMENTS = 100


def main() -> None:
    with TemporaryDirectory() as folder:
        server = start_private(Path(folder) / "postgres")
        upgrade(server.create(TEMPLATE))
        world = World(server.create_from_template("bench"), Path(folder))
        try:
            measured(world)
        finally:
            world.close()
            server.stop()


def measured(world: World) -> None:
    printer = SandboxPrinter()
    submissions = []
    for _ in range(DOCUMENTS):
        world.pass_time(timedelta(seconds=1))  # the latest comes first
        submissions.append(sent(world))
    took, own = [], cpu_s()
    began = time.perf_counter()
    for submission in submissions:
        start = time.perf_counter()
        made = decided(world, submission, correction())
        make(world, printer)(made["notices"][0]["id"])
        took.append(time.perf_counter() - start)
    whole = time.perf_counter() - began
    with world.begin() as tx:
        sizes = [n.made.size_bytes for n in latest(tx.db, "div", None, DOCUMENTS) if n.made]
    warm = [printer.pool._free[0][0].cpu_s] if printer.pool.waiting else [0.0]  # noqa: SLF001
    cpu_ms = 1000 * (cpu_s() - own + warm[0]) / DOCUMENTS
    report("decision to sealed paper: p95", "s", statistics.quantiles(took, n=20)[-1], 2)
    report("decision to sealed paper: median", "s", statistics.median(took), 1)
    report("the first one, with the start of its sandbox", "s", took[0], 6)
    report(f"{DOCUMENTS} documents, one after another", "s", whole, 60)
    report("processor of one", "CPU-ms", cpu_ms, 600)
    report("of it in the sandbox", "CPU-ms", 1000 * warm[0] / DOCUMENTS, 400)
    report("a sealed PDF/A-3 with its sources", "KiB", statistics.mean(sizes) / 1024, 150)
    printer.pool.close()


def report(figure: str, unit: str, ours: float, most: float) -> None:
    name = f"none runs here; load {os.getloadavg()[0]:.1f}"
    Figure(figure, unit, round(ours, 3), None, name, f"<= {most}", ours <= most).report()


def cpu_s() -> float:
    """Of this process: decision, seal, examination and the database's client."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
