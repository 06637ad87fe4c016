"""The broker killed at every arrow of a desktop's life: before, within and after its commit.

A child lives through claims, streams, losses and releases with a keeper at work, and kills itself
with -9 at one arrow at one moment. The desktops run on a fake host in a process of its own. Another
broker then starts, and must come to rest with nothing lost, nothing twice and nothing left over.
The broker's clock runs ten times as fast, so that its pauses do not make this take a day.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import Figure
from bench.pool import ADMIN, unlimited
from daas_broker import wiring
from daas_broker.desktops import store as desktops
from daas_broker.desktops.adapters.podman import PodmanHost
from daas_broker.desktops.machine import NEXT, TAKEN, Desktop, State
from daas_broker.desktops.model import PODMAN, DesktopId, DesktopSize, DesktopSpec, PoolId
from daas_broker.desktops.ports import DesktopHost, Permanent
from daas_broker.pools.model import Keeping, PoolWish
from daas_broker.sessions import joining
from daas_broker.sessions import store as sessions
from daas_broker.sessions.model import Claim, ConnectionId, Stream
from daas_broker.sessions.store import assignments
from daas_broker.wiring import DaasBroker
from gdrive import wiring as gdrive
from identity import wiring as identity
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import utc_now
from kernel.db import Straight, begin_on, connect
from kernel.errors import Refused
from kernel.hints import silent
from kernel.ids import fresh_id
from kernel.parts import Foundation
from kernel.settings import Zone, read_settings
from tests.support.fakes.desktop_host import FakeDesktopHost
from workplace.bridges.desktop_files import DesktopFiles
from workplace.hostd.server import Server
from workplace.migrate import upgrade
from workplace.stack.postgres import start_private

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100  # at each arrow
PACE = 10  # broker seconds a second
WARM, MAXIMUM, PEOPLE = 3, 8, 6
LONGEST = 30.0  # broker seconds until all is in step again
LIFETIME = 6.0  # seconds in which a child must come to its arrow
BREAKS, REFUSES = 0.08, 0.02  # how many desktops stop while they start, or never do
BOOTS = (timedelta(), timedelta(seconds=0.4))
BORN, BEGAN = time.monotonic(), utc_now()
UNREACHED = {State.PROVISIONING: {State.PLANNED}}  # a full host: never, with room for all
CHANGES = 0.1  # how often an administrator asks for another number
WISH = PoolWish(
    "풀", "internet", Zone.INTERNET, DesktopSize(), WARM, MAXIMUM,
    keeping=Keeping(timedelta(seconds=20)),
)  # fmt: skip
Arrow = tuple[State, State]
NOWHERE = (State.GONE, State.GONE)


def fast() -> datetime:
    return BEGAN + timedelta(seconds=(time.monotonic() - BORN) * PACE)


@dataclass
class Toll:
    kills: Counter[Arrow] = field(default_factory=Counter)
    missed: Counter[Arrow] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    stuck: int = 0
    orphans: int = 0
    touched: int = 0  # desktops in use that were not left as they were
    doubles: int = 0


class Breaking(FakeDesktopHost):
    """Some desktops stop while they start, or never do; not while a broker recovers."""

    calm: Path = Path()
    chance = Random(7)  # noqa: S311 - a fake's bad luck

    def _start(self, spec: DesktopSpec) -> None:
        ill = not self.calm.exists()
        if ill and self.chance.random() < REFUSES:
            raise Permanent("not today")
        self.boot = self.chance.choice(BOOTS)
        super()._start(spec)
        if ill and self.chance.random() < BREAKS:
            self.stopped.add(spec.id)


def host_process(path: Path) -> int:
    child = os.fork()
    if child:
        return child
    host = Breaking(fast)
    host.calm = calm_beside(path)
    Server(path, host, frozenset({os.getuid()})).serve_forever()
    os._exit(0)


def calm_beside(path: Path) -> Path:
    """While this file is there, the host is well."""
    return path.with_name("calm")


def broker_at(url: str, socket_path: Path) -> DaasBroker:
    settings = replace(read_settings(), database_url=url)
    engine = connect(url, pool_size=12)
    base = Foundation(settings, engine, begin_on(engine, silent), fast, silent, unlimited)
    files = DesktopFiles(base.begin, gdrive.build(base))
    hosts = {PODMAN: PodmanHost(socket_path)}
    return wiring.build(base, identity.build(base).tickets, files, hosts)


@dataclass
class Bomb:
    """This process dies at `arrow`: before it is written, before its commit, or right after."""

    arrow: Arrow
    moment: str
    armed: bool = False

    def plant(self) -> None:
        move, seat, connect_all = desktops.move, sessions.seat, joining.connect_all

        def moving(db: Session, old: Desktop, new: Desktop) -> bool:
            return bool(self.at((old.state, new.state), lambda: move(db, old, new)))

        def seating(db: Session, claim: Claim, after: datetime) -> Desktop | None:
            claimed = (State.WARM, State.CLAIMED)
            taken: Desktop | None = self.at(claimed, lambda: seat(db, claim, after))
            return taken

        def connecting(
            db: Session, streams: Sequence[Stream], gateway: str, now: datetime
        ) -> list[joining.Joined]:
            found = [desktops.find(db, one.desktop_id) for one in streams]
            arrow = next(((one.state, State.IN_USE) for one in found if one), NOWHERE)
            joined: list[joining.Joined] = self.at(
                arrow, lambda: connect_all(db, streams, gateway, now)
            )
            return joined

        desktops.move, sessions.seat, joining.connect_all = moving, seating, connecting
        commit, bomb = Straight.commit, self

        def committing(self: Straight) -> None:
            commit(self)
            if bomb.armed:
                die()

        Straight.commit = committing  # type: ignore[method-assign]

    def at(self, arrow: Arrow, act: Callable[[], Any]) -> Any:
        if arrow != self.arrow:
            return act()
        if self.moment == "before":
            die()
        done = act()
        if done and self.moment == "within":
            die()
        self.armed = bool(done)
        return done


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def live(broker: DaasBroker, pool: PoolId, chance: Random) -> None:
    """People come, look, lose their line, come back and leave; the keeper works beside."""
    keeper, seating = broker.keepers[PODMAN], broker.seating
    while True:
        if chance.random() < CHANGES:
            broker.pools.change_pool(ADMIN, pool, replace(WISH, warm=chance.randrange(WARM + 1)))
        keeper.run()
        number = chance.randrange(PEOPLE)
        actor = Actor(UserId(f"u{number}"), SessionId(f"s{number}"))
        with suppress(Refused):
            found = seating.claim(actor, pool)
            if not isinstance(found, Desktop):
                continue
            stream = Stream(found.id, actor.session_id, ConnectionId(fresh_id()))
            match chance.randrange(4):
                case 0 | 1:
                    seating.connected(stream, "bench")
                case 2:
                    seating.connected(stream, "bench")
                    seating.disconnected(stream)
                case _:
                    seating.release(actor, found.id)


def kill_one(here: tuple[str, Path, PoolId], arrow: Arrow, moment: str, seed: int) -> bool:
    """Whether the child came to its arrow and died there."""
    child = os.fork()
    if child == 0:
        url, socket_path, pool = here
        Bomb(arrow, moment).plant()
        live(broker_at(url, socket_path), pool, Random(seed))  # noqa: S311
    deadline = time.monotonic() + LIFETIME
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def recover(broker: DaasBroker, pool: PoolId, toll: Toll) -> None:
    """A fresh broker takes over what the dead one left."""
    keeper = replace(
        broker.keepers[PODMAN], holder=fresh_id(), suspects=frozenset(), rest=None, is_away=True
    )
    host = keeper.host
    broker.pools.change_pool(ADMIN, pool, WISH)
    for circuit in broker.circuits.list_open(ADMIN):
        broker.circuits.try_again(ADMIN, circuit.provider, circuit.image)
    used = in_use(broker)
    before = {seen.id: seen.started_at for seen in host.desktops()}
    began = fast()
    while not in_step(broker, pool, host):
        keeper.run()
        if (fast() - began).total_seconds() > LONGEST:
            toll.stuck += 1
            break
    toll.seconds.append((fast() - began).total_seconds())
    after = {seen.id: seen.started_at for seen in host.desktops()}
    toll.touched += sum(
        one not in in_use(broker) or before.get(one) != after.get(one) for one in used
    )
    toll.orphans += len(set(after) - {d.id for d in alive(broker)})


def alive(broker: DaasBroker) -> list[Desktop]:
    with broker.base.begin() as tx:
        return desktops.alive(tx.db)


def in_use(broker: DaasBroker) -> set[DesktopId]:
    return {d.id for d in alive(broker) if d.state is State.IN_USE}


def in_step(broker: DaasBroker, pool: PoolId, host: DesktopHost) -> bool:
    """As many warm as are wanted, each row a desktop of the host, and none besides."""
    rows = alive(broker)
    taken = sum(d.state in TAKEN for d in rows)
    wanted = max(0, min(WARM, MAXIMUM - taken))
    warm = sum(d.state is State.WARM for d in rows)
    held = {(seen.id, seen.generation) for seen in host.desktops()}
    waiting = broker_waits(broker, pool)
    return warm >= min(wanted + waiting, MAXIMUM - taken) and held == {
        (d.id, d.generation) for d in rows
    }


def broker_waits(broker: DaasBroker, pool: PoolId) -> int:
    with broker.base.begin() as tx:
        return broker.seating.waiting(tx).get(pool, 0)


def doubles(broker: DaasBroker) -> int:
    """People at one desktop, or desktops of one person, beyond the first."""
    with broker.base.begin() as tx:
        rows = tx.db.execute(select(assignments)).all()
    desks = Counter(row.desktop_id for row in rows)
    people = Counter(row.person_id for row in rows if row.ended_at is None)
    return sum(desks.values()) - len(desks) + sum(people.values()) - len(people)


def run(url: str, socket_path: Path) -> Toll:
    upgrade(url)
    broker = broker_at(url, socket_path)
    pool = broker.pools.create_pool(ADMIN, WISH).id
    broker.base.engine.dispose()  # a child must not share our connections
    toll = Toll()
    arrows = [
        (old, new)
        for old, following in NEXT.items()
        for new in sorted(following - UNREACHED.get(old, set()))
    ]
    for number, arrow in product(range(KILLS), arrows):
        moment = ("before", "within", "after")[number % 3]
        died = kill_one((url, socket_path, pool), arrow, moment, hash((number, arrow)))
        (toll.kills if died else toll.missed)[arrow] += 1
        calm_beside(socket_path).touch()
        recover(broker, pool, toll)
        calm_beside(socket_path).unlink()
        toll.doubles += doubles(broker)
        broker.base.engine.dispose()
        if number and arrow == arrows[0] and number % 10 == 0:
            sys.stderr.write(f"{number} at each arrow: {toll}\n")
    return toll


def main() -> int:
    here = Path(mkdtemp(prefix="onmaru-crash-"))
    server = start_private(here / "server")
    socket_path = here / "hostd.sock"
    host = host_process(socket_path)
    try:
        toll = run(server.create("crash"), socket_path)
    finally:
        os.kill(host, signal.SIGKILL)
        os.waitpid(host, 0)
        server.stop()
        rmtree(here, ignore_errors=True)
    sys.stderr.write(f"{toll}\n")
    return report(toll)


def report(toll: Toll) -> int:
    kills, worst = sum(toll.kills.values()), max(toll.seconds)
    about = f"{kills} kills -9 of the broker at {len(toll.kills)} arrows"
    figures = [
        Figure(f"{about}: longest until all was in step", "s", round(worst, 1), None,
               "OpenUDS: 3,600 to 7,200 (read)", "≤ 30", worst <= LONGEST and not toll.stuck),
        Figure(f"{about}: desktops left over", "desktops", toll.orphans, None,
               "none can be run here", "0", toll.orphans == 0),
        Figure(f"{about}: desktops in use that were touched", "desktops", toll.touched, None,
               "none can be run here", "0", toll.touched == 0),
        Figure(f"{about}: given twice", "desktops", toll.doubles, None,
               "none can be run here", "0", toll.doubles == 0 and kills > 0),
    ]  # fmt: skip
    for figure in figures:
        figure.report()
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
