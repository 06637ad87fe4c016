"""What one connect costs: fifty browsers at once, round after round, each with a fresh ticket.

Processor time is told beside the time that passes, because a busy machine changes that much more.
Browsers, desktops, database and gateway share the machine's cores; the peer's browsers and desktops
are the very same programs, and it has no database.
"""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import Figure
from bench._connect_browsers import open_all
from bench._gateway_ends import family, running, websockify
from bench._gateway_ground import Ground, ground
from bench._gateway_ways import (
    LIGHT,
    PEER,
    RAW,
    RICH,
    Way,
    foundation_on,
    host_at,
    seated,
    way_to,
)
from bench._hints import hints_on
from daas_broker.desktops.model import Protocol
from daas_broker.display.model import SUBPROTOCOL
from kernel.settings import Settings, read_settings

PARALLEL = 50
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
WARM_UPS = 3  # rounds that are not counted: statements are prepared, pages are mapped
# The promise, and what the peer took on the machine on which it was made: elsewhere it is measured
# against what the peer takes there, in the same run.
MOST_MS, PEER_MS = 15.0, 102.0
SETTLE_SECONDS = 0.3
GATEWAY = "workplace.display"
QUIET_SECONDS = 0.003  # of processor in that time
Ways = Callable[[], Sequence[Way]]


@dataclass(frozen=True)
class Used:
    """Processor seconds so far, of each who takes part."""

    gateway: float
    desktops: float
    database: float
    browsers: float

    def since(self, before: "Used") -> "Used":
        pairs = zip(vars(self).values(), vars(before).values(), strict=True)
        return Used(*(now - then for now, then in pairs))

    def each(self, count: int) -> str:
        """Microseconds of each for one connect."""
        return ", ".join(f"{who} {of / count * 1e6:.0f}" for who, of in vars(self).items())


@dataclass(frozen=True)
class Crew:
    """Process ids; the browsers are this process. `database` is 0 for the peer, which has none."""

    gateway: int
    desktops: int
    database: int = 0

    def used(self) -> Used:
        gateway, desktops = processor_seconds(self.gateway), processor_seconds(self.desktops)
        database = processor_seconds(self.database) if self.database else 0.0
        return Used(gateway, desktops, database, time.process_time())


@dataclass(frozen=True)
class Cost:
    seconds: Sequence[float]  # of each connect, to its first message
    used: Used

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[18] * 1e3

    @property
    def gateway_us(self) -> float:
        return self.used.gateway / len(self.seconds) * 1e6

    def tell(self, who: str) -> None:
        cuts = statistics.quantiles(self.seconds, n=20)
        sys.stderr.write(
            f"{who}: p50 {cuts[9] * 1e3:.1f} ms, p95 {cuts[18] * 1e3:.1f} ms; µs of processor each:"
            f" {self.used.each(len(self.seconds))}; load {os.getloadavg()[0]:.1f}\n"
        )


def processor_seconds(pid: int) -> float:
    """Of a process and those it forked, to the nanosecond; one that has ended counts no more."""
    total = 0.0
    for one in family(pid):
        try:
            total += time.clock_gettime(_clock_of(one))
        except OSError:
            continue
    return total


def _clock_of(pid: int) -> int:
    """clock_getcpuclockid(3), which Python has for threads only."""
    return ~pid << 3 | 2


def rounds(crew: Crew, ways: Ways) -> Cost:
    seconds: list[float] = []
    total = Used(0, 0, 0, 0)
    gc.disable()  # this program's own, which takes a tenth of a second in the middle of a round
    for number in range(WARM_UPS + ROUNDS):
        gc.collect()
        _quiet(crew)
        fresh = ways()
        before = crew.used()
        opened = open_all(fresh)
        if number >= WARM_UPS:
            _quiet(crew)  # what was put off until after the first message counts as well
            total = _sum(total, crew.used().since(before))
            seconds += [one.seconds for one in opened if one.seconds is not None]
        for one in opened:
            one.line.close()
    return Cost(seconds, total)


def _quiet(crew: Crew) -> None:
    """Until the gateway has done what the round before left to do."""
    before = crew.used().gateway
    while True:
        time.sleep(SETTLE_SECONDS)
        now = crew.used().gateway
        if now - before < QUIET_SECONDS:
            return
        before = now


def _sum(one: Used, other: Used) -> Used:
    return Used(*(a + b for a, b in zip(vars(one).values(), vars(other).values(), strict=True)))


def ours(home: Path, settings: Settings, protocol: Protocol, crew: Crew) -> Cost:
    base = foundation_on(settings)
    broker, seats = seated(base, home, host_at(home, protocol), PARALLEL)

    def ways() -> list[Way]:
        return [way_to(broker, seat, protocol) for seat in seats]

    command = [sys.executable, "-m", GATEWAY]
    environment = {**settings.environment(), "ONMARU_ZONE": "work"}
    with running(command, [settings.socket("display-work")], environment) as pid:
        cost = rounds(replace(crew, gateway=pid), ways)
    base.engine.dispose()
    return cost


def peer(home: Path, protocol: Protocol, crew: Crew) -> Cost | None:
    program = websockify(read_settings().var / "bench")
    if program is None:
        return None
    listens = home / "peer.sock"
    is_light = protocol is Protocol.LIGHT
    desk, dialect = ("light/display.sock", LIGHT) if is_light else ("raw.sock", RAW)
    way = Way(listens, "/", (("Sec-WebSocket-Protocol", "binary"),), dialect)
    command = [str(program), f"--unix-listen={listens}", f"--unix-target={home / desk}"]
    with running(command, [listens], {}) as pid:
        return rounds(replace(crew, gateway=pid, database=0), lambda: [way] * PARALLEL)


def bare(home: Path, crew: Crew) -> Cost:
    """Our library alone, to a rich desktop: what lies beyond it is what ours does."""
    listens, desk = home / "bare.sock", home / "rich" / "display.sock"
    headers = (("Sec-WebSocket-Protocol", SUBPROTOCOL),)
    way = Way(listens, "/", headers, RICH)
    command = [sys.executable, "-m", "bench._bare_gateway", str(desk), str(listens)]
    with running(command, [listens], {}) as pid:
        return rounds(replace(crew, gateway=pid, database=0), lambda: [way] * PARALLEL)


def figures(protocol: Protocol, we: Cost, they: Cost | None) -> list[Figure]:
    often = f"{PARALLEL} at once, {ROUNDS} rounds"
    most = MOST_MS * (they.p95_ms / PEER_MS if they else 1)
    promised = f"≤ {most:.1f}: {MOST_MS} where the peer takes {PEER_MS}"
    return [
        Figure(
            f"{protocol}: connect to first message, {often}", "ms",
            round(we.p95_ms, 1), round(they.p95_ms, 1) if they else None,
            PEER, promised, we.p95_ms <= most,
        ),
        Figure(
            f"{protocol}: processor, {often}", "µs",
            round(we.gateway_us, 1), round(they.gateway_us, 1) if they else None,
            PEER, "told", holds=True,
        ),
    ]  # fmt: skip


def figures_of(at: Ground, protocol: Protocol) -> list[Figure]:
    on = at.fresh(f"connect_{protocol}")
    with hints_on(on):
        we, they = both(at.home, on, protocol, at.server.process.pid)
    return figures(protocol, we, they)


def both(
    home: Path, settings: Settings, protocol: Protocol, database: int
) -> tuple[Cost, Cost | None]:
    desks = [sys.executable, "-m", "bench._gateway_ends", str(home)]
    with running(desks, [home / "raw.sock", home / "light" / "text.sock"], {}) as pid:
        crew = Crew(0, pid, database)
        we = ours(home, settings, protocol, crew)
        we.tell(f"{protocol}, ours")
        if protocol is Protocol.RICH:
            bare(home, crew).tell("rich, picows that asks nobody")
        they = peer(home, protocol, crew)
        if they is not None:
            they.tell(f"{protocol}, {PEER}")
    return we, they


def main() -> int:
    with ground() as at:
        found = [figure for protocol in Protocol for figure in figures_of(at, protocol)]
    for figure in found:
        figure.report()
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
