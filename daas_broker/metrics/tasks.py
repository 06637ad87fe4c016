"""Keeps the measurements.

They are *kept* if and only if each step of ten seconds has a sample of what was there to measure,
each minute and hour is the sum of its samples, and nothing is older than its resolution is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daas_broker.desktops.machine import COMING, TAKEN, State
from daas_broker.metrics import rules, store
from daas_broker.metrics.model import Name, Sample
from daas_broker.metrics.ports import Probes
from daas_broker.metrics.rules import Counter, advance
from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report

MINUTE = 60.0
Counters = dict[tuple[str, str], Counter]


@dataclass
class Sampler:
    """What it keeps in memory are the counters it saw last: after a start the first sample of a
    rate is missing, and no other."""

    begin: Begin
    now: Now
    probes: Probes
    name: str = "daas_broker.metrics"
    every: timedelta = rules.SAMPLE
    known: Counters = field(default_factory=dict)
    sampled_at: datetime | None = None

    def run(self) -> Report:
        report = Report()
        gateways, free = self.probes.gateways(), self.probes.free()
        now = self.now()
        since = self.sampled_at or now - rules.SAMPLE
        with self.begin() as tx:
            seen = store.look(tx.db, since, now)
            samples = [
                *desktop_samples(self.known, seen),
                *pool_samples(seen, now - since),
                *gateway_samples(self.known, gateways, now),
                *host_samples(free),
            ]
            store.add(tx.db, samples, now)
            if _minute(now) != _minute(since):
                store.roll_up(tx.db, now)
                store.prune(tx.db, now)
                report.count("rolled_up")
        self._forget(now)
        self.sampled_at = now
        report.counts["samples"] = len(samples)
        return report

    def _forget(self, now: datetime) -> None:
        """Desktops and streams that are gone would fill the memory."""
        for key in [key for key, last in self.known.items() if now - last.at > rules.HOUR]:
            del self.known[key]


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def desktop_samples(known: Counters, seen: store.Seen) -> Iterator[Sample]:
    for desktop in seen.desktops:
        yield Sample(Name.MEMORY, desktop.id, float(desktop.memory_bytes))
        source = f"{desktop.id}.{desktop.generation}"
        cpu = advance(known, ("cpu", source), desktop.at, desktop.cpu_seconds)
        if cpu is not None:
            yield Sample(Name.CPU, desktop.id, cpu)
    for stream in seen.streams:
        if stream.latency_ms is not None:
            yield Sample(Name.LATENCY, stream.desktop_id, float(stream.latency_ms))
        for name, counted in ((Name.FRAMES, stream.frames), (Name.SENT, stream.sent_bytes)):
            grown = advance(known, (name.value, stream.id), stream.at, float(counted))
            if grown is not None:
                yield Sample(name, stream.desktop_id, grown)


def pool_samples(seen: store.Seen, took: timedelta) -> Iterator[Sample]:
    """Of each pool, and of all together: those of subject ''."""
    minutes = took.total_seconds() / MINUTE
    totals: dict[Name, float] = {}
    for pool, counts in seen.pools.items():
        values = {
            Name.IN_USE: _count(counts, State.IN_USE),
            Name.HELD: _count(counts, *TAKEN),
            Name.WARM: _count(counts, State.WARM),
            Name.COMING: _count(counts, *COMING),
            Name.WAITING: float(seen.waiting.get(pool, 0)),
            Name.CLAIMS: seen.claims.get(pool, 0) / minutes if minutes else 0.0,
            Name.FAILURES: seen.failures.get(pool, 0) / minutes if minutes else 0.0,
        }
        for name, value in values.items():
            totals[name] = totals.get(name, 0.0) + value
            yield Sample(name, pool, value)
    yield from (Sample(name, "", value) for name, value in totals.items())
    yield Sample(Name.WAIT, "", seen.longest_wait.total_seconds())
    latencies = [s.latency_ms for s in seen.streams if s.latency_ms is not None]
    if latencies:
        yield Sample(Name.LATENCY, "", sum(latencies) / len(latencies))


def _count(counts: Mapping[State, int], *states: State) -> float:
    return float(sum(counts.get(state, 0) for state in states))


def gateway_samples(
    known: Counters, gateways: Mapping[str, Mapping[str, float]], now: datetime
) -> Iterator[Sample]:
    for gateway, counters in gateways.items():
        yield Sample(Name.STREAMS, gateway, counters.get("streams", 0.0))
        for word, name, per in (
            ("sent_bytes", Name.GATEWAY_SENT, 1.0),
            ("refusals", Name.REFUSALS, MINUTE),
            ("cpu_seconds", Name.GATEWAY_CPU, 1.0),
        ):
            grown = advance(known, (word, gateway), now, counters.get(word, 0.0))
            if grown is not None:
                yield Sample(name, gateway, grown * per)


def host_samples(free: Mapping[str, tuple[float, float]]) -> Iterator[Sample]:
    for host, (memory, disk) in free.items():
        yield Sample(Name.MEMORY_FREE, host, memory)
        yield Sample(Name.DISK_FREE, host, disk)
