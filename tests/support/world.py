"""A whole workplace in one process: real rules, services, SQL and HTTP; a clock that obeys."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from daas_broker.continuity import seal as continuity_seal
from daas_broker.policies.permits import KEY_FILE
from daas_broker.recordings.keys import KEY_FILE as RECORDING_KEY_FILE
from daas_broker.releases.evidence import KEY_FILE as RELEASE_KEY_FILE
from daas_broker.releases.evidence import new_key as new_release_key
from daas_broker.wiring import DaasBroker
from identity.mobile_id.model import Scheme
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from identity.sessions.service import csrf_token
from identity.single_sign_on.ports import SignOnProvider
from identity.tickets.model import Presented
from kernel import audit, outbox
from kernel.actor import Actor, Role, SessionId, UserId
from kernel.db import begin_on, connect
from kernel.http import CSRF_HEADER, cookie_name
from kernel.limits import Limit
from kernel.parts import Foundation
from kernel.settings import Settings, Zone
from kernel.text import choseong
from mobile_admin.pockets.shares import KEY_FILE as POCKETS_KEY_FILE
from mobile_admin.seals.keys import AUTHORITY_FILE as NOTICE_AUTHORITY_FILE
from mobile_admin.seals.keys import MARK_FILE, new_authority, new_mark_key
from tests.support.addresses import app_of
from tests.support.fakes.directory import FakeDirectory
from vpn.authority.rules import new_key
from vpn.authority.service import KEY_FILE as AUTHORITY_KEY_FILE
from vpn.devices.shared import KEY_FILE as SHARED_KEY_FILE
from vpn.wiring import Vpn
from weboffice.documents.keeping import KEY_FILE as KEEPING_KEY_FILE
from workplace.wiring import build

AUTHORITY = new_key()
RELEASE = new_release_key()
NOTICE_AUTHORITY, MARK = new_authority(), new_mark_key()
NAMED_KEYS = (
    KEY_FILE,
    RECORDING_KEY_FILE,
    KEEPING_KEY_FILE,
    POCKETS_KEY_FILE,
    SHARED_KEY_FILE,
)
START = datetime(2030, 1, 7, 0, 0, tzinfo=UTC)  # a Monday, 09:00 in Seoul


@dataclass(frozen=True)
class SignedInClient:
    """One person's browser: cookie and CSRF token on every call."""

    http: FlaskClient
    token: str
    actor: Actor

    @property
    def cookie(self) -> dict[str, str]:
        """The header by which its sockets tell whose they are."""
        return {"Cookie": f"{cookie_name(self.actor.zone)}={self.token}"}

    def presents(self, ticket: str, address: str = "-") -> Presented:
        return Presented(ticket, self.token, address)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {CSRF_HEADER: csrf_token(self.token), **options.pop("headers", {})}
        headers["X-Onmaru-Zone"] = self.actor.zone.value
        self.http.set_cookie(cookie_name(self.actor.zone), self.token, path="/")
        return self.http.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.call("GET", path, query_string=query)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.call("POST", path, json=body)

    def put(self, path: str, **body: Any) -> TestResponse:
        return self.call("PUT", path, json=body)

    def patch(self, path: str, **body: Any) -> TestResponse:
        return self.call("PATCH", path, json=body)

    def delete(self, path: str) -> TestResponse:
        return self.call("DELETE", path)


class World:
    def __init__(self, database_url: str, var: Path) -> None:
        self.time = START
        self.hints: list[tuple[str, str, dict[str, Any]]] = []
        self.settings = Settings(
            var=var,
            host="localhost",
            port=8080,
            scheme="http",
            database_url=database_url,
            redis_url="unix:///nonexistent/redis.sock",
            ldap_url="ldapi://nonexistent",
            ldap_base="dc=hanbit,dc=example",
            demo=False,
        )
        self.settings.secrets.mkdir(parents=True, exist_ok=True)
        for name in NAMED_KEYS:
            (self.settings.secrets / name).write_text("a key of the tests")
        (self.settings.secrets / AUTHORITY_KEY_FILE).write_text(AUTHORITY)
        continuity = continuity_seal.new_key()
        (self.settings.secrets / continuity_seal.KEY_FILE).write_text(continuity)
        public = continuity_seal.public_of(continuity)
        (self.settings.secrets / continuity_seal.PUBLIC_FILE).write_text(public)
        (self.settings.secrets / NOTICE_AUTHORITY_FILE).write_text(NOTICE_AUTHORITY)
        (self.settings.secrets / MARK_FILE).write_text(MARK)
        (self.settings.secrets / RELEASE_KEY_FILE).write_text(RELEASE)
        self.engine = connect(database_url, pool_size=3)
        self.begin = begin_on(self.engine, self._announce)
        self.base = Foundation(
            self.settings, self.engine, self.begin, self.now, self._announce, self._spend
        )
        self.directory = FakeDirectory()
        self.workplace = build(self.base, self.directory)
        self._clients: dict[tuple[str, Zone], SignedInClient] = {}
        with self.begin() as tx:
            tx.db.execute(insert(divisions).values(id="div", name="스마트서비스과", parent_id=None))

    @cached_property
    def app(self) -> OpenAPI:
        """Made when first asked over HTTP: it costs more than most tests."""
        return app_of(self.workplace)

    def has_broker(self, broker: DaasBroker) -> None:
        """This one instead of its own, from the start."""
        assert "app" not in vars(self), "somebody has already asked the other one"
        self.workplace = replace(self.workplace, daas_broker=broker)

    def has_sign_on(self, provider: SignOnProvider) -> None:
        assert "app" not in vars(self), "somebody has already asked the other one"
        single = replace(self.workplace.identity.single_sign_on, provider=provider)
        identity = replace(self.workplace.identity, single_sign_on=single)
        self.workplace = replace(self.workplace, identity=identity)

    def has_mobile_id(self, scheme: Scheme | None) -> None:
        assert "app" not in vars(self), "somebody has already asked the other one"
        mobile = replace(self.workplace.identity.mobile_id, scheme=scheme)
        identity = replace(self.workplace.identity, mobile_id=mobile)
        self.workplace = replace(self.workplace, identity=identity)

    def has_vpn(self, vpn: Vpn) -> None:
        assert "app" not in vars(self), "somebody has already asked the other one"
        self.workplace = replace(self.workplace, vpn=vpn)

    def now(self) -> datetime:
        return self.time

    def pass_time(self, by: timedelta) -> None:
        self.time += by

    def person(self, user: str, *roles: Role, name: str | None = None) -> UserId:
        """Somebody of the division `div`; made once."""
        with self.begin() as tx:
            if tx.db.scalar(select(people.c.id).where(people.c.id == user)) is None:
                tx.db.execute(
                    insert(people).values(
                        id=user,
                        user_name=user,
                        name=name or user,
                        name_choseong=choseong(name or user),
                        division_id="div",
                        roles=[role.value for role in roles or (Role.MEMBER,)],
                    )
                )
        return UserId(user)

    def as_user(self, user: str, *roles: Role, zone: Zone = Zone.WORK) -> SignedInClient:
        """A signed-in browser of `user`, who is made with `roles` when new."""
        if (user, zone) not in self._clients:
            self._clients[user, zone] = self.sign_in(user, *roles, zone=zone)
        return self._clients[user, zone]

    def sign_in(self, user: str, *roles: Role, zone: Zone = Zone.WORK) -> SignedInClient:
        """A further session of `user`."""
        self.person(user, *roles)
        opening = Opening(UserId(user), zone, Method.DIRECTORY, "127.0.0.1", "tests")
        with self.begin() as tx:
            session, token = self.workplace.identity.sessions.open(tx, opening)
        found = self.workplace.identity.sessions.authenticate(token, zone)
        assert found is not None
        assert found.actor.session_id == SessionId(session.id)
        return SignedInClient(self.app.test_client(), token, found.actor)

    def stranger(self) -> FlaskClient:
        return self.app.test_client()

    def deliver_events(self) -> None:
        """What the worker would do with the outbox, now."""
        with self.begin() as tx:
            ids = list(tx.db.scalars(select(outbox.events().c.id).order_by(outbox.events().c.id)))
        for event_id in ids:
            outbox.deliver(self.begin, self.workplace.subscriptions, event_id)

    def audited(self) -> list[tuple[str, str, str]]:
        """(actor, act, outcome) of the whole chain."""
        with self.begin() as tx:
            rows = tx.db.execute(select(audit.entries).order_by(audit.entries.c.seq))
            return [(row.actor, row.act, row.outcome) for row in rows]

    def close(self) -> None:
        self.engine.dispose()

    def _announce(self, topic: str | tuple[str, ...], event: str, payload: dict[str, Any]) -> None:
        topics = (topic,) if isinstance(topic, str) else topic
        self.hints.extend((each, event, payload) for each in topics)

    def _spend(self, limit: Limit, key: str) -> None:
        """Rate limits have their own tests, on a real Redis."""
