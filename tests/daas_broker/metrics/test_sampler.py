from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from daas_broker.desktops.model import DesktopId
from daas_broker.metrics.adapters.probes import counters_of
from daas_broker.metrics.store import points
from daas_broker.metrics.tasks import Sampler
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.usage.model import Pulse
from kernel.actor import Role
from tests.daas_broker.conftest import Broker

METRICS = "/api/admin/metrics"
PAGE = """
# TYPE onmaru_display_streams gauge
onmaru_display_streams 3.0
# TYPE onmaru_display_bytes_total counter
onmaru_display_bytes_total 1000.0
# TYPE onmaru_display_refused_total counter
onmaru_display_refused_total{what="message"} 2.0
onmaru_display_refused_total{what="clipboard"} 5.0
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 12.5
"""


@dataclass
class FakeProbes:
    pages: dict[str, Mapping[str, float]] = field(default_factory=dict)

    def gateways(self) -> Mapping[str, Mapping[str, float]]:
        return self.pages

    def free(self) -> Mapping[str, tuple[float, float]]:
        return {"podman": (8.0 * 2**30, 3.0 * 2**30)}


def sampler(broker: Broker) -> tuple[Sampler, FakeProbes]:
    probes = FakeProbes()
    return Sampler(broker.world.begin, broker.world.now, probes), probes


def tick(broker: Broker, one: Sampler, times: int = 1) -> None:
    for _ in range(times):
        broker.world.pass_time(timedelta(seconds=10))
        broker.keep()
        one.run()


def line(broker: Broker, name: str, subject: str, span: str = "hour") -> list[float]:
    found = broker.admin.get(METRICS, names=name, subject=subject, span=span).get_json()
    values = [v for each in found["lines"] for v in each["values"] if v is not None]
    assert all(len(each["values"]) == len(found["places"]) for each in found["lines"])
    return values


def test_a_prometheus_page_is_read_and_summed_over_labels() -> None:
    """[DU8]"""
    assert counters_of(PAGE) == {
        "streams": 3.0,
        "sent_bytes": 1000.0,
        "refusals": 7.0,
        "cpu_seconds": 12.5,
    }


def test_a_stream_is_measured_in_pictures_bytes_and_milliseconds(broker: Broker) -> None:
    """[DU8]"""
    pool = broker.pool()
    broker.settle()
    one, _ = sampler(broker)
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    session = broker.world.as_user("ann").actor.session_id
    seating = broker.broker.seating
    seating.connected(Stream(DesktopId(desktop), session, ConnectionId("c1")), "display-work")
    for n in range(1, 4):
        seating.note_pulses([Pulse("c1", n * 50_000, 0, n * 120, 40)])
        tick(broker, one)
    assert set(line(broker, "frames", desktop)) == {12.0}
    assert set(line(broker, "sent", desktop)) == {5000.0}
    assert line(broker, "latency", desktop)[0] == 40.0
    assert line(broker, "in_use", "")[-1] == 1.0


def test_a_gateways_counters_become_rates_and_a_restart_no_fall(broker: Broker) -> None:
    """[DU8]"""
    one, probes = sampler(broker)
    for sent in (0.0, 10_000.0, 20_000.0, 500.0, 10_500.0):
        probes.pages = {"display-work": {"streams": 1.0, "sent_bytes": sent}}
        tick(broker, one)
    assert set(line(broker, "gateway_sent", "display-work")) == {1000.0}


def test_minutes_and_hours_are_the_sums_of_their_samples_and_the_old_goes(broker: Broker) -> None:
    """[DU8]"""
    broker.pool()
    broker.settle()
    one, _ = sampler(broker)
    tick(broker, one, 14)
    with broker.world.begin() as tx:
        counts = select(points.c.step, func.sum(points.c.count)).where(points.c.name == "warm")
        before = {row[0]: row[1] for row in tx.db.execute(counts.group_by(points.c.step))}
    assert before[60] <= before[10] <= before[60] + 14
    assert before[3600] == before[60]
    broker.world.pass_time(timedelta(days=4))
    tick(broker, one)
    with broker.world.begin() as tx:
        after = {row[0]: row[1] for row in tx.db.execute(counts.group_by(points.c.step))}
    assert after[10] <= 4
    assert after[3600] >= before[3600]


def test_the_overview_says_what_is_near_a_threshold_and_an_admin_moves_it(broker: Broker) -> None:
    """[DU9] [DK12]"""
    one, _ = sampler(broker)
    tick(broker, one)
    broker.admin.get("/api/admin/pools")

    def level(name: str) -> str:
        gauges = broker.admin.get(f"{METRICS}/now").get_json()["gauges"]
        return next(str(g["level"]) for g in gauges if g["name"] == name)

    assert level("disk_free") == "over"
    moved = broker.admin.put(f"{METRICS}/thresholds/disk_free", near=4 * 2**30, over=2**30)
    assert moved.status_code == 204
    assert level("disk_free") == "near"
    assert ("ida", "daas_broker.change_threshold", "done") in broker.world.audited()
    member = broker.world.as_user("ann", Role.MEMBER)
    assert member.get(f"{METRICS}/now").status_code == 403
    assert member.put(f"{METRICS}/thresholds/wait", near=1, over=2).status_code == 403
