"""Finding people, and what each person keeps about themselves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from identity.people import rules, store
from identity.people.model import (
    Agency,
    Division,
    Locale,
    Person,
    Preferences,
    Search,
    Theme,
)
from kernel.actor import Actor, UserId
from kernel.db import Begin
from kernel.errors import NotFound

UNNAMED = Agency("온마루", "Onmaru")  # before the directory was read for the first time


@dataclass(frozen=True)
class People:
    begin: Begin

    def get_person(self, person_id: UserId) -> Person:
        """Also of somebody who has left: what they wrote still bears their name."""
        with self.begin() as tx:
            found = store.find(tx.db, person_id)
        if found is None:
            raise NotFound
        return found

    def get_people(self, ids: Sequence[UserId]) -> list[Person]:
        """In the order asked for; ids that nobody has are left out."""
        with self.begin() as tx:
            found = store.by_ids(tx.db, ids)
        return [found[id_] for id_ in dict.fromkeys(ids) if id_ in found]

    def search(self, actor: Actor, search: Search) -> tuple[list[Person], bool]:
        """The best `limit` of them, and whether there are more. [PE1]"""
        with self.begin() as tx:
            me = store.find(tx.db, actor.user_id)
            found = store.search(tx.db, search, me.division_id if me else "")
        return found[: search.limit], len(found) > search.limit

    def organisation(self) -> list[Division]:
        with self.begin() as tx:
            return rules.tree(store.division_rows(tx.db))

    def agency(self) -> Agency:
        with self.begin() as tx:
            return store.agency(tx.db) or UNNAMED

    def preferences_of(self, person_id: UserId) -> Preferences:
        with self.begin() as tx:
            kept = store.preferences_of(tx.db, person_id)
        default = Preferences()
        return Preferences(
            Locale(kept.get("locale", default.locale)),
            Theme(kept.get("theme", default.theme)),
            int(kept.get("text_size", default.text_size)),
        )

    def set_preferences(self, actor: Actor, preferences: Preferences) -> None:
        with self.begin() as tx:
            store.put_preferences(tx.db, actor.user_id, asdict(preferences))  # [PE2]

    def list_favourites(self, actor: Actor) -> list[Person]:
        with self.begin() as tx:
            return store.favourites_of(tx.db, actor.user_id)

    def favourite_ids(self, actor: Actor) -> set[UserId]:
        with self.begin() as tx:
            return store.favourite_ids(tx.db, actor.user_id)

    def add_favourite(self, actor: Actor, person_id: UserId) -> None:
        with self.begin() as tx:
            person = store.find(tx.db, person_id)
            if person is None or not person.is_active:
                raise NotFound
            store.add_favourite(tx.db, actor.user_id, person_id)

    def remove_favourite(self, actor: Actor, person_id: UserId) -> None:
        with self.begin() as tx:
            store.remove_favourite(tx.db, actor.user_id, person_id)
