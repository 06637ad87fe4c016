import random
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from gdrive.folders import service
from gdrive.tree.model import NodeId
from tests.gdrive.drive import API, Json, at, body, refusal
from tests.support.world import World


def test_siblings_differ_by_more_than_case_and_composition(world: World) -> None:
    """[TR1]"""
    ann = at(world, "ann")
    ann.folder("Report 한글")
    again = ann.browser.post(
        f"{API}/nodes", parent_id=ann.home, name=unicodedata.normalize("NFD", "REPORT 한글")
    )
    assert refusal(again) == (409, "name_taken")
    other = ann.folder("다른 것")
    assert refusal(ann.change(other, name="report 한글")) == (409, "name_taken")


def test_a_change_of_what_somebody_else_changed_is_refused(world: World) -> None:
    """[TR4]"""
    ann = at(world, "ann")
    node = ann.folder("가")
    seen = {"If-Match": ann.read(node)["etag"]}
    ann.change(node, name="나")
    path = f"{API}/nodes/{node}"
    assert refusal(ann.browser.patch(path, name="다")) == (428, "condition_missing")
    stale = ann.browser.call("PATCH", path, json={"name": "다"}, headers=seen)
    assert refusal(stale) == (412, "stale")
    assert refusal(ann.browser.call("DELETE", path, headers=seen)) == (412, "stale")


def test_two_moves_at_once_make_no_circle(world: World) -> None:
    """[TR3]"""
    ann = at(world, "ann")
    ann.browser.get(f"{API}/roots")
    a, b = ann.folder("a"), ann.folder("b")
    folders, actor = world.workplace.drive.folders, ann.browser.actor

    def move(pair: tuple[str, str]) -> str:
        try:
            folders.move(actor, NodeId(pair[0]), NodeId(pair[1]), "*")
        except Exception as error:  # noqa: BLE001 - whatever the loser is told
            return type(error).__name__
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(move, [(a, b), (b, a)]))
    assert results == ["CycleMade", "moved"]
    assert {ann.status(a), ann.status(b)} == {200}


def test_pages_hold_each_node_once_in_every_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[TR1]"""
    monkeypatch.setattr(service, "PAGE", 3)
    ann, chance = at(world, "ann"), random.Random(7)  # noqa: S311 - a plan, not a secret
    for number in chance.sample(range(50), 4):
        ann.folder(f"폴더 {number}")
    for number in chance.sample(range(50), 6):
        ann.upload(f"파일 {number}.txt", b"x" * chance.randrange(3))
    for sort in ("name", "-name", "updated_at", "-updated_at", "size", "-size"):
        found, cursor = list[Json](), dict[str, str]()
        while True:
            page = body(ann.browser.get(f"{API}/nodes/{ann.home}/children", sort=sort, **cursor))
            found += page["nodes"]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert len({node["id"] for node in found}) == len(found) == 10
        kinds = [node["kind"] for node in found]
        assert kinds == ["folder"] * 4 + ["file"] * 6
        key = {"name": "name", "updated_at": "updated_at", "size": "size_bytes"}[sort.strip("-")]
        for part in (found[:4], found[4:]):
            values = [node[key] for node in part]
            assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_made_up_cursor_is_refused(world: World) -> None:
    """[TR4]"""
    ann = at(world, "ann")
    answer = ann.browser.get(f"{API}/nodes/{ann.home}/children", cursor="bm9uc2Vuc2U=")
    assert refusal(answer) == (400, "bad_cursor")


def test_the_tree_shows_the_folders_of_both_drives_and_none_from_the_trash(world: World) -> None:
    """[TA1]"""
    ann = at(world, "ann")
    kept, gone = ann.folder("남는 것"), ann.folder("버릴 것")
    ann.folder("안", gone)
    ann.folder("부서 것", ann.division)
    ann.trash(gone)
    found = body(ann.browser.get(f"{API}/folders"))["folders"]
    assert {folder["name"] for folder in found} >= {"남는 것", "부서 것"}
    assert {folder["name"] for folder in found}.isdisjoint({"버릴 것", "안"})
    assert {f["id"] for f in found if f["parent_id"] is None} == {ann.home, ann.division}
    assert kept in {folder["id"] for folder in found}


def test_those_who_look_at_a_folder_are_told_of_changes(world: World) -> None:
    """[TR4]"""
    ann = at(world, "ann")
    home = ann.home
    world.hints.clear()
    node = ann.folder("새")
    ann.change(node, name="더 새")
    assert [topic for topic, *_ in world.hints].count(f"folder:{home}") >= 2
    assert world.workplace.topics["folder"](ann.browser.actor, home)
