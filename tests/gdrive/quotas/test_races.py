"""Two people at once: what one of them reads must still hold when he writes."""

from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

from sqlalchemy import func, select

from gdrive.files.model import Change, Via
from gdrive.files.store import versions
from gdrive.quotas import service as quotas
from gdrive.tree import store as tree
from gdrive.tree.model import DriveId, NodeId
from tests.gdrive.drive import API, at
from tests.gdrive.quotas.test_quotas import used_and_counted
from tests.support.world import World

WAIT_SECONDS = 0.3  # long enough for the other one to reach the lock


def test_a_version_is_charged_to_the_drive_that_the_file_lies_in_by_then(world: World) -> None:
    """[QU1]"""
    ann = at(world, "ann")
    node, home, division = NodeId(ann.upload("a.txt", b"12345")), ann.home, ann.division
    files, size = world.workplace.drive.files, 7
    durable = files.make_durable(files.stage([bytes(size)]))

    def add_version() -> None:
        with world.begin() as tx:
            found = tree.find(tx.db, node)
            assert found is not None
            change = Change(ann.browser.actor.user_id, Via.OFFICE, "")
            files.commit_version(tx, found, durable, change)

    with ThreadPoolExecutor(1) as pool:
        with world.begin() as tx:  # a move to the other drive, slow to commit
            quotas.move_charge(tx.db, DriveId(home), DriveId(division), 5)
            tree.change_drive(tx.db, [node], DriveId(division))
            late: Future[None] = pool.submit(add_version)
            sleep(WAIT_SECONDS)
        late.result(timeout=10)
    assert sorted(used_and_counted(world)) == [(0, 0), (12, 12)]


def test_what_was_taken_back_in_time_is_not_removed(world: World) -> None:
    """[TA1]"""
    ann = at(world, "ann")
    node = NodeId(ann.upload("a.txt", b"12345"))
    ann.trash(node)
    trash, actor = world.workplace.drive.trash, ann.browser.actor

    def purge() -> str:
        try:
            trash.purge(actor, node)
        except Exception as error:  # noqa: BLE001 - whatever the late one is told
            return type(error).__name__
        return "removed"

    with ThreadPoolExecutor(1) as pool:
        with world.begin() as tx:
            tree.change(tx.db, tree.get_locked(tx.db, node), trashed_at=None)
            late = pool.submit(purge)
            sleep(WAIT_SECONDS)
        assert late.result(timeout=10) == "NotFound"
    assert ann.browser.get(f"{API}/nodes/{node}").status_code == 200
    with world.begin() as tx:
        assert tx.db.execute(select(func.count()).select_from(versions)).scalar_one() == 1
