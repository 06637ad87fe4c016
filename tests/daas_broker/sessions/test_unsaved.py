"""What somebody is told of what they had not saved when their desktop ended."""

from dataclasses import replace
from typing import Any

from daas_broker.desktops.ports import Retryable
from daas_broker.desktops.recipes import Described, RecipeFile, RecipePart
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET

SAVES = '<prop oor:name="AutoSave"><value>true</value></prop>'
PLACE = "/etc/libreoffice/registry/onmaru.xcd"
OFFICE = RecipePart("desk", ("libreoffice-writer",))


def made(broker: Broker, *parts: RecipePart, settings: str = SAVES) -> Described:
    said = broker.host.describe("internet")
    file = RecipeFile(PLACE, "2" * 12, len(settings), settings)
    return replace(said, parts=(*said.parts, *parts), files=(*said.files, file))


def offered(broker: Broker, made_of: Described | None, **wish: Any) -> bool:
    if made_of is not None:
        broker.host.kept_recipes[INTERNET.key] = made_of
    pool = broker.pool(**wish)
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    ann = broker.world.as_user("ann")
    ann.post(f"/api/desktops/{desktop}/release")
    told = ann.get(f"/api/desktops/{desktop}/end").get_json()
    assert isinstance(told["offered"], bool)
    return bool(told["offered"])


def test_what_libreoffice_kept_in_a_home_is_told_of(broker: Broker) -> None:
    """[DH12]"""
    assert offered(broker, made(broker, OFFICE), homes=True)


def test_nothing_is_promised_where_it_would_not_be_so(broker: Broker) -> None:
    """[DH12] No home, no LibreOffice, one that keeps nothing, no recipe kept."""
    assert not offered(broker, None, homes=True)
    assert not offered(broker, made(broker, OFFICE), homes=False)
    assert not offered(broker, made(broker), homes=True)
    assert not offered(broker, made(broker, OFFICE, settings="<prop/>"), homes=True)


def test_who_asks_while_the_host_is_away_is_told_of_the_rest(broker: Broker) -> None:
    """[DH12]"""

    def trouble(verb: str) -> None:
        if verb == "recipe_of":
            raise Retryable

    broker.host.trouble = trouble
    assert not offered(broker, made(broker, OFFICE), homes=True)
