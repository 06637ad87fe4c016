"""Messages to many, on the real PostgreSQL, Redis and two live processes.

A room of a hundred people with open sockets: how long from the call that sends until each has its
hint, and what is lost while Redis is gone for three seconds. The peer of the second figure is plain
Flask-SocketIO with a Redis queue, as measured in the same way when the design was chosen.
"""

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from bench import Figure
from kernel.actor import Actor, UserId
from kernel.ids import fresh_id
from messenger.messages.model import Draft, Kind, Window
from messenger.rooms.model import RoomId
from tests.messenger.live.support import LiveStage, Socket, live_stage
from tests.support.world import World
from workplace.migrate import upgrade
from workplace.stack.postgres import start_private

PEOPLE, PACED, BURST = 100, 40, 300
PACE_SECONDS = 0.2
ROUNDS = 50
OUTAGE_SECONDS, OUTAGE_MESSAGES = 3.0, 60
PEER = "Flask-SocketIO 5.7 with its Redis queue: 69 of 119 (measured at design time)"
PEER_LOST = 69.0  # of 119 that it had acknowledged


@contextmanager
def staged() -> Iterator[LiveStage]:
    home = Path(mkdtemp(prefix="ob-"))
    server = start_private(home / "pg")
    try:
        url = server.create("bench")
        upgrade(url)
        world = World(url, home)
        with live_stage(world, home) as stage:
            stage.start_redis()
            stage.start_live()
            stage.start_live("live-2")
            yield stage
        world.close()
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)


def main() -> int:
    with staged() as stage:
        people = [f"p{number:03}" for number in range(PEOPLE)]
        clients = [stage.world.as_user(person) for person in people]
        sockets = [
            stage.connect(client, ("live", "live-2")[at % 2]) for at, client in enumerate(clients)
        ]
        sender = clients[0].actor
        room = stage.messenger.membership.open_group(sender, [UserId(p) for p in people[1:]], "")
        figures = [
            *delivery(stage, sender, room, sockets),
            price(stage, sender, room),
            outage(stage, sender, clients[1].actor, room),
            catching_up(stage, clients[1].actor, room),
        ]
    for figure in figures:
        figure.report()
    return 0 if all(figure.holds for figure in figures) else 1


def say(stage: LiveStage, sender: Actor, room: RoomId) -> int:
    text = "내일 10시 5층 회의실에서 추진계획(안) 검토회의를 합니다. 자료는 문서함에 있습니다."
    return stage.messenger.messages.send(sender, room, Draft(fresh_id(), Kind.TEXT, text)).seq


def delivery(
    stage: LiveStage, sender: Actor, room: RoomId, sockets: Sequence[Socket]
) -> list[Figure]:
    """From the call that sends to the hint at each socket, at a calm pace."""
    heard: dict[int, list[float]] = {}
    last = threading.Event()

    def listen(socket: Socket) -> None:
        while not last.is_set():
            try:
                hint = socket.hear("messenger.room", 1.0)
            except TimeoutError:
                continue
            heard.setdefault(hint["last_seq"], []).append(time.perf_counter())

    threads = [threading.Thread(target=listen, args=(socket,)) for socket in sockets]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    called: dict[int, float] = {}
    for _ in range(PACED):
        began = time.perf_counter()
        called[say(stage, sender, room)] = began
        time.sleep(PACE_SECONDS)
    time.sleep(1)
    last.set()
    for thread in threads:
        thread.join()
    for socket in sockets:
        socket.wire.close()
    took = [(at - called[seq]) * 1e3 for seq in called for at in heard.get(seq, [])]
    missing = PACED * PEOPLE - len(took)
    p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
    what = f"{PEOPLE} people, 2 live processes, 5 messages/s"
    return [
        Figure(f"sent to hinted, p50: {what}", "ms", round(p50, 1), None, "none", "≤ 100",
               p50 <= 100),
        Figure(f"sent to hinted, p99: {what}", "ms", round(p99, 1), None, "none", "≤ 500",
               p99 <= 500),
        Figure(f"hints that did not come: {what}", "hints", missing, None, "none", "0",
               missing == 0),
    ]  # fmt: skip


def price(stage: LiveStage, sender: Actor, room: RoomId) -> Figure:
    """Processor time of this process for one message: a busy machine does not change it."""
    began = time.process_time()
    for _ in range(BURST):
        say(stage, sender, room)
    milliseconds = (time.process_time() - began) * 1e3 / BURST
    return Figure(
        f"processor time to accept a message to {PEOPLE}", "ms", round(milliseconds, 1), None,
        "none", "≤ 10", milliseconds <= 10,
    )  # fmt: skip


def outage(stage: LiveStage, sender: Actor, reader: Actor, room: RoomId) -> Figure:
    """What a reader who catches up by cursor lacks of what was acknowledged meanwhile."""
    before = say(stage, sender, room)
    stage.kill("redis")
    acknowledged = []
    for _ in range(OUTAGE_MESSAGES):
        acknowledged.append(say(stage, sender, room))
        time.sleep(OUTAGE_SECONDS / OUTAGE_MESSAGES)
    stage.start_redis()
    page = stage.messenger.messages.fetch(reader, room, Window(after=before, limit=200))
    lost = len(set(acknowledged) - {message.seq for message in page.messages})
    return Figure(
        f"acknowledged and lost while Redis was gone, of {OUTAGE_MESSAGES}", "messages", lost,
        PEER_LOST, PEER, "0", lost == 0,
    )  # fmt: skip


def catching_up(stage: LiveStage, reader: Actor, room: RoomId) -> Figure:
    began = time.process_time()
    for _ in range(ROUNDS):
        stage.messenger.messages.fetch(reader, room, Window(after=200, changed_after=0, limit=50))
    milliseconds = (time.process_time() - began) * 1e3 / ROUNDS
    return Figure(
        "processor time to catch up by 50 messages", "ms", round(milliseconds, 1), None,
        "none", "≤ 10", milliseconds <= 10,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
