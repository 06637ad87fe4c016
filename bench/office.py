"""LibreOffice kept warm beside one started for each file: seconds and processor a page of PDF.

The same page, the same sandbox, in the same run; the peer is what `soffice --convert-to` takes.
"""

import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench import Figure
from bench.formats import REPORT
from weboffice.formats.adapters import sandbox
from weboffice.formats.adapters.converter import TARGETS
from weboffice.formats.adapters.office import ColdOffice, Office, Wish
from weboffice.formats.adapters.office_pool import OfficePool
from weboffice.formats.adapters.sandbox import OFFICE, Task
from weboffice.formats.model import Format
from weboffice.paper.docx import write as docx_write

COLD_RUNS, WARM_RUNS = 5, 25
WISH = Wish("in.docx", docx_write.write(REPORT), TARGETS[Format.PDF], is_strange=False)


def seconds(office: Office) -> float:
    start = time.perf_counter()
    office.convert(WISH, lambda: True)
    return time.perf_counter() - start


def cold_cpu_s() -> float:
    """Of one `soffice --convert-to`, as the shell around it counts its children."""
    convert = (
        "soffice -env:UserInstallation=file:///tmp/profile --headless --norestore "
        "--convert-to pdf --outdir /job/out /job/in.docx; times > /job/out/times"
    )
    task = Task(["bash", "-c", convert], {WISH.name: WISH.data}, "out/times", OFFICE)
    _, said = sandbox.run(task, lambda: True)
    minutes_and_seconds = re.findall(r"(\d+)m([\d.]+)s", said.decode().splitlines()[1])
    return sum(60 * int(minutes) + float(rest) for minutes, rest in minutes_and_seconds)


def tree_mib(root: int) -> float:
    """Proportional memory of a process and all below it."""
    parents: dict[int, int] = {}
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(one.parent.name)] = int(fields[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sum(map(_pss_kib, found)) / 1024


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) for one in lines if one.startswith("Pss:")), 0)


def report(figure: str, unit: str, ours: float, peer: float | None, most: float) -> None:
    load = os.getloadavg()[0]
    name = f"soffice --convert-to, one a file; load {load:.1f}"
    Figure(figure, unit, round(ours, 3), peer, name, f"<= {most}", ours <= most).report()


def main() -> None:
    cold = [seconds(ColdOffice()) for _ in range(COLD_RUNS)]
    cold_cpu = statistics.median(cold_cpu_s() for _ in range(COLD_RUNS))
    pool = OfficePool()
    first = seconds(pool)
    [(warm, _)] = pool._free  # noqa: SLF001 - whose memory and processor it is
    cpu = warm.cpu_s
    runs = [seconds(pool) for _ in range(WARM_RUNS)]
    warm_cpu = (warm.cpu_s - cpu) / WARM_RUNS
    middle: Callable[[list[float]], float] = statistics.median
    report("a page to PDF, kept warm: median", "s", middle(runs), round(middle(cold), 3), 0.3)
    report("a page to PDF, kept warm: longest", "s", max(runs), round(max(cold), 3), 1.0)
    report("processor of it", "CPU-s", warm_cpu, round(cold_cpu, 3), 0.2)
    report("the first page, with the start", "s", first, round(middle(cold), 3), 6.0)
    report("one that rests (PSS)", "MiB", tree_mib(warm.process.pid), None, 250)
    pool.close()
    report("what rests after its idle time", "MiB", tree_mib(warm.process.pid), None, 0)


if __name__ == "__main__":
    main()
