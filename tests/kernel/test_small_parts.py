import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Thread
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kernel.db import connect
from kernel.ids import fresh_id
from kernel.reconcile import Report, run_forever, run_if_leader
from kernel.text import choseong, is_choseong, name_key, nfc
from tests.support.world import World

texts = st.text()


def test_identifiers_never_repeat_not_even_across_threads() -> None:
    """[KI1]"""
    with ThreadPoolExecutor(4) as pool:
        made = [
            id_
            for ids in pool.map(lambda _: [fresh_id() for _ in range(5000)], range(8))
            for id_ in ids
        ]
    assert len(set(made)) == len(made)


def test_a_later_identifier_sorts_later_and_is_a_uuid_of_version_7() -> None:
    """[KI1]"""
    made = []
    for _ in range(20):
        made.append(fresh_id())
        time.sleep(0.002)
    assert made == sorted(made)
    found = UUID(made[0])
    assert (found.version, found.variant) == (7, "specified in RFC 4122")


@given(texts)
def test_composed_and_decomposed_are_one_text(text: str) -> None:
    """[UC1]"""
    assert nfc(unicodedata.normalize("NFD", text)) == nfc(text)
    assert nfc(nfc(text)) == nfc(text)


@given(texts)
def test_a_name_has_one_key_however_it_is_written(text: str) -> None:
    """[UC1]"""
    key = name_key(text)
    assert name_key(unicodedata.normalize("NFD", text)) == key
    assert name_key(key) == key


def test_initials_of_composed_and_decomposed_hangul_are_the_same() -> None:
    """[UC1]"""
    assert (
        choseong("김하늘 A1") == choseong(unicodedata.normalize("NFD", "김하늘 A1")) == "ㄱㅎㄴ A1"
    )
    assert is_choseong("ㄱㅎㄴ")
    assert not is_choseong("ㄱ하")
    assert not is_choseong("")


class Counting:
    """Fails every other time."""

    name = "test.counting"
    every = timedelta(seconds=0)

    def __init__(self) -> None:
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0

    def run(self) -> Report:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.02)
        self.at_once -= 1
        self.runs += 1
        if self.runs % 2:
            raise RuntimeError("as every other time")
        return Report()


def test_a_failure_does_not_end_the_loop(world: World) -> None:
    """[RE1]"""
    counting, stop = Counting(), Event()
    loop = Thread(target=run_forever, args=([counting], world.engine, stop))
    loop.start()
    while counting.runs < 4:
        time.sleep(0.01)
    stop.set()
    loop.join(timeout=5)
    assert not loop.is_alive()


def test_one_worker_at_a_time_runs_a_reconciler(world: World) -> None:
    """[RE1]"""
    counting = Counting()
    counting.runs = 1

    def one_run(_: int) -> Report | None:
        try:
            return run_if_leader(counting, world.engine)
        except RuntimeError:
            return None

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one_run, range(12)))
    assert counting.most_at_once == 1


def test_many_that_begin_together_do_not_wait_for_each_others_connections(world: World) -> None:
    """[RE2] Each holds its lock before any of them asks the database."""
    many, stop, done = 8, Event(), []
    together = Barrier(many)  # more than the world has connections for

    class Asking:
        name, every = "asking", timedelta(seconds=60)

        def __init__(self, number: int) -> None:
            self.name = f"asking {number}"

        def run(self) -> Report:
            together.wait(10)
            with world.begin() as tx:
                done.append(tx.db.scalar(text("SELECT 1")))
            if len(done) == many:
                stop.set()
            return Report()

    leaders = connect(world.settings.database_url, pool_size=1, most=many)
    run_forever([Asking(number) for number in range(many)], leaders, stop)
    leaders.dispose()
    assert done == [1] * many
