"""Events on their way: written with the change, delivered by a procrastinate job.

Each event is one row and one job, both in the transaction of the change. A delivery is remembered
per handler, so that a retry calls only the handlers that failed. Handlers are called at least once
and must be idempotent by event id.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.events import Event

log = logging.getLogger(__name__)
DELIVER = "kernel.outbox.deliver"  # the procrastinate task's name

# kernel.outbox stands below kernel.db, which owns the metadata and calls this once.
_events: Table
_deliveries: Table


def define_table(metadata: MetaData) -> None:
    global _events, _deliveries  # noqa: PLW0603 - bound once, while kernel.db is imported
    _events = Table(
        "kernel_events",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("name", String, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    _deliveries = Table(
        "kernel_deliveries",
        metadata,
        Column("event_id", BigInteger, primary_key=True),
        Column("handler", String, primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


@dataclass(frozen=True)
class Subscription:
    """`handler` names the receiver for ever: renaming it delivers everything again."""

    event: type[Event]
    handler: str
    call: Callable[[int, Any], None]  # event id, the event


class DeliveryFailed(Exception):
    """Some handlers failed; the job is tried again later."""


def events() -> Table:
    return _events


_ADD = text(
    "WITH event AS (INSERT INTO kernel_events (name, payload)"
    " VALUES (:name, CAST(:payload AS jsonb)) RETURNING id)"
    " SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :task, 0, NULL, NULL,"
    " jsonb_build_object('event_id', event.id), NULL)::procrastinate_job_to_defer_v1]) FROM event"
)


def add(db: Session, event: Event) -> None:
    """The row and its job in one statement: a claim in the morning waits for each of them."""
    payload = json.dumps(event.payload())
    db.execute(_ADD, {"name": event.name, "payload": payload, "task": DELIVER})


_ENQUEUE = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :task, 0, NULL, NULL,"
    " CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
)


def enqueue(db: Session, task: str, **args: Any) -> None:
    """A procrastinate job in the caller's own transaction."""
    db.execute(_ENQUEUE, {"task": task, "args": json.dumps(args)})


_ENQUEUE_UNLESS_DUE = text(
    f"{_ENQUEUE.text} WHERE NOT EXISTS"
    " (SELECT FROM procrastinate_jobs WHERE status = 'todo' AND task_name = :task)"
)


def enqueue_unless_due(db: Session, task: str) -> None:
    """For a task that looks at everything: one that waits to be run will see this change too.

    It does not if it starts before this transaction has committed, so that task must also run by
    itself now and then.
    """
    db.execute(_ENQUEUE_UNLESS_DUE, {"task": task, "args": "{}"})


def deliver(
    begin: Callable[[], Any], subscriptions: Sequence[Subscription], event_id: int
) -> list[str]:
    """Call each handler that has not had the event; raise DeliveryFailed if one of them failed."""
    with begin() as tx:
        row = tx.db.execute(select(_events).where(_events.c.id == event_id)).one()
        had = set(
            tx.db.scalars(select(_deliveries.c.handler).where(_deliveries.c.event_id == event_id))
        )
    due = [s for s in subscriptions if s.event.name == row.name and s.handler not in had]
    failed = [s.handler for s in due if not _call(begin, s, event_id, row.payload)]
    if failed:
        raise DeliveryFailed(", ".join(failed))
    return [s.handler for s in due]


def _call(
    begin: Callable[[], Any], subscription: Subscription, event_id: int, payload: dict[str, Any]
) -> bool:
    try:
        subscription.call(event_id, subscription.event.from_payload(payload))
    except Exception:
        log.exception("handler %s failed on event %s", subscription.handler, event_id)
        return False
    with begin() as tx:
        tx.db.execute(insert(_deliveries).values(event_id=event_id, handler=subscription.handler))
    return True
