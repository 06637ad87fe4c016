from sqlalchemy import delete, update

from kernel import audit
from tests.support.world import World
from workplace.audit import verify


def test_it_tells_the_first_break_and_the_seal_that_the_end_must_keep(world: World) -> None:
    """[AU2]"""
    assert verify(world.begin).last_seal == ""
    with world.begin() as tx:
        for n in range(3):
            audit.append(tx.db, audit.Entry(world.now(), "ann", "test.write", f"row {n}"))
    whole = verify(world.begin)
    assert (whole.rows, whole.first_break, len(whole.last_seal)) == (3, None, 64)
    with world.begin() as tx:
        tx.db.execute(delete(audit.entries).where(audit.entries.c.seq == 3))
    cut = verify(world.begin)
    assert (cut.rows, cut.first_break) == (2, None)
    assert cut.last_seal != whole.last_seal
    with world.begin() as tx:
        tx.db.execute(update(audit.entries).where(audit.entries.c.seq == 2).values(actor="ben"))
    assert verify(world.begin).first_break == 2
