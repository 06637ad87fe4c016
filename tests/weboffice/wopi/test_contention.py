"""Two offices in the same moment, on the real database."""

import threading

from sqlalchemy import func, select

from kernel import audit
from tests.support.world import World
from tests.weboffice.wopi.office import WopiOffice, attach, keep
from weboffice.wopi import store


def test_of_offices_that_lock_at_once_one_wins(world: World) -> None:
    """[WO4]"""
    attach(world)
    file_id = keep(world, "kim", "계획.docx")
    offices = [WopiOffice.of(world, file_id) for _ in range(3)]
    start, codes = threading.Barrier(3), [0, 0, 0]

    def lock(place: int) -> None:
        start.wait()
        codes[place] = offices[place].take_lock(f"lock {place}").status_code

    threads = [threading.Thread(target=lock, args=(place,)) for place in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 409, 409]
    (winner,) = [office for office in offices if office.lock]
    assert winner.act("GET_LOCK").headers["X-WOPI-Lock"] == winner.lock
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(store.locks)) == 1


def test_a_token_is_kept_as_a_hash_only(world: World) -> None:
    """[WO2]"""
    attach(world)
    office = WopiOffice.of(world, keep(world, "kim", "계획.docx"))
    with world.begin() as tx:
        rows = tx.db.execute(select(store.passes)).all()
        entries = tx.db.execute(select(audit.entries)).all()
    assert len(rows) == 1
    assert office.token not in f"{rows}{entries}"
    assert office.token.encode() not in rows[0].hash
