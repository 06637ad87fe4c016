from dataclasses import replace
from pathlib import Path

from tests.support.world import World
from workplace.app import create_app
from workplace.demo.__main__ import cast_of
from workplace.demo.agency import SHOWN, agency
from workplace.stack import keys
from workplace.wiring import build

PATH = "/api/demo/accounts"


def test_an_installation_that_is_no_demonstration_tells_nothing(world: World) -> None:
    """[DM1]"""
    keys.ensure(world.settings.secrets)
    response = world.stranger().get(PATH)
    assert response.status_code == 404
    assert keys.read(world.settings.secrets, keys.DEMO_PASSWORD) not in response.text


def test_a_demonstration_shows_people_whom_its_password_signs_in(
    world: World, tmp_path: Path
) -> None:
    """[DM1]"""
    keys.ensure(world.settings.secrets)
    world.directory.snapshot = agency()
    base = replace(world.base, settings=replace(world.settings, demo=True))
    workplace = build(base, world.directory)
    workplace.identity.login.proofs.sync.run()
    browser = create_app(workplace).test_client()
    told = browser.get(PATH).get_json()
    assert [account["user_name"] for account in told["accounts"]] == list(SHOWN)
    world.directory.password = told["password"]
    body = {"user_name": told["accounts"][0]["user_name"], "password": told["password"]}
    assert browser.post("/api/sign-in", json=body).get_json()["person"]["name"] == "김하늘"


def test_the_cast_knows_everybody_and_acts_with_their_roles(world: World) -> None:
    world.directory.snapshot = agency()
    world.workplace.identity.login.proofs.sync.run()
    cast = cast_of(world.workplace)
    assert len(cast.people) == 300
    assert cast.division("strategy")[0].name == "이서준"
    assert cast.actor("minho.jung").roles == cast.person("minho.jung").roles
