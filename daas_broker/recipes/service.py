"""What images are made of: read, changed, and read again as it was when a version was built."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from daas_broker.desktops.model import ImageKey, Provider
from daas_broker.desktops.ports import HostFailure, Hosts, Permanent, RecipeMoved
from daas_broker.desktops.recipes import Change, Described, FileChange, RecipeBook, offers_unsaved
from daas_broker.images.service import ImageReleaseArriving, Images, answered, tell
from daas_broker.recipes import rules, store
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import NotFound


@dataclass(frozen=True)
class Recipes:
    begin: Begin
    now: Now
    hosts: Hosts
    images: Images

    def read(self, actor: Actor, provider: Provider, name: str) -> Described:
        """As the next build will have it."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        with _answered():
            return self._book(provider).describe(name)

    def of_version(self, actor: Actor, key: ImageKey) -> Described | None:
        """None for a version that was built before recipes were kept."""
        version = self.images.open_version(actor, key)
        with _answered():
            return self._book(version.provider).described(key)

    def is_offered(self, provider: Provider, image: ImageKey) -> bool:
        """What was not saved in LibreOffice, in the next desktop; asked where one has ended, so
        that a host which is away says nothing [DH12]."""
        host = self.hosts.get(provider)
        if not isinstance(host, RecipeBook):
            return False
        try:
            made = host.described(image)
        except HostFailure:
            return False
        return made is not None and offers_unsaved(made)

    def change(
        self, actor: Actor, of: tuple[Provider, str], wished: Change, seen: str
    ) -> Described:
        """For the next build; what was built and what runs stays as it is [IR7].

        `seen` is the digest of the recipe that was read before it was changed.
        """
        actor.require(Role.IT_ADMIN)
        provider, name = of
        book = self._book(provider)
        with _answered():
            before = book.describe(name)
            if before.arriving:
                raise ImageReleaseArriving
            if before.digest != seen:
                raise self._changed(name, before.digest)
            change = rules.check(before, wished)
            fresh = sorted({*change.added} - {*before.change.added})
            if unknown := book.unknown_packages(fresh):
                raise rules.PackagesUnknown(names=", ".join(unknown))
            try:
                after = book.change_recipe(name, change, seen)
            except RecipeMoved as error:
                raise self._changed(name, book.describe(name).digest) from error
        with self.begin() as tx:
            tell(tx)
            facts: dict[str, object] = {
                "digest": after.digest,
                "added": list(change.added),
                "dropped": list(change.dropped),
                "files": {each.path: _said(each) for each in change.files},
            }
            told = audit.Entry(
                self.now(), actor.user_id, "daas_broker.change_recipe", name, facts=facts
            )
            audit.append(tx.db, told)
        return after

    def _changed(self, name: str, digest: str) -> rules.RecipeChanged:
        """Whoever saved at the same moment may not stand in the trail yet."""
        with self.begin() as tx:
            maker = store.maker_of(tx.db, name, digest)
            person = people.find(tx.db, maker) if maker else None
        return rules.RecipeChangedBy(name=person.name) if person else rules.RecipeChanged()

    def _book(self, provider: Provider) -> RecipeBook:
        host = self.hosts.get(provider)
        if not isinstance(host, RecipeBook):
            raise NotFound
        return host


def _said(file: FileChange) -> str:
    """What it says stands in the recipe of each version that is built of it."""
    return "left out" if file.text is None else sha256(file.text.encode()).hexdigest()


@contextmanager
def _answered() -> Iterator[None]:
    with answered():
        try:
            yield
        except Permanent as error:
            raise NotFound(str(error)) from error
