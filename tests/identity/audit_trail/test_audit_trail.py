import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from kernel import audit
from kernel.actor import Role
from tests.support.world import World

CHECKS, CHECKED = "/api/admin/audit/checks", "identity.check_audit"


def write(world: World, *acts: str) -> None:
    with world.begin() as tx:
        for act in acts:
            audit.append(tx.db, audit.Entry(world.now(), "ann", act, "thing"))


def acts(response: TestResponse) -> list[str]:
    return [entry["act"] for entry in response.get_json()["entries"]]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEMBER, 403),
        (Role.MANAGER, 403),
        (Role.IT_ADMIN, 403),
        (Role.SECURITY_OFFICER, 200),
        (Role.AUDITOR, 200),
    ],
)
def test_only_auditors_and_security_officers_read_it(world: World, role: Role, status: int) -> None:
    """[AT1]"""
    assert world.as_user("ann", role).get("/api/admin/audit").status_code == status


def test_reading_is_written_down_with_what_was_asked_for(world: World) -> None:
    """[AT2]"""
    auditor = world.as_user("aud", Role.AUDITOR)
    auditor.get("/api/admin/audit", act="identity.sign_in", limit=10)
    [entry] = auditor.get("/api/admin/audit", act="identity.read_audit").get_json()["entries"]
    assert (entry["actor"], entry["facts"]) == ("aud", {"act": "identity.sign_in"})


def test_it_is_read_the_newest_first_page_by_page_and_by_filter(world: World) -> None:
    """[AT1]"""
    write(world, "gdrive.share", "gdrive.delete", "messenger.post")
    auditor = world.as_user("aud", Role.AUDITOR)
    first = auditor.get("/api/admin/audit", limit=2)
    assert (acts(first), first.get_json()["more"]) == (["messenger.post", "gdrive.delete"], True)
    last = first.get_json()["entries"][-1]["seq"]
    rest = auditor.get("/api/admin/audit", before=last)
    assert (acts(rest), rest.get_json()["more"]) == (["gdrive.share"], False)
    assert acts(auditor.get("/api/admin/audit", act="gdrive.")) == ["gdrive.delete", "gdrive.share"]
    assert acts(auditor.get("/api/admin/audit", actor="nobody")) == []
    later = world.now().isoformat().replace("00:00:00", "01:00:00")
    assert acts(auditor.get("/api/admin/audit", since=later)) == []
    assert auditor.get("/api/admin/audit", since="2030-01-07T00:00:00").status_code == 400


def test_the_chain_is_checked_from_its_first_row_a_stretch_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[AT3]"""
    monkeypatch.setattr("identity.audit_trail.service.MOST_ROWS", 2)
    write(world, *["gdrive.share"] * 5)
    auditor = world.as_user("aud", Role.AUDITOR)
    first = auditor.post(CHECKS).get_json()
    assert (first["end"]["seq"], first["last"], first["first_break"]) == (2, 5, None)
    second = auditor.post(CHECKS, **first["end"]).get_json()
    assert (second["end"]["seq"], second["last"]) == (4, 6), "that it was checked is a row itself"
    assert auditor.post(CHECKS, seq=2, seal="0" * 64).get_json()["first_break"] == 3
    assert acts(auditor.get("/api/admin/audit", act="identity.check_audit")) == [CHECKED] * 2
    assert world.as_user("ann", Role.IT_ADMIN).post(CHECKS).status_code == 403


def test_a_row_that_was_changed_is_told_and_written_down(world: World) -> None:
    """[AT3]"""
    write(world, *["gdrive.share"] * 3)
    with world.begin() as tx:
        tx.db.execute(update(audit.entries).where(audit.entries.c.seq == 2).values(actor="ben"))
    auditor = world.as_user("aud", Role.AUDITOR)
    assert auditor.post(CHECKS).get_json()["first_break"] == 2
    [entry] = auditor.get("/api/admin/audit", act=CHECKED).get_json()["entries"]
    assert (entry["outcome"], entry["facts"]) == ("broken", {"first_break": 2})
