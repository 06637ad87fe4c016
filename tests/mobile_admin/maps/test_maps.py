"""The map that an administrator brings and phones draw."""

import json
import shutil
from datetime import timedelta

import pytest
import shapefile as pyshp
from sqlalchemy import text
from werkzeug.test import TestResponse

from kernel.actor import Role
from mobile_admin.maps import rules
from mobile_admin.maps.model import MadeLayer
from mobile_admin.maps.ports import LayerMaker
from mobile_admin.maps.rules import MOST_TRIES, STUCK
from mobile_admin.maps.service import JOB
from mobile_admin.maps.tasks import MakeMapLayer, resume_layers
from mobile_admin.tiles import box
from mobile_admin.tiles.grid import DETAIL, units
from mobile_admin.tiles.shapes import LayerKind
from mobile_admin.tiles.vector import EXTENT
from tests.support.shapefiles import IN_UNIFIED, parts, zipped
from tests.support.vector_tiles import read_tile
from tests.support.world import SignedInClient, World
from workplace.bridges import field_map
from workplace.bridges.field_map import SandboxLayerMaker

MAP = "/api/field/map"
LON, LAT = 126.9780, 37.5665
ROAD = {"type": "LineString", "coordinates": [[LON - 0.002, LAT], [LON + 0.002, LAT]]}
ROADS = json.dumps({"type": "Feature", "properties": {"name": "마루로"}, "geometry": ROAD}).encode()
PARK = json.dumps(
    {
        "type": "Polygon",
        "coordinates": [
            [[LON, LAT], [LON + 0.002, LAT], [LON + 0.002, LAT + 0.002], [LON, LAT + 0.002],
             [LON, LAT]]
        ],
    }
).encode()  # fmt: skip


class InProcess:
    """LayerMaker without its walls."""

    def make(self, data: bytes, kind: LayerKind, layer_id: str) -> MadeLayer | str:
        return field_map.read(box.made(data, kind, layer_id))


class Dying:
    def make(self, data: bytes, kind: LayerKind, layer_id: str) -> MadeLayer | str:  # noqa: ARG002 - as the port
        raise OSError("the machine")


def admin(world: World) -> SignedInClient:
    return world.as_user("admin", Role.IT_ADMIN)


def brought(world: World, kind: str = "roads", data: bytes = ROADS, source: str = "") -> str:
    answer = bring(admin(world), kind, data, source)
    assert answer.status_code == 201, answer.text
    assert answer.get_json()["state"] == "waiting"
    return str(answer.get_json()["id"])


def bring(who: SignedInClient, kind: str, data: bytes, source: str = "") -> TestResponse:
    query = {"kind": kind, "name": f"{kind}.geojson", "source": source}
    return who.call("POST", f"{MAP}/layers", query_string=query, data=data)


def work(world: World, maker: LayerMaker | None = None) -> int:
    """How often the worker was asked."""
    waits = text("DELETE FROM procrastinate_jobs WHERE task_name = :job AND status = 'todo'"
                 " RETURNING args ->> 'layer_id'")  # fmt: skip
    with world.begin() as tx:
        waiting = list(tx.db.scalars(waits, {"job": JOB}))
    for each in waiting:
        MakeMapLayer(world.begin, world.now, maker or InProcess())(each)
    return len(waiting)


def layers(world: World) -> list[dict[str, object]]:
    return list(admin(world).get(f"{MAP}/layers").get_json()["layers"])


def tile(world: World) -> TestResponse:
    x, y = units((LON + 0.001, LAT + 0.0001), DETAIL)
    path = f"{MAP}/tiles/{DETAIL}/{int(x // EXTENT)}/{int(y // EXTENT)}"
    return world.as_user("clerk").get(path)


def kinds(answer: TestResponse) -> list[str]:
    """Of the layers in a tile; that none has the name of another, the reader sees to."""
    return [name.partition("/")[0] for name in read_tile(answer.data)]


def test_layers_become_one_tile_for_whoever_works_in_the_field(world: World) -> None:
    """[MP1] [MP2]"""
    assert world.as_user("clerk").get(MAP).get_json()["revision"] == ""
    assert tile(world).data == b""
    brought(world, "roads", source="한빛시")
    brought(world, "green", PARK, source="한빛시")
    assert work(world) == 2
    ground = world.as_user("clerk").get(MAP).get_json()
    assert ground["sources"] == ["한빛시"]
    assert ground["bounds"] == {
        "west": LON - 0.002, "south": LAT, "east": LON + 0.002, "north": LAT + 0.002,
    }  # fmt: skip
    answer = tile(world)
    assert answer.headers["X-Onmaru-Map"] == ground["revision"] != ""
    assert kinds(answer) == ["green", "roads", "roads.names"]
    assert [each["tiles"] for each in layers(world)] == [2, 3]


def test_only_it_administrators_change_it_and_heads_see_what_there_is(world: World) -> None:
    """[MP1]"""
    layer = brought(world)
    head, clerk = world.as_user("head", Role.MANAGER), world.as_user("clerk")
    for who in (head, clerk):
        assert bring(who, "roads", ROADS).status_code == 403
        assert who.delete(f"{MAP}/layers/{layer}").status_code == 403
    assert head.get(f"{MAP}/layers").get_json()["may_change"] is False
    assert clerk.get(f"{MAP}/layers").status_code == 403
    assert admin(world).delete(f"{MAP}/layers/{layer}").status_code == 204
    assert admin(world).delete(f"{MAP}/layers/{layer}").status_code == 404
    acts = [act for _, act, outcome in world.audited() if outcome == "done"]
    assert acts == ["mobile_admin.add_map_layer", "mobile_admin.remove_map_layer"]


def test_another_layer_is_another_map_and_one_less_is_one_less(world: World) -> None:
    """[MP4]"""
    brought(world)
    work(world)
    first = tile(world).headers["X-Onmaru-Map"]
    park = brought(world, "green", PARK)
    assert tile(world).headers["X-Onmaru-Map"] == first, "it is not ready yet"
    work(world)
    assert tile(world).headers["X-Onmaru-Map"] != first
    admin(world).delete(f"{MAP}/layers/{park}")
    answer = tile(world)
    assert (answer.headers["X-Onmaru-Map"], kinds(answer)) == (
        first, ["roads", "roads.names"],
    )  # fmt: skip
    with world.begin() as tx:
        left = text("SELECT (SELECT count(*) FROM mobile_map_files),"
                    " (SELECT count(DISTINCT layer_id) FROM mobile_map_tiles)")  # fmt: skip
        assert tuple(tx.db.execute(left).one()) == (0, 1)


def test_two_layers_of_one_kind_are_both_drawn(world: World) -> None:
    """[MP2] The county's roads beside the city's."""
    for _ in range(2):
        brought(world)
    work(world)
    assert kinds(tile(world)) == ["roads", "roads.names"] * 2


def test_of_alleys_alone_the_picture_begins_where_the_most_of_them_are(world: World) -> None:
    """[MP6]"""
    alley = {"highway": "residential", "name": "골목"}
    far = [[LON + 0.5, LAT], [LON + 0.5001, LAT]]
    lines = [ROAD["coordinates"], ROAD["coordinates"][::-1], far]
    alleys = [
        {"type": "Feature", "properties": alley,
         "geometry": {"type": "LineString", "coordinates": line}}
        for line in lines
    ]  # fmt: skip
    brought(world, data=json.dumps({"type": "FeatureCollection", "features": alleys}).encode())
    assert admin(world).get(f"{MAP}/layers").get_json()["near"] is None
    work(world)
    near = admin(world).get(f"{MAP}/layers").get_json()["near"]
    assert LON - 0.03 < near["west"] < LON + 0.002
    assert near["east"] < LON + 0.03
    assert near["south"] < LAT < near["north"] < near["south"] + 0.03
    brought(world, "green", PARK)
    work(world)
    assert admin(world).get(f"{MAP}/layers").get_json()["near"] is None


def test_a_file_that_is_no_map_says_why_and_draws_nothing(world: World) -> None:
    """[MP2]"""
    brought(world, "roads", b"PK\x03\x04")
    work(world)
    [layer] = layers(world)
    assert (layer["state"], layer["problem"]) == ("failed", "broken_zip")
    assert world.as_user("clerk").get(MAP).get_json()["revision"] == ""


def test_a_file_is_refused_before_it_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """[MP2]"""
    assert bring(admin(world), "roads", b" ").get_json()["code"] == "map_file_empty"
    monkeypatch.setattr(rules, "LARGEST_FILE", 10)
    answer = bring(admin(world), "roads", ROADS).get_json()
    assert (answer["code"], answer["largest"]) == ("map_file_too_large", 10)
    monkeypatch.setattr(rules, "MOST_LAYERS", 0)
    assert bring(admin(world), "roads", b"{}").get_json()["code"] == "too_many_layers"
    assert bring(admin(world), "seas", b"{}").status_code == 400
    assert layers(world) == []


def test_the_worker_may_be_asked_twice_and_dies_three_times_at_most(world: World) -> None:
    """[MP3]"""
    layer = brought(world)
    for _ in range(MOST_TRIES):
        assert work(world, Dying()) == 1
        assert layers(world)[0]["state"] == "waiting"
    assert work(world, Dying()) == 1
    assert (layers(world)[0]["state"], layers(world)[0]["problem"]) == ("failed", "never_ended")
    with world.begin() as tx:
        assert tx.db.scalar(text("SELECT count(*) FROM mobile_map_files")) == 0
    assert work(world) == 0
    other = brought(world, "green", PARK)
    work(world)
    MakeMapLayer(world.begin, world.now, InProcess())(other)
    MakeMapLayer(world.begin, world.now, InProcess())("none")
    assert layers(world)[1]["tiles"] == 3
    assert layers(world)[0]["id"] == layer


def test_a_try_that_nobody_ended_is_begun_again(world: World) -> None:
    """[MP3]"""
    layer = brought(world)
    with world.begin() as tx:
        tx.db.execute(text("DELETE FROM procrastinate_jobs"))
        tx.db.execute(text("UPDATE mobile_map_layers SET state = 'making', tries = 1"))
    resume = resume_layers(world.begin, world.now)
    assert resume.run().counts == {}
    world.pass_time(STUCK + timedelta(seconds=1))
    assert resume.run().counts == {"asked_again": 1}
    work(world)
    assert (layers(world)[0]["state"], layers(world)[0]["id"]) == ("ready", layer)


def test_what_is_removed_while_it_is_made_stays_removed(world: World) -> None:
    """[MP3] [MP4]"""
    layer = brought(world)

    class Slow:
        def make(self, data: bytes, kind: LayerKind, layer_id: str) -> MadeLayer | str:
            admin(world).delete(f"{MAP}/layers/{layer}")
            return InProcess().make(data, kind, layer_id)

    work(world, Slow())
    assert layers(world) == []


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")
def test_the_sandbox_makes_what_the_process_makes(world: World) -> None:
    """[MP2]"""
    shapes = zipped(
        길=parts(pyshp.POLYLINE, [([[IN_UNIFIED, (953_999.0, 1_952_040.0)]], {"RN": "길"})])
    )
    for data in (ROADS, b"no map", shapes):
        inside = SandboxLayerMaker().make(data, LayerKind.ROADS, "l1")
        assert inside == InProcess().make(data, LayerKind.ROADS, "l1")
