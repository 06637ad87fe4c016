from datetime import timedelta

from gdrive.trash.tasks import TrashSweep
from tests.gdrive.drive import API, Person, at, body, refusal
from tests.support.world import World


def trashed(who: Person) -> list[str]:
    return [node["name"] for node in body(who.browser.get(f"{API}/trash"))["nodes"]]


def test_what_lies_in_the_trash_is_seen_only_there(world: World) -> None:
    """[TA1]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder = ann.folder("보고")
    node = ann.upload("안쪽 보고서.txt", b"x", folder)
    ann.share(folder, "person", "ben", "write")
    ann.trash(folder)
    assert (ann.status(folder), ann.status(node), ben.status(node)) == (404, 404, 404)
    assert (ann.found("보고서"), ann.names(), trashed(ann), trashed(ben)) == ([], [], ["보고"], [])
    assert body(ann.browser.get(f"{API}/recent"))["items"] == []


def test_what_comes_back_has_its_versions_and_grants(world: World) -> None:
    """[TA1]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.upload("a.txt", b"1")
    ann.upload("a.txt", b"2", on_conflict="version")
    ann.share(node, "person", "ben", "read")
    ann.trash(node)
    assert refusal(ben.browser.post(f"{API}/nodes/{node}/restore")) == (403, "level_missing")
    ann.upload("a.txt", b"another")
    back = body(ann.browser.post(f"{API}/nodes/{node}/restore"))
    assert (back["name"], back["version"]) == ("a (2).txt", 2)
    assert ben.content(world, node, 1) == b"1"


def test_what_lost_its_folder_comes_back_to_the_top(world: World) -> None:
    """[TA1]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder = ann.folder("바깥")
    node = ann.upload("a.txt", b"1", folder)
    ann.share(folder, "person", "ben", "write")
    ann.trash(node)
    ann.trash(folder)
    assert refusal(ben.browser.post(f"{API}/nodes/{node}/restore")) == (403, "place_gone")
    assert body(ann.browser.post(f"{API}/nodes/{node}/restore"))["parent_id"] == ann.home


def test_a_drives_own_folder_is_not_thrown_away(world: World) -> None:
    """[TR3]"""
    ann = at(world, "ann")
    assert refusal(ann.trash(ann.home)) == (403, "root_fixed")


def test_only_a_manager_removes_for_good_and_the_audit_says_so(world: World) -> None:
    """[SH1]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder = ann.folder("부서", ann.division)
    node = ann.upload("a.txt", b"x", folder)
    ann.trash(folder)
    path = f"{API}/trash/{folder}"
    assert refusal(ben.browser.delete(path)) == (403, "level_missing")
    assert ann.browser.delete(path).status_code == 204
    assert ann.status(node) == 404
    assert world.audited() == [("ann", "gdrive.purge", "done")]


def test_the_trash_is_emptied_after_thirty_days(world: World) -> None:
    """[TA2]"""
    ann = at(world, "ann")
    ann.trash(ann.upload("a.txt", b"x"))
    sweep = TrashSweep(world.workplace.drive.trash)
    world.pass_time(timedelta(days=30))
    assert sweep.run().counts == {}
    world.pass_time(timedelta(seconds=1))
    assert sweep.run().counts == {"purged": 1}
    assert world.audited() == [("-", "gdrive.purge", "done")]
