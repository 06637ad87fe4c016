"""Single sign-on with SAML: out by redirection, back by a post from another site."""

import zlib
from base64 import b64decode
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select
from werkzeug.test import TestResponse

from identity.directory.model import Snapshot
from identity.single_sign_on import rules, store
from identity.single_sign_on.adapters.kept import KeptInDatabase
from identity.single_sign_on.adapters.saml import METADATA, Ourselves, SamlProvider
from identity.single_sign_on.adapters.saml_answer import Trusted
from kernel import audit
from kernel.errors import TooFast
from tests.identity.login.test_sign_in import ANN, TOP
from tests.support.saml import SAML, SAMLP, Provider
from tests.support.world import World

WORK, INTERNET = "http://localhost:8080", "http://localhost:8081"
DOOR, US = WORK + rules.ANSWER, WORK + rules.DESCRIPTION
ELSEWHERE = {"Origin": "https://sso.hanbit.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def provider(world: World) -> Provider:
    provider = Provider(DOOR, US)
    trusted = Trusted(
        provider.issuer, "https://sso.hanbit.example/in?realm=1", (provider.pen.certificate,)
    )
    ourselves = Ourselves(US, (DOOR, INTERNET + rules.ANSWER))
    kept = KeptInDatabase(world.begin, world.now)
    world.has_sign_on(SamlProvider("한빛 통합인증", trusted, ourselves, kept, world.now))
    world.directory.snapshot = Snapshot((TOP,), (ANN,))
    return provider


def set_out(browser: FlaskClient, to: str = "/") -> tuple[str, etree._Element]:
    """The state and the request that the provider is given."""
    begun = browser.post("/api/sign-in/single", json={"to": to})
    assert begun.status_code == 200, begun.get_json()
    asked = parse_qs(urlsplit(begun.get_json()["address"]).query)
    assert asked["realm"] == ["1"], "its address had words of its own"
    raw = zlib.decompress(b64decode(asked["SAMLRequest"][0]), wbits=-15)
    return asked["RelayState"][0], etree.fromstring(raw)


def post(browser: FlaskClient, state: str, said: str) -> TestResponse:
    form = {"SAMLResponse": said, "RelayState": state}
    return browser.post(rules.ANSWER, data=form, headers=ELSEWHERE)


def come_back(browser: FlaskClient, posted: TestResponse) -> TestResponse:
    assert posted.status_code == 303, posted.get_json()
    assert posted.location.startswith(rules.RETURN + "?"), posted.location
    return browser.get(posted.location)


def refusal_of(response: TestResponse) -> str:
    assert response.status_code == 303
    return parse_qs(urlsplit(response.location).query).get("refused", [""])[0]


def test_who_is_vouched_for_comes_in_where_they_wanted_to_go(
    world: World, provider: Provider
) -> None:
    """[SO1] [SO2]"""
    browser = world.stranger()
    state, request = set_out(browser, "/drive?folder=1")
    assert request.get("AssertionConsumerServiceURL") == DOOR
    assert request.findtext(f"{SAML}Issuer") == US
    said = provider.answer(world.now(), request=str(request.get("ID")))
    back = come_back(browser, post(browser, state, said))
    assert (back.status_code, back.location) == (303, "/drive?folder=1")
    assert browser.get("/api/session").get_json()["person"]["name"] == "김하늘"
    [record] = browser.get("/api/me/sign-ins").get_json()["sign_ins"]
    assert (record["method"], record["outcome"]) == ("single_sign_on", "done")


def test_what_was_posted_does_nothing_until_its_own_browser_comes(
    world: World, provider: Provider
) -> None:
    """[SO1] Somebody else's answer, pushed into a browser, signs nobody in there."""
    mallory, victim = world.stranger(), world.stranger()
    state, request = set_out(mallory)
    said = provider.answer(world.now(), request=str(request.get("ID")))
    pushed = post(victim, state, said)
    assert "Set-Cookie" not in pushed.headers
    assert refusal_of(come_back(victim, pushed)) == "sign_on_refused"
    own, _ = set_out(victim)
    code = parse_qs(urlsplit(pushed.location).query)["code"][0]
    again = victim.get(rules.RETURN, query_string={"state": own, "code": code})
    assert refusal_of(again) == "sign_on_refused"
    assert victim.get("/api/session").status_code == 401


def test_who_comes_with_too_many_at_once_is_told_on_a_page(
    world: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[SO1] What is posted is a whole page's way, not a script's."""

    def too_many(*_said: object) -> None:
        raise TooFast(retry_after=9)

    monkeypatch.setattr(SamlProvider, "receive", too_many)
    browser = world.stranger()
    state, _ = set_out(browser)
    refused = post(browser, state, "an answer")
    assert urlsplit(refused.location).path == "/sign-in"
    assert refusal_of(refused) == "too_fast"
    assert parse_qs(urlsplit(refused.location).query)["retry_after"] == ["9"]


def test_an_answer_to_another_attempt_of_the_same_browser_is_refused(
    world: World, provider: Provider
) -> None:
    """[SO1] InResponseTo is of that very attempt."""
    browser = world.stranger()
    _, first = set_out(browser)
    state, _ = set_out(browser)
    said = provider.answer(world.now(), request=str(first.get("ID")))
    assert refusal_of(come_back(browser, post(browser, state, said))) == "sign_on_refused"


def test_an_assertion_comes_in_once_and_a_code_opens_once(world: World, provider: Provider) -> None:
    """[SO1] [SO2]"""
    browser = world.stranger()
    state, request = set_out(browser)
    said = provider.answer(world.now(), request=str(request.get("ID")))
    posted = post(browser, state, said)
    assert "code" in parse_qs(urlsplit(posted.location).query)
    again = post(browser, state, said)
    assert parse_qs(urlsplit(again.location).query)["refused"] == ["true"]
    assert refusal_of(come_back(browser, posted)) == ""
    assert refusal_of(come_back(browser, posted)) == "sign_on_refused"


def test_an_assertion_is_known_for_as_long_as_it_would_be_believed(
    world: World, provider: Provider
) -> None:
    """[SO2] Also one that its provider says is good for a day."""
    browser = world.stranger()
    state, request = set_out(browser)
    day = (world.now() + timedelta(days=1)).isoformat()
    said = provider.answer(
        world.now(), request=str(request.get("ID")), until=day, confirmed_until=day
    )
    assert "code" in post(browser, state, said).location
    for _ in range(20):
        world.pass_time(timedelta(minutes=1))
        other = provider.answer(world.now(), request="_other")
        assert "code" in post(browser, state, other).location, "others forget what is old"
        assert "refused" in post(browser, state, said).location


def test_a_code_that_nobody_came_for_is_over_after_two_minutes(
    world: World, provider: Provider
) -> None:
    """[SO1]"""
    browser = world.stranger()
    state, request = set_out(browser)
    posted = post(browser, state, provider.answer(world.now(), request=str(request.get("ID"))))
    world.pass_time(timedelta(minutes=2))
    assert refusal_of(come_back(browser, posted)) == "sign_on_refused"


def test_whom_an_answer_was_for_is_not_kept_once_they_came(
    world: World, provider: Provider
) -> None:
    browser = world.stranger()
    state, request = set_out(browser)
    come_back(browser, post(
        browser, state, provider.answer(world.now(), request=str(request.get("ID")))
    ))  # fmt: skip
    with world.begin() as tx:
        [row] = tx.db.execute(select(store.answers))
    assert (row.code_hash, row.user_name) == (None, "")


def test_what_is_not_believed_is_in_the_audit_once_and_told_where_it_began(
    world: World, provider: Provider
) -> None:
    """[SO2]"""
    browser = world.stranger()
    state, request = set_out(browser, "/docs")
    said = provider.answer(world.now(), sign="none", request=str(request.get("ID")))
    back = come_back(browser, post(browser, state, said))
    asked = parse_qs(urlsplit(back.location).query)
    assert (asked["refused"], asked["to"]) == (["sign_on_refused"], ["/docs"])
    with world.begin() as tx:
        rows = tx.db.execute(select(audit.entries)).all()
    assert [(row.act, row.outcome) for row in rows] == [("identity.sign_in", "refused")]


def test_an_answer_for_one_zone_opens_no_other(world: World, provider: Provider) -> None:
    """[SO1] [SO2] Each has its own door, and the answer names it."""
    browser = world.stranger()
    state, request = set_out(browser)
    said = provider.answer(world.now(), request=str(request.get("ID")))
    form = {"SAMLResponse": said, "RelayState": state}
    zone = {**ELSEWHERE, "X-Onmaru-Zone": "internet"}
    there = browser.post(rules.ANSWER, data=form, headers=zone)
    assert parse_qs(urlsplit(there.location).query)["refused"] == ["true"]


def test_a_post_from_elsewhere_is_no_use_of_a_session(world: World, provider: Provider) -> None:
    """[ID7] Nor does it end one, whoever sends it."""
    who = world.as_user("ben")
    world.pass_time(timedelta(hours=1, minutes=59))
    posted = who.http.post(rules.ANSWER, data={"SAMLResponse": "x"}, headers=ELSEWHERE)
    assert posted.status_code == 303
    assert "Set-Cookie" not in posted.headers
    world.pass_time(timedelta(minutes=2))
    assert who.get("/api/session").status_code == 401


def test_its_administrators_read_who_we_are(world: World, provider: Provider) -> None:
    told = world.stranger().get(rules.DESCRIPTION)
    assert told.content_type == "application/samlmetadata+xml"
    root = etree.fromstring(told.data)
    assert root.get("entityID") == US
    doors = [each.get("Location") for each in root.iter(f"{METADATA}AssertionConsumerService")]
    assert doors == [DOOR, INTERNET + rules.ANSWER]


def test_without_saml_there_is_neither_a_door_nor_a_description(world: World) -> None:
    browser = world.stranger()
    assert browser.get(rules.DESCRIPTION).status_code == 404
    assert browser.post(rules.ANSWER, data={}, headers=ELSEWHERE).status_code == 404


def test_a_request_says_what_a_provider_needs_and_nothing_of_the_attempt(
    world: World, provider: Provider
) -> None:
    """[SO1] Neither the cookie's token nor anything that leads to it."""
    browser = world.stranger()
    state, request = set_out(browser)
    assert (request.tag, request.get("Version")) == (f"{SAMLP}AuthnRequest", "2.0")
    assert request.get("Destination") == "https://sso.hanbit.example/in?realm=1"
    cookie = browser.get_cookie("onmaru_work_single", path=rules.RETURN)
    assert cookie is not None
    token = cookie.value.partition(" ")[0]
    assert token not in etree.tostring(request).decode()
    assert len(state) <= 80, "Bindings §3.4.3"
    other, _ = set_out(browser)
    assert other != state
