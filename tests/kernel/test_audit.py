from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from kernel import audit
from kernel.audit import Entry, entries
from tests.support.world import START, World

ROWS = 8
one_world = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | words
nested = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=5
)
facts = st.dictionaries(words, nested)


def write(world: World, count: int) -> None:
    with world.begin() as tx:
        for n in range(count):
            audit.append(tx.db, Entry(START, "ann", "test.write", f"row {n}", facts={"n": n}))


@contextmanager
def chain(world: World) -> Iterator[Session]:
    """A chain of eight rows; what is done to it here is undone."""
    with Session(world.engine) as db:
        if db.scalar(select(entries.c.seq).limit(1)) is None:
            write(world, ROWS)
        yield db
        db.rollback()


@one_world
@given(st.lists(facts, max_size=2))
def test_a_chain_of_whatever_facts_is_whole(world: World, written: list[dict[str, object]]) -> None:
    """[AU2]"""
    with Session(world.engine) as db:
        for fact in written:
            audit.append(db, Entry(START, "ann", "test.write", "한글", facts=fact))
        assert audit.first_break(db) is None
        db.rollback()


@one_world
@given(
    seq=st.integers(1, ROWS),
    change=st.sampled_from(
        [
            {"at": START + timedelta(microseconds=1)},
            {"actor": "ben"},
            {"act": "test.read"},
            {"object": "row"},
            {"outcome": "refused"},
            {"facts": {"n": "1"}},
            {"hash": bytes(32)},
            {"prev_hash": b"\1" * 32},
        ]
    ),
)
def test_a_changed_row_is_found(world: World, seq: int, change: dict[str, object]) -> None:
    """[AU2]"""
    with chain(world) as db:
        db.execute(update(entries).where(entries.c.seq == seq).values(change))
        assert audit.first_break(db) == seq


@one_world
@given(seq=st.integers(1, ROWS), is_sealed=st.booleans())
def test_a_changed_row_is_found_even_with_a_seal_of_its_own(
    world: World, *, seq: int, is_sealed: bool
) -> None:
    """[AU2] Who knows how seals are made must make all that follow anew."""
    with chain(world) as db:
        row = db.execute(select(entries).where(entries.c.seq == seq)).one()
        forged = Entry(row.at, "ben", row.act, row.object, row.outcome, row.facts)
        seal = audit.seal(row.prev_hash, seq, forged) if is_sealed else row.hash
        where = entries.c.seq == seq
        db.execute(update(entries).where(where).values(actor="ben", hash=seal))
        expected = (seq + 1 if seq < ROWS else None) if is_sealed else seq
        assert audit.first_break(db) == expected


@one_world
@given(seq=st.integers(1, ROWS - 1))
def test_a_removed_row_is_found(world: World, seq: int) -> None:
    """[AU2]"""
    with chain(world) as db:
        db.execute(delete(entries).where(entries.c.seq == seq))
        assert audit.first_break(db) == seq


@one_world
@given(seq=st.integers(1, ROWS))
def test_a_row_put_in_between_is_found(world: World, seq: int) -> None:
    """[AU2]"""
    with chain(world) as db:
        copy = db.execute(select(entries).where(entries.c.seq == seq)).one()._asdict()
        db.execute(update(entries).where(entries.c.seq >= seq).values(seq=entries.c.seq + 100))
        db.execute(update(entries).where(entries.c.seq > 100).values(seq=entries.c.seq - 99))
        db.execute(insert(entries).values(copy))
        assert audit.first_break(db) in {seq, seq + 1}


def test_writers_at_once_make_one_chain(world: World) -> None:
    """[AU1]"""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write(world, 5), range(12)))
    with world.begin() as tx:
        seqs = list(tx.db.scalars(select(entries.c.seq).order_by(entries.c.seq)))
        assert seqs == list(range(1, 61))
        assert audit.first_break(tx.db) is None


def test_what_was_not_committed_leaves_no_gap(world: World) -> None:
    """[AU1]"""
    write(world, 1)
    with suppress(ZeroDivisionError), world.begin() as tx:
        audit.append(tx.db, Entry(START, "ann", "test.write", "lost"))
        raise ZeroDivisionError
    write(world, 1)
    with world.begin() as tx:
        assert audit.first_break(tx.db) is None
