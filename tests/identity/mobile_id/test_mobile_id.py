"""Signing in by the mobile ID on somebody's phone, with a wallet that keeps to the standard."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from identity.directory.model import Snapshot
from identity.mobile_id import rules
from identity.mobile_id.adapters.configured import FILE, configured
from kernel import audit
from kernel.settings import Zone
from tests.identity.login.test_sign_in import ANN, TOP
from tests.support.authenticator import Authenticator
from tests.support.wallet import Asked, Party, Wallet, read, request_path, sealed, written
from tests.support.world import World

DOOR = "/api/sign-in/mobile-id"


@dataclass
class Cards:
    """The operator of cards, and the workplace that believes it."""

    world: World
    issuer: Party
    link: str = ""

    def wallet(self, user_name: str = "ann", **changes: Any) -> Wallet:
        card = Wallet(self.issuer, {"user_name": user_name}, self.world.now())
        return replace(card, **changes)

    def begin(self, browser: FlaskClient, *, here: bool = False) -> str:
        begun = browser.post(DOOR, json={"here": here})
        assert begun.status_code == 200, begun.get_json()
        self.link = str(begun.get_json()["link"])
        return self.link

    def ask(self, link: str = "") -> Asked:
        """As a telephone does: without a cookie."""
        link = link or self.link
        reply = self.world.stranger().get(request_path(link))
        assert reply.status_code == 200
        assert reply.content_type == "application/oauth-authz-req+jwt"
        return read(link, reply.get_data(as_text=True))

    def post(self, asked: Asked, form: dict[str, str]) -> TestResponse:
        headers = {"Origin": "https://wallet.example", "X-Onmaru-Client": "10.9.9.9"}
        return self.world.stranger().post(asked.answer_path, data=form, headers=headers)

    def show(self, wallet: Wallet, asked: Asked | None = None) -> TestResponse:
        asked = asked or self.ask()
        return self.post(asked, wallet.answer(asked))


@pytest.fixture
def cards(world: World, tmp_path: Path) -> Cards:
    issuer = Party("issuer")
    (tmp_path / FILE).write_text(written(issuer, Party("onmaru")))
    world.has_mobile_id(configured(tmp_path))
    world.directory.snapshot = Snapshot((TOP,), (ANN,))
    return Cards(world, issuer)


def finish(browser: FlaskClient, code: str = "", address: str = "10.1.2.3") -> TestResponse:
    return browser.post(f"{DOOR}/finish", json={"code": code}, headers={"X-Onmaru-Client": address})


def phase(browser: FlaskClient) -> str:
    return str(browser.get(f"{DOOR}/phase").get_json()["phase"])


def outcomes(world: World) -> list[str]:
    with world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
    return [row.outcome for row in rows if row.act == "identity.sign_in"]


def test_the_sign_in_page_knows_whether_there_is_one(world: World) -> None:
    """[MI1]"""
    asked = world.stranger()
    assert asked.get(DOOR).get_json() == {"title": None, "title_en": None}
    assert asked.post(DOOR, json={"here": False}).status_code == 404


def test_who_shows_their_card_comes_in_and_their_page_sees_how_far_it_is(cards: Cards) -> None:
    """[MI1] A newcomer of the directory as well, before its next round."""
    browser = cards.world.stranger()
    assert browser.get(DOOR).get_json()["title"] == "모바일 공무원증"
    cards.begin(browser)
    assert phase(browser) == "waiting"
    asked = cards.ask()
    assert phase(browser) == "asked"
    assert cards.show(cards.wallet(), asked).get_json() == {}
    assert phase(browser) == "proved"
    entered = finish(browser)
    assert (entered.status_code, entered.get_json()["person"]["name"]) == (200, "김하늘")
    [record] = browser.get("/api/me/sign-ins").get_json()["sign_ins"]
    assert (record["method"], record["outcome"]) == ("mobile_id", "done")
    assert outcomes(cards.world) == ["done"]


def test_a_wallet_is_asked_for_one_card_and_one_claim(cards: Cards) -> None:
    """[MI4]"""
    cards.begin(cards.world.stranger())
    [card] = cards.ask().claims["dcql_query"]["credentials"]
    assert card["claims"] == [{"path": ["user_name"]}]


def test_another_browser_does_not_come_in_by_it(cards: Cards) -> None:
    """[MI1] Neither with an attempt of its own nor with none."""
    browser, other, third = (cards.world.stranger() for _ in range(3))
    first = cards.begin(browser)
    cards.begin(other)
    cards.show(cards.wallet(), cards.ask(first))
    for stranger in (other, third):
        assert phase(stranger) in {"waiting", "over"}
        assert finish(stranger).get_json()["code"] == "mobile_id_refused"
    assert finish(browser).status_code == 200


def test_an_attempt_is_answered_once_and_opens_once(cards: Cards) -> None:
    """[MI1]"""
    browser = cards.world.stranger()
    cards.begin(browser)
    asked = cards.ask()
    assert cards.show(cards.wallet(), asked).status_code == 200
    assert cards.show(cards.wallet("bob"), asked).status_code == 404
    assert cards.world.stranger().get(request_path(cards.link)).status_code == 404
    assert finish(browser).get_json()["person"]["name"] == "김하늘"
    assert finish(browser).status_code == 401


def test_an_attempt_is_over_after_its_minutes(cards: Cards) -> None:
    """[MI1]"""
    browser = cards.world.stranger()
    cards.begin(browser)
    asked = cards.ask()
    cards.world.pass_time(rules.LIFETIME + timedelta(seconds=1))
    assert phase(browser) == "over"
    assert cards.show(cards.wallet(), asked).status_code == 404
    assert finish(browser).status_code == 401


def test_an_attempt_of_one_zone_is_nothing_in_another(cards: Cards) -> None:
    """[MI1]"""
    cards.begin(cards.world.stranger())
    elsewhere = {"X-Onmaru-Zone": "internet"}
    stranger = cards.world.stranger()
    assert stranger.get(request_path(cards.link), headers=elsewhere).status_code == 404


def test_who_declines_is_told_so_at_once(cards: Cards) -> None:
    """[MI1] Only by the wallet that was asked: whoever does not know the state ends nothing."""
    browser = cards.world.stranger()
    cards.begin(browser)
    asked = cards.ask()
    wrong = {"error": "access_denied", "state": "guessed"}
    assert cards.post(asked, wrong).status_code == 404
    assert phase(browser) == "asked"
    said = {"error": "access_denied", "state": asked.claims["state"]}
    assert cards.post(asked, said).status_code == 200
    assert phase(browser) == "refused"
    assert finish(browser).status_code == 401


@pytest.mark.parametrize("said", ["", "nonsense", "a.b.c.d.e", "x" * 300_000])
def test_what_is_no_answer_changes_nothing(cards: Cards, said: str) -> None:
    """[MI2]"""
    browser = cards.world.stranger()
    cards.begin(browser)
    asked = cards.ask()
    assert cards.post(asked, {"response": said}).status_code in {400, 413}
    assert cards.post(asked, sealed(asked, {"state": "another"})).status_code == 400
    assert phase(browser) == "asked"


def test_an_answer_that_was_changed_on_its_way_or_is_for_another_request_changes_nothing(
    cards: Cards,
) -> None:
    """[MI2]"""
    browser = cards.world.stranger()
    first = cards.ask(cards.begin(cards.world.stranger()))
    cards.begin(browser)
    asked = cards.ask()
    answer = cards.wallet().answer(asked)["response"]
    parts = answer.split(".")
    for at, part in enumerate(parts):
        for changed in (part[:-4] + "AAAA", part + "AAAA", "", "é"):
            broken = ".".join([*parts[:at], changed, *parts[at + 1 :]])
            if broken != answer:
                assert cards.post(asked, {"response": broken}).status_code == 400, (at, changed)
    assert cards.post(asked, cards.wallet().answer(first)).status_code == 400
    assert phase(browser) == "asked"


def test_who_shows_a_card_of_nobody_here_is_refused_and_not_named(cards: Cards) -> None:
    """[MI2]"""
    browser = cards.world.stranger()
    cards.begin(browser)
    assert cards.show(cards.wallet("mallory")).status_code == 200
    assert finish(browser).get_json()["code"] == "mobile_id_refused"
    assert outcomes(cards.world) == ["refused"]
    with cards.world.begin() as tx:
        assert "mallory" not in str(tx.db.execute(select(audit.entries)).all())


def test_a_card_that_is_not_believed_ends_the_attempt(cards: Cards) -> None:
    """[MI2]"""
    browser = cards.world.stranger()
    cards.begin(browser)
    forged = cards.wallet(issuer=Party("somebody"))
    assert cards.show(forged).get_json()["code"] == "mobile_id_refused"
    assert phase(browser) == "refused"
    assert outcomes(cards.world) == ["refused"]


def test_on_the_telephone_itself_only_who_the_wallet_sent_back_comes_in(cards: Cards) -> None:
    """[MI3]"""
    browser = cards.world.stranger()
    cards.begin(browser, here=True)
    back = cards.show(cards.wallet()).get_json()["redirect_uri"]
    origin = cards.world.settings.origin(Zone.WORK)
    assert back.startswith(f"{origin}/sign-in#mobile=")
    assert finish(browser).status_code == 401
    assert finish(browser, back.partition("=")[2]).status_code == 200


def test_a_card_shown_on_another_device_is_one_proof_at_a_new_place(cards: Cards) -> None:
    """[MI3] Who relays a code from their own screen does not get in with it."""
    browser, device = cards.world.stranger(), Authenticator()
    cards.begin(browser)
    cards.show(cards.wallet())
    token = {"X-Onmaru-CSRF": finish(browser).get_json()["csrf"]}
    asked = browser.post("/api/me/passkeys/options", headers=token).get_json()["public_key"]
    new = {"name": "노트북", "credential": device.create(asked)}
    assert browser.post("/api/me/passkeys", json=new, headers=token).status_code == 201
    stranger = cards.world.stranger()
    cards.begin(stranger)
    cards.show(cards.wallet())
    assert finish(stranger, address="203.0.113.5").get_json()["code"] == "second_proof_needed"
    phone = cards.world.stranger()
    cards.begin(phone, here=True)
    code = cards.show(cards.wallet()).get_json()["redirect_uri"].partition("=")[2]
    assert finish(phone, code, address="203.0.113.5").status_code == 200
