"""What a policy says for one person alone, while a story runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.e2e.conftest import Running
from tests.support.storm import Visitor

OFFICER = "doyun.park"


@dataclass(frozen=True)
class OwnPolicy:
    """One person's exception, as a security officer changes it."""

    officer: Visitor
    person: str

    def say(self, body: object) -> None:
        """None takes the exception away."""
        path = f"/api/admin/policies/person/{self.person}/draft"
        assert self.officer.ask("PUT", path, {"body": body})[0] == 200
        assert self.officer.ask("POST", f"{path}/apply")[0] == 200


@contextmanager
def own_policy(running: Running, user: str) -> Iterator[OwnPolicy]:
    visitor, officer = Visitor(running.port), Visitor(running.port)
    for one, name in ((visitor, user), (officer, OFFICER)):
        assert one.sign_in(name, running.password) == 200
    _, session = visitor.ask("GET", "/api/session")
    assert isinstance(session, dict)
    policy = OwnPolicy(officer, session["person"]["id"])
    try:
        yield policy
    finally:
        policy.say(None)
