"""The tunnel beside OpenVPN: throughput, processor, cutting, ten thousand peers, and kills.

Everything is real and on this machine: namespaces, wireguard-go, nftables, hostd as a process of
its own, PostgreSQL. OpenVPN stands in the same topology. Needs root, /dev/net/tun, openvpn, iperf3.
"""

import base64
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import Range

from bench import Figure
from bench._tunnel_ground import Ground, daemons, flow, ground, openvpn
from bench._tunnel_hostd import MOMENTS, STEPS
from identity import wiring as identity
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from kernel.actor import Actor, UserId
from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.hints import silent
from kernel.ids import fresh_id
from kernel.limits import Limit
from kernel.parts import Foundation
from kernel.settings import Settings, Zone, read_settings
from tests.support.tunnel import PORT
from vpn import wiring
from vpn.authority.rules import new_key
from vpn.authority.service import KEY_FILE
from vpn.devices import store as devices
from vpn.devices.model import Device, DeviceId, Owner, Platform, State, Trust
from vpn.gateways.model import UNTOUCHED
from vpn.gateways.store import change, next_revision
from vpn.policy.model import Proof
from vpn.sessions import store as sessions
from vpn.sessions.model import TunnelSession, TunnelSessionId
from vpn.tunnel import rules
from vpn.tunnel.model import Peer
from workplace.bridges.tunnel_ground import TunnelGround
from workplace.migrate import upgrade
from workplace.stack.postgres import start_private

SECONDS, ROUNDS = "4", 3
PEERS = int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else 10_000
CUTS, CHANGES = 30, 30

NONE = "none can be run here"
OURS = "wireguard-go"


@dataclass
class Bench:
    """A database whose devices are the tunnel's peers; the first is the one that really calls."""

    vpn: wiring.Vpn
    ground: Ground
    actor: Actor
    figures: list[Figure] = field(default_factory=list)

    def say(self, figure: str, unit: str, ours: float, target: str, *, holds: bool) -> None:
        self.add(Figure(f"{figure}, load {load()}", unit, ours, None, NONE, target, holds))

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        figure.report()

    @property
    def mine(self) -> DeviceId:
        return DeviceId(f"{0:032x}")

    def open_session(self) -> TunnelSessionId:
        """As one that somebody proved; the keeper opens its way."""
        now = utc_now()
        session = TunnelSession(
            TunnelSessionId(fresh_id()), self.actor.user_id, self.mine, self.actor.session_id,
            Zone.WORK, self.ground.device.address, "", Proof.PASSKEY, "bench", now,
            now + timedelta(hours=8), now,
        )  # fmt: skip
        with self.vpn.base.begin() as tx:
            next_revision(tx.db)
            sessions.add(tx.db, session)
        return session.id

    def is_in_step(self) -> bool:
        """Kernel and database say the same."""
        wanted, _, _ = self.vpn.keeper._wanted()  # noqa: SLF001 - what it plans from
        with suppress(Exception):
            seen = self.ground.hostd.tunnel.see()
            return seen.port == wanted.port and rules.plan(wanted, seen).is_empty
        return False

    def flows(self, seconds: float = 30.0) -> bool:
        """Whether packets of the device come back."""
        with self.ground.probing() as probe:
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                time.sleep(0.1)
                last, _ = probe.told()
                if time.monotonic() - last < 0.05:
                    return True
        return False


def load() -> int:
    return round(os.getloadavg()[0])


def main() -> int:
    home = Path(mkdtemp(prefix="tunnel-bench-", dir=read_settings().cache))
    server = start_private(home / "postgres")
    try:
        url = server.create("bench")
        upgrade(url)
        settings = replace(read_settings(), var=home, database_url=url)
        with bench_on(settings, home) as bench:
            throughput(bench)
            cuts(bench)
            many(bench)
            kills(bench)
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)
    return 0 if all(figure.holds for figure in bench.figures) else 1


@contextmanager
def bench_on(settings: Settings, home: Path) -> Iterator[Bench]:
    settings.secrets.mkdir(parents=True, exist_ok=True)
    (settings.secrets / KEY_FILE).write_text(new_key())
    engine = connect(settings.database_url)
    begin = begin_on(engine, silent)
    base = Foundation(settings, engine, begin, utc_now, silent, unlimited)
    with ground(home, settings.instance, PORT) as place:
        who = identity.build(base)
        vpn = wiring.build(base, who, TunnelGround(), place.hostd.tunnel)
        with begin() as tx:
            tx.db.execute(insert(divisions).values(id="div", name="과", parent_id=None))
            row = {"id": "kim", "user_name": "kim", "name": "김", "name_choseong": "ㄱ"}
            tx.db.execute(insert(people).values(**row, division_id="div", roles=["member"]))
            opening = Opening(UserId("kim"), Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
            signed_in, _ = who.sessions.open(tx, opening)
            next_revision(tx.db)
            change(tx.db, replace(UNTOUCHED, is_on=True, host="gw.example", port=PORT))
        bench = Bench(vpn, place, Actor(UserId("kim"), signed_in.id))
        add_devices(bench, 0, 1, base64.b64decode(place.device.key.public))
        bench.open_session()
        settle(bench)
        if not bench.flows():
            raise RuntimeError("nothing comes through the tunnel")
        yield bench
    engine.dispose()


def unlimited(_limit: Limit, _key: str) -> None:
    """Rate limits are Redis's and measured there."""


def add_devices(bench: Bench, first: int, count: int, key: bytes | None = None) -> None:
    now, plan = utc_now(), bench.vpn.gateways.plan
    numbers = range(first, first + count)
    made = [
        Device(
            DeviceId(f"{number:032x}"), UserId("kim"), "노트북", Platform.LINUX, Owner.AGENCY,
            State.ACTIVE, Trust.MANAGED, now, now + timedelta(days=90),
        )
        for number in numbers
    ]  # fmt: skip
    with bench.vpn.base.begin() as tx:
        next_revision(tx.db)
        tx.db.execute(insert(devices.devices), [vars(device) for device in made])
        tx.db.execute(
            insert(devices.keys),
            [
                {"public_key": key or os.urandom(32), "device_id": d.id, "made_at": now}
                for d in made
            ],
        )
        tx.db.execute(
            insert(devices.leases),
            [
                {
                    "device_id": device.id,
                    "address": str(plan.network[2 + number]),
                    "held": Range(now, None),
                }
                for device, number in zip(made, numbers, strict=True)
            ],
        )


def settle(bench: Bench) -> float:
    """Seconds until kernel and database say the same."""
    began = time.monotonic()
    while bench.vpn.keeper.run().errors:
        time.sleep(0.05)
    return time.monotonic() - began


def throughput(bench: Bench) -> None:
    place = bench.ground
    ours = [*daemons(place.device.device), *daemons(f"onm{bench.vpn.base.settings.instance}v")]
    source = str(place.device.address)
    with openvpn(place) as (theirs, running):
        for word, options in (("up", []), ("down", ["-R"])):
            mine, other = [], []
            for _ in range(ROUNDS):  # in turn, so that a busy moment meets both
                mine.append(flow(place, source, ours, "-t", SECONDS, *options).mbits)
                other.append(flow(place, theirs, running, "-t", SECONDS, *options).mbits)
            a, b = statistics.median(mine), statistics.median(other)
            about = f"one TCP stream {word}, {ROUNDS} × {SECONDS} s, load {load()}"
            bench.add(
                Figure(about, "Mbit/s", round(a), round(b), "OpenVPN 2.6", "≥ 2.5 ×", a >= 2.5 * b)
            )
        paced = ("-t", SECONDS, "-b", "100M")
        a = flow(place, source, ours, *paced).cpu_per_gb
        b = flow(place, theirs, running, *paced).cpu_per_gb
        about = f"processor of both ends at 100 Mbit/s, load {load()}"
        bench.add(
            Figure(about, "CPU-s/GB", round(a, 1), round(b, 1), "OpenVPN 2.6", "below", a < b)
        )


def cuts(bench: Bench) -> None:
    """From the call that ends a session (database, audit, hostd) to the last packet that passed."""
    took = []
    with bench.ground.probing() as probe:
        for session in list(all_open(bench)):
            bench.vpn.sessions.end(bench.actor, session.id, "by_person")
        for _ in range(CUTS):
            session_id = bench.open_session()
            settle(bench)
            time.sleep(0.1)
            began = time.monotonic()
            bench.vpn.sessions.end(bench.actor, session_id, "by_person")
            time.sleep(0.2)
            took.append(max(0.0, probe.told()[0] - began) * 1000)
    worst = sorted(took)[int(len(took) * 0.95) - 1]
    about = f"from the click to the last packet, p95 of {CUTS}"
    bench.say(about, "ms", round(worst, 1), "≤ 100", holds=worst <= 100)
    bench.open_session()
    settle(bench)


def all_open(bench: Bench) -> list[TunnelSession]:
    with bench.vpn.base.begin() as tx:
        return sessions.every_open(tx.db)


def many(bench: Bench) -> None:
    """Ten thousand peers, while one of them works."""
    add_devices(bench, 1, PEERS - 1)
    if not bench.flows():
        raise RuntimeError("nothing comes through the tunnel")
    with bench.ground.probing() as probe:
        time.sleep(0.2)
        probe.told()
        fill = settle(bench)
        took = one_at_a_time(bench)
        slowest = max(resync(bench), settle(bench))
        _, gap = probe.told()
    about = f"with {len(bench.ground.hostd.tunnel.see().peers)} peers"
    one = statistics.quantiles(took, n=20)[-1]
    bench.say(f"{about}: one change, p95", "ms", round(one, 1), "≤ 50", holds=one <= 50)
    bench.say(f"{about}: all at once into an empty tunnel", "s", round(fill, 2), "–", holds=True)
    bench.say(f"{about}: resync", "s", round(slowest, 2), "≤ 2", holds=slowest <= 2)
    name, gap = f"{about}: longest gap of a live flow meanwhile", gap * 1000
    bench.say(name, "ms", round(gap, 1), "≤ 50", holds=gap <= 50)


def one_at_a_time(bench: Bench) -> list[float]:
    """Milliseconds that each peer took to come."""
    host, took = bench.ground.hostd.tunnel, []
    for number in range(CHANGES):
        peer = Peer(fresh_key(), plan_address(bench, PEERS + 10 + number))
        began = time.monotonic()
        host.set_peers([peer], [], revision(bench))
        took.append((time.monotonic() - began) * 1000)
        host.set_peers([], [peer.key], revision(bench))
    return took


def resync(bench: Bench) -> float:
    """Seconds until a hundred peers that somebody took away are back."""
    host, own = bench.ground.hostd.tunnel, bench.ground.device.address
    gone = [peer.key for peer in host.see().peers if peer.address != own]
    host.set_peers([], gone[:100], revision(bench))
    return settle(bench)


def fresh_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def plan_address(bench: Bench, number: int) -> IPv4Address:
    return bench.vpn.gateways.plan.network[2 + number]


def revision(bench: Bench) -> int:
    with bench.vpn.base.begin() as tx:
        return bench.vpn.gateways.find(tx).revision


def kills(bench: Bench) -> None:
    """hostd before and after each of its steps, and the daemon at moments of its own."""
    chance, took = Random(11), []  # noqa: S311 - when it dies
    for step in STEPS:
        for moment in MOMENTS:
            took.append(killed_hostd(bench, step, moment))
            took.append(killed_daemon(bench, chance.uniform(0, 0.3)))
    worst = max(took)
    about = f"{len(took)} kills -9 of hostd and wireguard-go with {PEERS} peers: kernel = database"
    bench.say(about, "s", round(worst, 2), "≤ 5", holds=worst <= 5)


def killed_hostd(bench: Bench, step: str, moment: str) -> float:
    hostd = bench.ground.hostd
    hostd.kill()
    hostd.start(step, moment)
    assert hostd.wait(), "it did not start"
    assert hostd.process is not None
    hostd.process.send_signal(signal.SIGUSR1)
    time.sleep(0.05)
    churn(bench)
    hostd.kill()
    began = time.monotonic()
    hostd.start()  # as supervisord does
    return in_step_after(bench, began)


def killed_daemon(bench: Bench, after: float) -> float:
    time.sleep(after)
    began = time.monotonic()
    for pid in daemons(f"onm{bench.vpn.base.settings.instance}v"):
        os.kill(pid, signal.SIGKILL)
    return in_step_after(bench, began)


def churn(bench: Bench) -> None:
    """What passes through every step: a session that ends, and another that begins."""
    for session in all_open(bench):
        with suppress(Exception):
            bench.vpn.sessions.end(bench.actor, session.id, "by_person")
    bench.open_session()
    with bench.vpn.base.begin() as tx:
        next_revision(tx.db)
    bench.vpn.keeper.run()


def in_step_after(bench: Bench, began: float) -> float:
    """With the keeper at its own pace, at the worst moment of it."""
    keeper = bench.vpn.keeper
    while time.monotonic() - began < 60:
        time.sleep(keeper.every.total_seconds())
        keeper.run()
        if bench.is_in_step():
            break
    took = time.monotonic() - began
    sys.stderr.write(f"in step after {took:.2f} s\n")
    return took


if __name__ == "__main__":
    raise SystemExit(main())
