"""Hundreds of sessions: what their keeper asks, and what it does first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event, func, insert, select, update

from kernel.db import Tx
from tests.vpn.conftest import Tunnel
from tests.vpn.policy.test_policy import BODY
from tests.vpn.sessions.test_sessions import inside, start
from vpn.devices.store import devices, keys, leases
from vpn.sessions.store import sessions
from vpn.sessions.tasks import SessionKeeper

__all__ = ["inside"]  # a fixture
MANY = 300


def copies(tx: Tx, table: Table, **other: Any) -> None:
    """Of the one row of that table; a value is made of the copy's number."""
    [row] = tx.db.execute(select(table)).mappings().all()
    rows = [{**row, **{k: of(n) for k, of in other.items()}} for n in range(1, MANY)]
    tx.db.execute(insert(table).values(rows))


@pytest.fixture
def many(inside: Tunnel) -> Tunnel:
    start(inside)
    with inside.world.begin() as tx:
        copies(tx, devices, id=lambda n: f"device-{n}")
        device_id = {"device_id": lambda n: f"device-{n}"}
        copies(tx, keys, **device_id, public_key=lambda n: n.to_bytes(32, "big"))
        copies(tx, leases, **device_id, address=lambda n: f"10.99.{n // 250}.{n % 250 + 1}")
        copies(
            tx, sessions, **device_id, id=lambda n: f"session-{n}",
            address=lambda n: f"10.99.{n // 250}.{n % 250 + 1}",
        )  # fmt: skip
    return inside


@dataclass
class Counted:
    tunnel: Tunnel
    begun: int = 0
    questions: int = 0
    keeper: SessionKeeper = field(init=False)

    def __post_init__(self) -> None:
        keeper = self.tunnel.world.workplace.vpn.session_keeper
        self.keeper = replace(keeper, begin=self._begin)  # as after a restart

    @contextmanager
    def _begin(self) -> Iterator[Tx]:
        self.begun += 1
        with self.tunnel.world.begin() as tx:
            yield tx

    def run(self) -> tuple[int, int]:
        """Transactions and questions of one run."""
        self.begun = self.questions = 0
        engine = self.tunnel.world.engine
        event.listen(engine, "before_cursor_execute", self._note)
        try:
            assert self.keeper.run().errors == []
        finally:
            event.remove(engine, "before_cursor_execute", self._note)
        return self.begun, self.questions

    def _note(self, *_: object) -> None:
        self.questions += 1


def ended(tunnel: Tunnel) -> dict[str, int]:
    with tunnel.world.begin() as tx:
        reason = sessions.c.end_reason
        asked = select(reason, func.count()).where(reason.is_not(None)).group_by(reason)
        return {row[0]: row[1] for row in tx.db.execute(asked)}


def test_all_are_judged_anew_by_a_handful_of_questions(many: Tunnel) -> None:
    """[VS12] After a restart and after a change of the policies that keeps everybody in."""
    counted = Counted(many)
    assert max(counted.run()) < 12
    other = BODY | {"name": "야간", "minutes": 60}
    assert many.officer.post("/api/admin/gvpn/policies", **other).status_code == 201
    assert max(counted.run()) < 12
    assert len(counted.keeper.judged) == MANY
    assert ended(many) == {}


def test_only_who_is_shut_out_gets_a_transaction(many: Tunnel) -> None:
    """[VS12]"""
    with many.world.begin() as tx:
        out = update(devices).where(devices.c.id.in_(["device-7", "device-8"]))
        tx.db.execute(out.values(trust="claimed"))
    for policy in many.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        many.officer.delete(f"/api/admin/gvpn/policies/{policy['id']}?version=1")
    many.officer.post("/api/admin/gvpn/policies", **BODY | {"trust": "managed"})
    begun, _ = Counted(many).run()
    assert (begun < 12, ended(many)) == (True, {"policy": 2})


def test_time_ends_sessions_before_policies_are_asked_and_no_judgement_is_lost(
    many: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[VS2] [VS12] Where the judging fails in the midst of them."""
    with many.world.begin() as tx:
        over = many.world.now() - timedelta(seconds=1)
        last = update(sessions).where(sessions.c.id == f"session-{MANY - 1}")
        tx.db.execute(last.values(ends_at=over))
    counted = Counted(many)
    service, judged = type(counted.keeper.sessions), 0
    lets_in = service.lets_in

    def fails_at_the_hundredth(*asked: Any) -> bool:
        nonlocal judged
        judged += 1
        if judged == 100:
            raise RuntimeError("the hundredth")
        return lets_in(*asked)

    monkeypatch.setattr(service, "lets_in", fails_at_the_hundredth)
    with pytest.raises(RuntimeError):
        counted.run()
    assert (ended(many), len(counted.keeper.judged)) == ({"time": 1}, 99)
    counted.run()
    assert judged == 100 + MANY - 99 - 1


def test_a_session_that_can_never_be_judged_holds_up_nobody(
    many: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[VS12] It is told of each time, and comes last from then on."""
    with many.world.begin() as tx:
        out = update(devices).where(devices.c.id == f"device-{MANY - 1}")
        tx.db.execute(out.values(trust="claimed"))
    for policy in many.admin.get("/api/admin/gvpn/policies").get_json()["policies"]:
        many.officer.delete(f"/api/admin/gvpn/policies/{policy['id']}?version=1")
    many.officer.post("/api/admin/gvpn/policies", **BODY | {"trust": "managed"})
    counted = Counted(many)
    service = type(counted.keeper.sessions)
    lets_in = service.lets_in

    def never(self: Any, known: Any, held: Any, session: Any, endpoint: str) -> bool:
        if session.id in {"session-3", "session-5"}:
            raise RuntimeError(session.id)
        return lets_in(self, known, held, session, endpoint)

    monkeypatch.setattr(service, "lets_in", never)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            counted.run()
    assert (ended(many), len(counted.keeper.judged)) == ({"policy": 1}, MANY - 3)
    with many.world.begin() as tx:
        tx.db.execute(update(devices).where(devices.c.id == "device-9").values(trust="claimed"))
    with pytest.raises(RuntimeError):
        counted.run()
    assert ended(many) == {"policy": 2}, "no run but the first ones is lost"


def test_a_session_that_can_never_be_kept_holds_up_nobody(
    many: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[VS2] [VS12] Time ends the others all the same, and they are judged."""
    with many.world.begin() as tx:
        over = many.world.now() - timedelta(seconds=1)
        both = update(sessions).where(sessions.c.id.in_(["session-4", "session-200"]))
        tx.db.execute(both.values(ends_at=over))
    counted = Counted(many)
    service = type(counted.keeper.sessions)
    close = service.close
    stuck: list[str] = []

    def never(self: Any, tx: Tx, session: Any, reason: str, by: str) -> int:
        stuck.append(session.id)
        if session.id == stuck[0]:
            raise RuntimeError(session.id)
        return close(self, tx, session, reason, by)

    monkeypatch.setattr(service, "close", never)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            counted.run()
    assert (ended(many), len(counted.keeper.judged)) == ({"time": 1}, MANY)
