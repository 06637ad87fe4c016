"""The book of the seal."""

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from mobile_admin.sealbook.store import seal_uses
from tests.mobile_admin.notices.office import decided, issued, make, sent, wish, work
from tests.mobile_admin.submissions.test_openrosa import head
from tests.support.world import World

PATH = "/api/field/seal-book"


def test_each_sealed_paper_is_one_line_and_lines_follow_each_other(world: World) -> None:
    """[NO13]"""
    first = issued(world)
    made = decided(world, sent(world), wish())["notices"][0]
    work(world)
    make(world)(made["id"])
    found = head(world).get(PATH).get_json()
    assert [use["number"] for use in found["uses"]] == ["2030-2", "2030-1"]
    assert (found["years"], found["uses"][1]["registered"]) == ([2030], first["registered"])
    assert found["uses"][1]["sha256"] == first["sha256"]
    assert found["uses"][1]["seal"] == "한빛부장관"


def test_a_line_is_neither_changed_nor_removed_nor_left_out(world: World) -> None:
    """[NO13]"""
    issued(world)
    with world.begin() as tx:
        line = dict(tx.db.execute(select(seal_uses)).mappings().one())
    gap = insert(seal_uses).values(**{**line, "serial": 3, "notice_id": "x"})
    for act in (update(seal_uses).values(seal="다른 관인"), delete(seal_uses), gap):
        with pytest.raises(IntegrityError), world.begin() as tx:
            tx.db.execute(act)


def test_the_head_finds_a_line_and_takes_the_book_out(world: World) -> None:
    """[NO14] [EX2]"""
    notice = issued(world)
    assert len(head(world).get(PATH, text="정다온", year=2030).get_json()["uses"]) == 1
    assert head(world).get(PATH, text="없는 사람").get_json()["uses"] == []
    assert head(world).get(PATH, year=2029).get_json()["uses"] == []
    sheet = head(world).get(f"{PATH}.csv")
    assert sheet.text.startswith("\ufeff번호,관인,날인 일시")
    assert notice["registered"] in sheet.text
    assert "mobile_admin.export_seals" in [act for _, act, _ in world.audited()]
    assert world.as_user("clerk").get(PATH).status_code == 403
    assert world.as_user("clerk").get(f"{PATH}.csv").status_code == 403
