from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from identity.directory.model import Snapshot
from identity.single_sign_on import rules
from kernel import audit
from tests.identity.login.test_sign_in import ANN, TOP
from tests.support.authenticator import Authenticator
from tests.support.fakes.sign_on import FakeSignOn
from tests.support.world import World

BACK = "/api/sign-in/single/return"


@pytest.fixture
def provider(world: World) -> FakeSignOn:
    provider = FakeSignOn()
    world.has_sign_on(provider)
    world.directory.snapshot = Snapshot((TOP,), (ANN,))
    return provider


def set_out(browser: FlaskClient, to: str = "/") -> str:
    """The state that the provider was given."""
    begun = browser.post("/api/sign-in/single", json={"to": to})
    assert begun.status_code == 200, begun.get_json()
    [state] = parse_qs(urlsplit(begun.get_json()["address"]).query)["state"]
    return str(state)


def come_back(
    browser: FlaskClient, state: str, code: str, address: str = "10.1.2.3"
) -> TestResponse:
    headers = {"X-Onmaru-Client": address}
    return browser.get(BACK, query_string={"state": state, "code": code}, headers=headers)


def refusal_of(response: TestResponse) -> str:
    assert response.status_code == 303
    return parse_qs(urlsplit(response.location).query).get("refused", [""])[0]


def test_the_sign_in_page_knows_whether_there_is_one(world: World) -> None:
    asked = world.stranger()
    assert asked.get("/api/sign-in/single").get_json() == {"title": None}
    assert asked.post("/api/sign-in/single", json={}).status_code == 404


def test_who_is_vouched_for_comes_in_where_they_wanted_to_go(
    world: World, provider: FakeSignOn
) -> None:
    """[SO1] A newcomer of the directory as well, before its next round."""
    browser = world.stranger()
    assert browser.get("/api/sign-in/single").get_json() == {"title": "한빛 통합인증"}
    state = set_out(browser, "/drive?folder=1")
    back = come_back(browser, state, provider.prove("ann", "pwd"))
    assert (back.status_code, back.location) == (303, "/drive?folder=1")
    assert browser.get("/api/session").get_json()["person"]["name"] == "김하늘"
    [record] = browser.get("/api/me/sign-ins").get_json()["sign_ins"]
    assert (record["method"], record["outcome"]) == ("single_sign_on", "done")


def test_another_browser_cannot_come_back_in_its_place(world: World, provider: FakeSignOn) -> None:
    """[SO1] Neither with a cookie of its own nor with none."""
    state = set_out(world.stranger())
    code = provider.prove("ann")
    other = world.stranger()
    assert refusal_of(come_back(other, state, code)) == "sign_on_refused"
    own = set_out(other)
    assert refusal_of(come_back(other, state, code)) == "sign_on_refused"
    assert refusal_of(come_back(other, own, code)) == "sign_on_refused"
    assert other.get("/api/session").status_code == 401


def test_one_attempt_opens_once(world: World, provider: FakeSignOn) -> None:
    """[SO1]"""
    browser = world.stranger()
    state, code = set_out(browser), provider.prove("ann")
    assert refusal_of(come_back(browser, state, code)) == ""
    assert refusal_of(come_back(browser, state, code)) == "sign_on_refused"


def test_who_is_not_in_the_directory_is_refused_and_it_is_in_the_audit(
    world: World, provider: FakeSignOn
) -> None:
    """[SO2]"""
    browser = world.stranger()
    state = set_out(browser)
    assert refusal_of(come_back(browser, state, provider.prove("mallory"))) == "sign_on_refused"
    with world.begin() as tx:
        rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq)).all()
    assert [(row.act, row.outcome) for row in rows] == [("identity.sign_in", "refused")]
    assert "mallory" not in str(rows)


def test_a_provider_that_is_away_is_told_apart(world: World, provider: FakeSignOn) -> None:
    browser = world.stranger()
    state = set_out(browser, "/docs")
    provider.is_away = True
    back = come_back(browser, state, "code")
    assert refusal_of(back) == "sign_on_away"
    assert parse_qs(urlsplit(back.location).query)["to"] == ["/docs"]
    assert browser.post("/api/sign-in/single", json={}).status_code == 503


def sign_in(world: World, provider: FakeSignOn, address: str, *methods: str) -> str:
    browser = world.stranger()
    state = set_out(browser)
    return refusal_of(come_back(browser, state, provider.prove("ann", *methods), address))


def test_one_proof_at_a_new_place_asks_for_the_passkey(world: World, provider: FakeSignOn) -> None:
    """[SO3]"""
    browser, device = world.stranger(), Authenticator()
    come_back(browser, set_out(browser), provider.prove("ann", "pwd"))
    token = {"X-Onmaru-CSRF": browser.get("/api/session").get_json()["csrf"]}
    asked = browser.post("/api/me/passkeys/options", headers=token).get_json()["public_key"]
    new = {"name": "노트북", "credential": device.create(asked)}
    assert browser.post("/api/me/passkeys", json=new, headers=token).status_code == 201
    assert sign_in(world, provider, "203.0.113.5", "pwd") == "second_proof_needed"
    assert sign_in(world, provider, "203.0.113.5", "pwd", "otp") == ""


def sign_out(browser: FlaskClient) -> dict[str, str | None]:
    token = {"X-Onmaru-CSRF": browser.get("/api/session").get_json()["csrf"]}
    found: dict[str, str | None] = browser.post("/api/sign-out", headers=token).get_json()
    assert browser.get("/api/session").status_code == 401
    return found


def test_who_came_in_by_it_and_signs_out_learns_that_they_stay_signed_in_there(
    world: World, provider: FakeSignOn
) -> None:
    """[SO5]"""
    browser = world.stranger()
    come_back(browser, set_out(browser), provider.prove("ann"))
    stays: dict[str, str | None] = {"title": "한빛 통합인증", "onward": None}
    assert sign_out(browser) == stays
    provider.leaves = True
    come_back(browser, set_out(browser), provider.prove("ann"))
    back = quote("http://localhost:8080/sign-in")
    assert sign_out(browser) == stays | {"onward": f"https://sso.hanbit.example/out?back={back}"}


def test_who_came_in_by_another_way_is_led_nowhere(world: World, provider: FakeSignOn) -> None:
    """[SO5]"""
    provider.leaves = True
    left = world.as_user("kim").post("/api/sign-out").get_json()
    assert left == {"title": None, "onward": None}


@pytest.mark.parametrize(
    ("methods", "expected"),
    [({"pwd"}, False), ({"otp"}, False), (set(), False), ({"pwd", "otp"}, True), ({"hwk"}, True)],
)
def test_two_things_are_two_proofs(methods: set[str], expected: bool) -> None:  # noqa: FBT001 - a table
    assert rules.is_two_proofs(methods) is expected


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb", "", "docs"]
)
def test_a_link_cannot_send_anybody_elsewhere_after_sign_in(wanted: str) -> None:
    assert rules.place_within(wanted) == "/"
