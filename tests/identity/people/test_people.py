from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from identity.people.store import people
from kernel.ids import fresh_id
from tests.support.world import SignedInClient, World
from workplace.demo.agency import agency
from workplace.stack.postgres import PrivatePostgres

IDS = {p.user_name: p.id for p in agency().people}
HANEUL = IDS["haneul.kim"]


def in_the_agency(world: World) -> SignedInClient:
    world.directory.snapshot = agency()
    world.workplace.identity.login.proofs.sync.run()
    return world.sign_in(HANEUL)


@pytest.fixture
def haneul(world: World) -> SignedInClient:
    """For who changes something."""
    return in_the_agency(world)


@pytest.fixture(scope="module")
def asking(
    postgres: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SignedInClient]:
    """For who only asks: to take over 300 people takes ten times as long as an answer."""
    name = f"t{fresh_id()}"
    world = World(postgres.create_from_template(name), tmp_path_factory.mktemp("people"))
    yield in_the_agency(world)
    world.close()
    postgres.drop(name)


def names(client: SignedInClient, query: str = "", **more: Any) -> list[str]:
    response = client.get("/api/people", query=query, **more)
    return [person["name"] for person in response.get_json()["people"]]


@pytest.mark.parametrize(
    "query",
    [
        "김하늘",
        "ㄱㅎㄴ",
        "김ㅎ",
        "김하느",
        "haneul",
        "Kim Haneul",
        "하늘 디지털전략",
        "주무관 김하늘",
    ],
)
def test_somebody_is_the_first_to_be_found_by_name_initials_parts_and_place(
    asking: SignedInClient, query: str
) -> None:
    """[PE3]"""
    assert names(asking, query)[0] == "김하늘"


def test_what_somebody_does_finds_them_and_colleagues_come_first(asking: SignedInClient) -> None:
    """[PE3]"""
    found = asking.get("/api/people", query="온마루 도입").get_json()["people"]
    assert "김하늘" in [p["name"] for p in found]
    heads = asking.get("/api/people", query="과장").get_json()["people"]
    assert (heads[0]["name"], heads[0]["division"]) == ("이서준", "디지털전략과")


def test_two_people_of_one_name_are_both_found_and_told_apart(asking: SignedInClient) -> None:
    """[PE3]"""
    found = asking.get("/api/people", query="김민준").get_json()["people"][:2]
    assert [p["division"] for p in found] == ["공공데이터과", "교통정책과"]


@pytest.mark.parametrize("query", ["%", "_", "\\", "(", "[", "*", ".*", "' OR 1=1", "a" * 100])
def test_signs_of_a_query_language_are_plain_text(asking: SignedInClient, query: str) -> None:
    """[PE3]"""
    assert names(asking, query) == []


def test_a_bureau_stands_for_its_divisions_and_a_limit_says_that_there_is_more(
    asking: SignedInClient,
) -> None:
    """[PE1]"""
    body = asking.get("/api/people", division="digital", limit=10).get_json()
    assert (len(body["people"]), body["more"]) == (10, True)
    assert body["people"][0]["post"] == "국장"
    body = asking.get("/api/people", division="digital", limit=300).get_json()
    assert (len(body["people"]), body["more"]) == (1 + 14 + 12 + 11 + 10, False)


def test_who_left_is_not_found_but_their_card_still_opens(
    world: World, haneul: SignedInClient
) -> None:
    """[PE1]"""
    seojun = IDS["seojun.lee"]
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == seojun).values(is_active=False))
    assert "이서준" not in names(haneul, "이서준")
    card = haneul.get(f"/api/people/{seojun}").get_json()
    assert (card["name"], card["is_active"]) == ("이서준", False)
    assert haneul.get("/api/people/nobody").status_code == 404
    assert names(haneul, ids=f"{seojun},nobody,{HANEUL}") == ["이서준", "김하늘"]


def test_the_chart_has_everybody_in_it(asking: SignedInClient) -> None:
    """[PE1]"""
    [top] = asking.get("/api/organisation").get_json()["divisions"]
    assert (top["name"], top["people"], top["total"]) == ("한빛부", 6, 300)
    assert [len(bureau["children"]) for bureau in top["children"]] == [4] * 6
    assert top["children"][0]["children"][0]["name"] == "기획예산과"


def test_favourites_are_their_owners(world: World, haneul: SignedInClient) -> None:
    """[PE2]"""
    other, seojun = world.sign_in(IDS["sol.lee"]), IDS["seojun.lee"]
    path = f"/api/me/favourites/{seojun}"
    assert [haneul.put(path).status_code for _ in range(2)] == [204, 204]
    assert haneul.put("/api/me/favourites/nobody").status_code == 404
    mine = haneul.get("/api/me/favourites").get_json()["people"]
    assert [(p["name"], p["is_favourite"]) for p in mine] == [("이서준", True)]
    assert other.get("/api/me/favourites").get_json()["people"] == []
    assert not other.get(f"/api/people/{seojun}").get_json()["is_favourite"]
    assert haneul.delete(path).status_code == 204
    assert haneul.get("/api/me/favourites").get_json()["people"] == []


def test_preferences_are_kept_for_their_owner_only(world: World, haneul: SignedInClient) -> None:
    """[PE2]"""
    wanted = {"locale": "en", "theme": "contrast", "text_size": 150}
    assert haneul.put("/api/me/preferences", **wanted).get_json() == wanted
    assert haneul.get("/api/session").get_json()["preferences"] == wanted
    other = world.sign_in(IDS["sol.lee"])
    default = {"locale": "ko", "theme": "system", "text_size": 100}
    assert other.get("/api/session").get_json()["preferences"] == default
    assert haneul.put("/api/me/preferences", **{**wanted, "text_size": 99}).status_code == 400


def test_sessions_are_seen_and_ended_by_their_owner_only(
    world: World, haneul: SignedInClient
) -> None:
    """[PE2]"""
    phone, other = world.sign_in(HANEUL), world.sign_in(IDS["sol.lee"])
    mine = haneul.get("/api/me/sessions").get_json()["sessions"]
    current = {s["id"]: s["is_current"] for s in mine}
    assert current == {haneul.actor.session_id: True, phone.actor.session_id: False}
    path = f"/api/me/sessions/{phone.actor.session_id}"
    assert other.delete(path).status_code == 404
    assert haneul.delete(path).status_code == 204
    assert phone.get("/api/session").status_code == 401
