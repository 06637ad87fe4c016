import pytest
from werkzeug.test import TestResponse

from kernel import audit
from kernel.actor import Role
from tests.support.world import World


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
