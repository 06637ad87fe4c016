"""Who is in the demonstration, for the domains that fill it with work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from identity.people.model import Person
from kernel.actor import Actor, SessionId

SESSION = SessionId("demo")  # no sign-in stands behind it


@dataclass(frozen=True)
class Cast:
    """`now` is the moment that everything in the demonstration is dated from."""

    now: datetime
    people: Mapping[str, Person]  # by user name

    def person(self, user_name: str) -> Person:
        return self.people[user_name]

    def actor(self, user_name: str) -> Actor:
        """That person, at work; for use cases that ask who acts."""
        person = self.people[user_name]
        return Actor(person.id, SESSION, roles=person.roles)

    def division(self, division_id: str) -> list[Person]:
        """Its people, the head first."""
        return [p for p in self.people.values() if p.division_id == division_id]
