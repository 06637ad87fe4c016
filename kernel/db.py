"""One transaction: the database session, the outbox that commits with it, and live hints."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Protocol

import psycopg
from psycopg.errors import DiskFull
from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from kernel import outbox
from kernel.errors import Exhausted, Invalid, Unavailable
from kernel.events import Event

log = logging.getLogger(__name__)
IDLE_SECONDS = 5.0
naming = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=naming)
outbox.define_table(metadata)


class DatabaseAway(Unavailable):
    code = "database_away"


class DatabaseFull(Exhausted):
    """Reading goes on; what was to be written was not."""

    code = "disk_full"


class Unstorable(Invalid):
    """NUL or half a character in a text, or a number too large: nothing that a person means."""

    code = "unstorable"


class Instant(TypeDecorator[datetime]):
    """An aware UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None


class Announce(Protocol):
    """Tell whoever watches `topic`, or one of several, to look again.

    A hint: it may be lost, the database may not.
    """

    def __call__(
        self, topic: str | tuple[str, ...], event: str, payload: dict[str, Any]
    ) -> None: ...


@dataclass
class Tx:
    db: Session
    recorded: list[Event] = field(default_factory=list)
    hints: list[tuple[str | tuple[str, ...], str, dict[str, Any]]] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """The event is delivered if and only if this transaction commits."""
        self.recorded.append(event)

    def announce(self, topic: str, event: str, **payload: Any) -> None:
        """Sent after the commit, at most once (kernel.live)."""
        self.hints.append((topic, event, payload))

    def announce_each(self, topics: Iterable[str], event: str, **payload: Any) -> None:
        """The same hint under many topics, sent at the price of one."""
        self.hints.append((tuple(topics), event, payload))


Begin = Callable[[], AbstractContextManager[Tx]]


class Straight(Session):
    """Hands statements to its connection as they are. No class is mapped to a table here, and what
    a Session does for those that might be took a tenth of the processor time of a request."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine
        self._line: Connection | None = None

    def connection(self, *_: Any, **__: Any) -> Connection:
        """In a transaction, which begins now where none has."""
        line = self.line()
        if not line.in_transaction():
            line.begin()
        return line

    def line(self) -> Connection:
        """Taken from the pool when the first statement needs it, in a transaction or in none."""
        line = self._line = self._line or self._engine.connect()
        return line

    def execute(self, statement: Any, params: Any = None, **_: Any) -> Any:
        return self.connection().execute(statement, params)

    def scalar(self, statement: Any, params: Any = None, **_: Any) -> Any:
        return self.connection().scalar(statement, params)

    def scalars(self, statement: Any, params: Any = None, **_: Any) -> Any:
        return self.connection().scalars(statement, params)

    def begin_nested(self) -> Any:
        return self.connection().begin_nested()

    def commit(self) -> None:
        if self._line is not None:
            self._line.commit()

    def rollback(self) -> None:
        if self._line is not None:
            self._line.rollback()

    def close(self) -> None:
        """What was not committed is undone."""
        line, self._line = self._line, None
        if line is not None:
            line.close()


def connect(url: str, *, pool_size: int = 10, most: int | None = None) -> Engine:
    """`pool_size` connections are kept, and twice as many or `most` are open at once."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=(most or 2 * pool_size) - pool_size,
        pool_use_lifo=True,  # the one used last: its server has what is asked at hand
        pool_timeout=5,
        connect_args={
            "connect_timeout": 3,
            "application_name": "onmaru",
            "options": "-c timezone=UTC",  # a time comes as `Instant` makes it, whoever reads it
        },
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ask_idle)
    return engine


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _ask_idle(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """A connection that lay idle is asked whether it is still one; asking each time would cost a
    busy morning a tenth of its speed. DisconnectionError makes the pool try another."""
    used_at = record.info.get("used_at")
    if used_at is None or monotonic() - used_at < IDLE_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def begin_on(engine: Engine, announce: Announce) -> Begin:
    """Transactions on `engine`; an unreachable database raises DatabaseAway."""

    @contextmanager
    def begin() -> Iterator[Tx]:
        with _refusals_of_the_database(), Straight(engine) as db:
            tx = Tx(db)
            yield tx
            for fact in tx.recorded:
                outbox.add(db, fact)
            db.commit()
        for topic, event_name, payload in tx.hints:
            announce(topic, event_name, payload)

    return begin


@contextmanager
def _refusals_of_the_database() -> Iterator[None]:
    try:
        yield
    except DataError as error:
        raise Unstorable from error
    except UnicodeEncodeError as error:
        if error.reason != "surrogates not allowed":
            raise
        raise Unstorable from error
    except (OperationalError, PoolTimeout) as error:
        if isinstance(error.orig if isinstance(error, DBAPIError) else None, DiskFull):
            log.warning("database full: %s", error)
            raise DatabaseFull from error
        log.warning("database away: %s", error)
        raise DatabaseAway from error
    except DBAPIError as error:
        if error.connection_invalidated:
            log.warning("database connection lost: %s", error)
            raise DatabaseAway from error
        raise
