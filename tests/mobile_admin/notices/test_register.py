"""The database holds the register, whoever writes to it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kernel.actor import Role
from tests.mobile_admin.notices.office import correction, decided, issued, sent, wish
from tests.support.world import World

TOUCHES = [
    "UPDATE mobile_notices SET serial = serial + 1",
    "UPDATE mobile_notices SET code = '0000000000000000'",
    "UPDATE mobile_notices SET pdf = 'x'",
    "UPDATE mobile_notices SET sha256 = 'x'",
    "UPDATE mobile_notices SET paper = '{}'",
    "UPDATE mobile_notices SET state = 'waiting', pdf = NULL",
    "DELETE FROM mobile_notices",
]


@pytest.fixture
def one(world: World) -> World:
    issued(world, correction())
    return world


def test_a_registered_document_is_neither_altered_nor_removed(one: World) -> None:
    """[NO6]"""
    for touch in TOUCHES:
        with pytest.raises(IntegrityError), one.begin() as tx:
            tx.db.execute(text(touch))


def test_a_number_that_leaves_one_out_is_refused(one: World) -> None:
    """[NO6]"""
    columns = (
        "decision_id, submission_id, division_id, office_code, year, paper, recipients, label,"
        ' source, source_sha256, issued_at, "by", problem, tries, changed_at, standing'
    )
    jump = (
        "INSERT INTO mobile_notices (id, code, state, serial, {0})"
        " SELECT 'n2', '0000000000000000', 'waiting', 3, {0} FROM mobile_notices"
    )
    with pytest.raises(IntegrityError, match="left out"), one.begin() as tx:
        tx.db.execute(text(jump.format(columns)))


def test_a_document_ends_once(one: World) -> None:
    """[NO9]"""
    end = (
        "UPDATE mobile_notices SET standing = '{}', ended_at = now(), ended_by = 'boss',"
        " ended_why = 'why'"
    )
    with one.begin() as tx:
        tx.db.execute(text(end.format("cancelled")))
    with pytest.raises(IntegrityError), one.begin() as tx:
        tx.db.execute(text(end.format("reissued")))


def test_a_new_year_begins_with_one(one: World) -> None:
    """[NO6]"""
    late = sent(one)
    one.pass_time(timedelta(days=365))
    made = decided(one, late, wish(), one.sign_in("boss", Role.MANAGER))
    assert made["notices"][0]["registered"] == "1741012-2031-000001"
