import pytest
from sqlalchemy import select, update

from gdrive.access.events import AccessChanged
from gdrive.access.model import Level, Subject, SubjectKind
from gdrive.sharing.rules import may_remove
from gdrive.tree.model import Kind
from identity.people.store import divisions, people
from kernel import outbox
from kernel.hints import CLOSED
from tests.gdrive.access.test_rules import access
from tests.gdrive.drive import API, at, body, refusal
from tests.support.world import World


def grant(kind: str, subject: str) -> dict[str, str]:
    return {"subject_kind": kind, "subject_id": subject}


def test_sharing_and_its_end_are_in_the_audit_and_announced(world: World) -> None:
    """[SH1] [AC7]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.folder("함께")
    given = body(ann.share(node, "person", "ben", "write"))
    assert [(g["name"], g["level"]) for g in given["grants"]] == [("ben", "write")]
    assert ben.read(node)["level"] == "write"
    ann.browser.call("DELETE", f"{API}/nodes/{node}/grants", query_string=grant("person", "ben"))
    assert ben.status(node) == 404
    assert world.audited() == [("ann", "gdrive.share", "done"), ("ann", "gdrive.unshare", "done")]
    with world.begin() as tx:
        named = list(tx.db.scalars(select(outbox.events().c.name)))
    assert named.count(AccessChanged.name) == 2


def test_who_watches_a_folder_must_ask_again_when_rights_change(world: World) -> None:
    """[AC7] [LV2]"""
    ann = at(world, "ann")
    at(world, "ben")
    folder = ann.folder("함께")
    inner = ann.folder("안", folder)
    world.hints.clear()
    ann.share(folder, "person", "ben", "read")
    closed = [topic for topic, event, _ in world.hints if event == CLOSED]
    assert closed == [f"folder:{folder}", f"folder:{inner}"]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (("person", "ann"), "shared_with_owner"),
        (("person", "nobody"), "subject_unknown"),
        (("division", "nowhere"), "subject_unknown"),
    ],
)
def test_some_cannot_be_shared_with(world: World, subject: tuple[str, str], code: str) -> None:
    """[AC4]"""
    ann = at(world, "ann")
    assert ann.share(ann.folder("a"), *subject, "read").get_json()["code"] == code


def test_a_whole_drive_is_not_given_away(world: World) -> None:
    """[AC3]"""
    ann = at(world, "ann")
    at(world, "ben")
    assert refusal(ann.share(ann.home, "person", "ben", "read")) == (403, "root_not_shared")


def test_only_a_manager_shares_and_nobody_gives_more_than_he_holds(world: World) -> None:
    """[AC3]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    at(world, "eve")
    node = ann.folder("함께")
    for level, status in (("read", 403), ("write", 403), ("manage", 200)):
        ann.share(node, "person", "ben", level)
        assert ben.share(node, "person", "eve", level).status_code == status


def test_a_division_shares_what_it_was_given_among_all_below_it(world: World) -> None:
    """[AC2]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    with world.begin() as tx:
        tx.db.execute(divisions.insert().values(id="bureau", name="디지털국"))
        tx.db.execute(divisions.insert().values(id="team", name="팀", parent_id="bureau"))
        tx.db.execute(update(people).where(people.c.id == "ben").values(division_id="team"))
    node = ann.folder("국 전체")
    given = body(ann.share(node, "division", "bureau", "read"))["grants"]
    assert [(g["name"], g["people_count"]) for g in given] == [("디지털국", 1)]
    assert ben.read(node)["level"] == "read"
    shared = body(ben.browser.get(f"{API}/shared"))["nodes"]
    assert [n["name"] for n in shared] == ["국 전체"]
    assert ben.roots()["shared_count"] == 1


def test_everybody_may_leave_what_was_given_to_himself(world: World) -> None:
    """[AC3]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.folder("함께")
    ann.share(node, "person", "ben", "read")
    ann.share(node, "division", "div", "read")
    gone = [
        ben.browser.call("DELETE", f"{API}/nodes/{node}/grants", query_string=subject)
        for subject in (grant("person", "ben"), grant("division", "div"), grant("person", "ben"))
    ]
    assert [answer.status_code for answer in gone] == [204, 403, 404]


def test_a_reader_may_end_his_own_grant_only() -> None:
    """[AC3]"""
    own, other = Subject(SubjectKind.PERSON, "ann"), Subject(SubjectKind.PERSON, "ben")
    reader, manager = (access(Kind.FILE, level, None) for level in (Level.READ, Level.MANAGE))
    assert [may_remove(who, whom) for who in (reader, manager) for whom in (own, other)] == [
        True, False, True, True,
    ]  # fmt: skip


def test_inherited_grants_are_shown_with_their_folder(world: World) -> None:
    """[AC6]"""
    ann = at(world, "ann")
    at(world, "ben")
    folder = ann.folder("바깥")
    node = ann.upload("a.txt", b"x", folder)
    ann.share(folder, "person", "ben", "read")
    shown = body(ann.browser.get(f"{API}/nodes/{node}/grants"))["grants"]
    assert [(g["name"], g["folder_name"]) for g in shown] == [("ben", "바깥")]
