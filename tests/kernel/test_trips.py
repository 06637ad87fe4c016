from contextlib import ExitStack
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import IntegrityError, ProgrammingError

from kernel.db import DatabaseAway
from kernel.trips import ask_at_once, ask_in_one_trip, glance
from tests.support.world import World

_ADD = text("INSERT INTO guests (n) VALUES (:n) RETURNING n")
_COUNT = text("SELECT count(*) AS counted FROM guests")
_NOW = text("SELECT now() AS at")
_SAID_BACK = text("SELECT CAST(:hashes AS bytea[]) AS hashes, CAST(:words AS varchar[]) AS words")
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_FACTS = Table("facts", MetaData(), Column("n", Integer), Column("said", JSONB))
_SAY = insert(_FACTS).values(n=bindparam("n"), said=bindparam("said", type_=JSONB))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_END_IT = text("SELECT pg_terminate_backend(pg_backend_pid()) AS ended")
_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def _make_table(world: World) -> None:
    with world.begin() as tx:
        tx.db.execute(text("CREATE TABLE guests (n int PRIMARY KEY)"))


def _counted(world: World) -> int:
    with world.begin() as tx:
        return int(tx.db.scalar(_COUNT))


def test_each_statement_of_a_trip_sees_what_the_one_before_it_did(world: World) -> None:
    _make_table(world)
    with world.begin() as tx:
        added, counted = ask_in_one_trip(tx.db, (_ADD, {"n": 7}), (_COUNT, {}))
    assert [row.n for row in added] == [7]
    assert counted[0].counted == 1
    assert _counted(world) == 1


def test_a_trip_is_part_of_its_transaction(world: World) -> None:
    _make_table(world)
    with world.begin() as tx:
        ask_in_one_trip(tx.db, (_ADD, {"n": 7}))
        tx.db.rollback()
    assert _counted(world) == 0


def test_what_the_database_refuses_in_a_trip_is_told_as_anywhere_else(world: World) -> None:
    _make_table(world)
    with pytest.raises(IntegrityError), world.begin() as tx:
        ask_in_one_trip(tx.db, (_ADD, {"n": 7}), (_ADD, {"n": 7}))
    assert _counted(world) == 0


def test_a_connection_that_ends_in_a_trip_is_the_database_being_away(world: World) -> None:
    _make_table(world)
    with pytest.raises(DatabaseAway), world.begin() as tx:
        ask_in_one_trip(tx.db, (_END_IT, {}), (_COUNT, {}))
    assert _counted(world) == 0


def test_a_server_that_went_fails_one_question_and_not_one_for_each_connection(
    world: World,
) -> None:
    _make_table(world)
    with ExitStack() as at_once:
        for _ in range(3):
            at_once.enter_context(world.begin()).db.scalar(_COUNT)
    with world.begin() as tx:
        tx.db.execute(_END_OTHERS)
        ask_in_one_trip(tx.db, (_COUNT, {}))
        with pytest.raises(DatabaseAway), world.begin() as other:
            ask_in_one_trip(other.db, (_COUNT, {}))
        with ExitStack() as at_once:
            for _ in range(3):
                ask_in_one_trip(at_once.enter_context(world.begin()).db, (_COUNT, {}))


def test_a_glance_begins_no_transaction_and_leaves_its_line_as_it_was(world: World) -> None:
    _make_table(world)
    with world.begin() as tx:
        [one], [other] = (glance(tx.db, (_NOW, {})) for _ in range(2))
        assert one.at < other.at, "now() is when a transaction began"
        tx.db.execute(_ADD, {"n": 7})
        tx.db.rollback()
    assert _counted(world) == 0


def test_a_glance_in_a_transaction_sees_what_it_did(world: World) -> None:
    _make_table(world)
    with world.begin() as tx:
        tx.db.execute(_ADD, {"n": 7})
        assert glance(tx.db, (_COUNT, {}))[0].counted == 1
        tx.db.rollback()
    assert _counted(world) == 0


def test_a_line_that_ends_at_a_glance_is_the_database_being_away(world: World) -> None:
    with pytest.raises(DatabaseAway), world.begin() as tx:
        glance(tx.db, (_END_IT, {}))
    with world.begin() as tx:
        assert glance(tx.db, (_NOW, {}))


def test_what_a_glance_may_not_ask_is_told_as_anywhere_else_and_hurts_nobody(world: World) -> None:
    with pytest.raises(ProgrammingError), world.begin() as tx:
        glance(tx.db, (text("SELECT nothing FROM nowhere"), {}))
    with world.begin() as tx:
        [one], [other] = (glance(tx.db, (_NOW, {})) for _ in range(2))
        assert one.at < other.at


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.binary(max_size=40), max_size=6), st.lists(_WORDS, max_size=6))
def test_lists_arrive_as_they_were_sent(
    world: World, hashes: list[bytes], words: list[str]
) -> None:
    asked = {"hashes": hashes, "words": words}
    with world.begin() as tx:
        [glanced], [[asked_in_trip]] = (
            glance(tx.db, (_SAID_BACK, asked)),
            ask_in_one_trip(tx.db, (_SAID_BACK, asked)),
        )
    for found in (glanced, asked_in_trip):
        assert (found.hashes, found.words) == (hashes, words)


def test_one_that_is_asked_at_once_is_part_of_its_transaction(world: World) -> None:
    _make_table(world)
    with world.begin() as tx:
        assert [row.n for row in ask_at_once(tx.db, (_ADD, {"n": 7}))] == [7]
        tx.db.rollback()
    with world.begin() as tx:
        ask_at_once(tx.db, (_ADD, {"n": 7}))
    with pytest.raises(IntegrityError), world.begin() as tx:
        ask_at_once(tx.db, (_ADD, {"n": 7}))
    assert _counted(world) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(_JSON)
def test_json_is_kept_as_any_other_statement_keeps_it(world: World, said: object) -> None:
    with world.begin() as tx:
        _FACTS.create(tx.db.connection())
        ask_at_once(tx.db, (_SAY.returning(_FACTS.c.n), {"n": 1, "said": said}))
        tx.db.execute(_SAY, {"n": 2, "said": said})
        one, other = tx.db.scalars(select(_FACTS.c.said).order_by(_FACTS.c.n))
        [kinds] = tx.db.execute(text("SELECT array_agg(jsonb_typeof(said)) FROM facts"))
        tx.db.rollback()
    assert one == other == said
    assert kinds[0][0] == kinds[0][1]


def test_times_come_in_utc_wherever_the_machine_is(world: World) -> None:
    with world.begin() as tx:
        assert glance(tx.db, (_NOW, {}))[0].at.tzinfo is UTC
