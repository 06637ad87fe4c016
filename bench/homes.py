"""What a home adds to a claim, and what keeping one takes; a process stands for the desktop."""

import resource
import statistics
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from bench import Figure
from daas_broker.desktops.homes import HomeId
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import Zone
from tests.support.neutral import neutral_desktop
from workplace.hostd.homes.house import House

ROUNDS = 10
CLAIM_MS = 200
FILES, KIB = 500, 100
NO_PEER = "none: profile disks of other brokers are attached by a hypervisor"


def main() -> None:
    house = House(Path(mkdtemp(prefix="onmaru-bench-homes-")))
    home = HomeId(fresh_id())
    first, attached = attach_once(house, home), [attach_once(house, home) for _ in range(ROUNDS)]
    report("a home that is there, hung into a desktop, median", statistics.median(attached))
    report("processor time of that", processor_ms(house, home), None)
    report("a home that is made first", first)
    with neutral_desktop() as desktop:
        house.attach(home, Zone.WORK, desktop.pid, [])
        fill = (
            f"for i in $(seq {FILES}); do head -c {KIB}K /dev/urandom > /home/desktop/문서/$i; done"
        )
        desktop.run("sh", "-c", fill)
        whole = timed(lambda: house.snapshot(home, Zone.WORK, utc_now()))
        desktop.write("문서/1", "changed")
        following = timed(lambda: house.snapshot(home, Zone.WORK, utc_now()))
    house.wait_until_free([home])
    note = f"of {FILES * KIB // 1024} MiB in {FILES} files"
    report(f"the first snapshot {note}", whole, None)
    report(f"the next one {note}, one of them changed", following, None)


def attach_once(house: House, home: HomeId) -> float:
    with neutral_desktop() as desktop:
        took = timed(lambda: house.attach(home, Zone.WORK, desktop.pid, []))
    house.wait_until_free([home])
    return took


def processor_ms(house: House, home: HomeId) -> float:
    """Of the acts alone: says the same on a machine that is busy with something else."""
    with neutral_desktop() as desktop:
        house.attach(home, Zone.WORK, desktop.pid, [])
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for _ in range(ROUNDS):
            house.attach(home, Zone.WORK, desktop.pid, [])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    house.wait_until_free([home])
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used * 1000 / ROUNDS


def timed(act: object) -> float:
    assert callable(act)
    began = monotonic()
    act()
    return (monotonic() - began) * 1000


def report(figure: str, ours: float, limit: float | None = CLAIM_MS) -> None:
    promise = f"<= {limit}" if limit else "reported"
    Figure(
        figure, "ms", round(ours, 1), None, NO_PEER, promise, not limit or ours <= limit
    ).report()


if __name__ == "__main__":
    main()
