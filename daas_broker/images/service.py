"""Versions of images: building them, trying them, and giving them to people step by step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import (
    Build,
    DesktopId,
    Image,
    ImageKey,
    Package,
    Provider,
    Recipe,
)
from daas_broker.desktops.ports import HostFailure, Hosts, ImageMaker, ReleaseArriving
from daas_broker.images import rules, store
from daas_broker.images.model import Basis, Channel, Health, Stage, Trial, Version
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, NotFound, Unavailable
from kernel.ids import fresh_id

SHOWN_DAYS = timedelta(days=14)
COMPARED_DAYS = timedelta(days=7)  # how far back a version's health says what is normal
SHOWN_FAILURES = 5


class HostAway(Unavailable):
    """No machine that runs desktops answers."""

    code = "desktop_host_away"


class AnotherBuild(Conflict):
    """One image at a time; `name` says which."""

    code = "image_build_running"


class ImageReleaseArriving(Conflict):
    """A release lies there that does not run yet: `./onmaru up` starts it."""

    code = "image_release_arriving"


@dataclass(frozen=True)
class Standing:
    """A version with what is known of its desktops. `days` are (day, boots, failures);
    `is_changed` says that an administrator changed something of what it is made from."""

    version: Version
    health: Health
    desktops: int
    days: Sequence[tuple[datetime, int, int]]
    failures: Sequence[tuple[datetime, str]] = ()
    basis: Basis = Basis.UNKNOWN
    is_changed: bool = False


@dataclass(frozen=True)
class Family:
    """All versions of a name on the hosts of one provider; newest first. `builds_itself` says that
    none is of the running release and that one will be built without anybody's doing [IR9]."""

    provider: Provider
    name: str
    title: str
    versions: Sequence[Standing]
    may_be_built: bool
    goes_back_to: int | None
    builds_itself: bool = False

    @property
    def place(self) -> tuple[Provider, str]:
        return self.provider, self.name


@dataclass(frozen=True)
class Overview:
    families: Sequence[Family]
    builds: Mapping[Provider, Build]


def channels(tx: Tx, provider: Provider, held: Sequence[Image]) -> dict[str, Channel]:
    """What new desktops of each name are made of; a host that has lost the stable version gives
    what it holds."""
    keys = {image.key for image in held}
    first = {name: Channel(key) for name, key in rules.first_stable(held).items()}
    chosen = {
        name: channel if channel.canary in keys else replace(channel, canary=None)
        for name, channel in store.channels(tx.db, provider).items()
        if channel.stable in keys
    }
    return {**first, **chosen}


@dataclass(frozen=True)
class Images:
    begin: Begin
    now: Now
    hosts: Hosts
    leases: Mapping[Provider, str] = field(default_factory=dict)

    def list_images(self, actor: Actor) -> Overview:
        """Also what nobody has built yet. HostAway where no host answers."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        recipes, held, builds = self._ask_makers()
        with self.begin() as tx:
            known = store.known(tx.db)
            standings = self._standings(tx, [v for v in known if v.stage is not Stage.REMOVED])
        groups: dict[tuple[Provider, str], list[Standing]] = defaultdict(list)
        for standing in standings:
            version = standing.version
            place = version.provider, version.name
            image = held.get((version.provider, version.key))
            basis, changed = (
                rules.basis(image, recipes.get(place)),
                bool(image and image.is_changed),
            )
            groups[place].append(replace(standing, basis=basis, is_changed=changed))
        for place in recipes:
            groups.setdefault(place, [])
        titles = {place: recipe.title for place, recipe in recipes.items()}
        coming = _coming(recipes, held, builds, known)
        families = [_family(place, titles, own) for place, own in sorted(groups.items())]
        return Overview([replace(f, builds_itself=f.place in coming) for f in families], builds)

    def names(self, provider: Provider) -> frozenset[str] | None:
        """Of what a pool can be: what is there, and what is described and may be built. None where
        no image was seen yet, so that nobody knows."""
        host, described = self.hosts.get(provider), frozenset[str]()
        with self.begin() as tx:
            known = store.known(tx.db, provider)
        if not known:
            return None
        if isinstance(host, ImageMaker):
            with suppress(HostFailure):
                described = frozenset(recipe.name for recipe in host.recipes())
        return described | {v.name for v in known if v.stage is not Stage.REMOVED}

    def taken_back(self, actor: Actor) -> list[tuple[Version, Health]]:
        """By themselves, lately, with how their desktops fared [IR10]. No host is asked."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            found = [v for v in store.known(tx.db) if rules.is_news(v, self.now())]
            return [(v, store.health(tx.db, v, since(v, self.now()))) for v in found]

    def build_image(self, actor: Actor, provider: Provider, name: str) -> Build:
        """Begin to build; the page follows how far it is."""
        actor.require(Role.IT_ADMIN)
        host = self.hosts.get(provider)
        if not isinstance(host, ImageMaker):
            raise NotFound
        with answered():
            last = host.build()
            if last is not None and last.running and last.name != name:
                raise AnotherBuild(name=last.name)
            if name not in {recipe.name for recipe in host.recipes()}:
                raise NotFound
            build = host.build_image(name)
        with self.begin() as tx:
            tell(tx)
            entry = audit.Entry(self.now(), actor.user_id, "daas_broker.build_image", name)
            audit.append(tx.db, entry)
        return build

    def list_packages(self, actor: Actor, key: ImageKey) -> Sequence[Package]:
        """Of Debian, by name; empty for an image that was built before they were kept."""
        version = self.open_version(actor, key)
        host = self.hosts.get(version.provider)
        if not isinstance(host, ImageMaker):
            raise NotFound
        with answered():
            return sorted(host.packages(key), key=lambda package: package.name)

    def try_image(self, actor: Actor, key: ImageKey) -> None:
        version = self.open_version(actor, key)
        rules.check_trial(version)
        self.begin_trial(actor.user_id, version)

    def start_canary(self, actor: Actor, key: ImageKey, share: int) -> None:
        """A share of new desktops; of a canary, another share."""
        version = self.open_version(actor, key)
        rules.check_canary(version, share)
        if version.stage is Stage.CANARY:
            following = replace(version, share=share)
        else:
            following = version.moved(Stage.CANARY, self.now(), share=share)
        with self.begin() as tx:
            for other in store.known(tx.db, version.provider):
                is_rival = other.name == version.name and other.stage is Stage.CANARY
                if is_rival and other.key != key:
                    store.move(tx.db, other, other.moved(Stage.STOPPED, self.now()))
            self._put(tx, actor.user_id, version, following, "start_image_canary")

    def promote(self, actor: Actor, key: ImageKey) -> None:
        version = self.open_version(actor, key)
        rules.check_promotion(version)
        self.make_stable(actor.user_id, version)

    def stop_canary(self, actor: Actor, key: ImageKey, reason: str = "") -> None:
        version = self.open_version(actor, key)
        if version.stage is not Stage.CANARY:
            raise rules.StageForbids(stage=version.stage.value)
        self.stop(actor.user_id, version, reason)

    def roll_back(self, actor: Actor, key: ImageKey, reason: str = "") -> None:
        """From this stable version to the one before it; `reason` in the words of who does it."""
        version = self.open_version(actor, key)
        if version.stage is not Stage.STABLE:
            raise rules.StageForbids(stage=version.stage.value)
        self.go_back(actor.user_id, version, reason)

    def remove(self, actor: Actor, key: ImageKey) -> None:
        version = self.open_version(actor, key)
        host = self.hosts.get(version.provider)
        if not isinstance(host, ImageMaker):
            raise NotFound
        with self.begin() as tx:
            rules.check_removal(version, store.desktops_of(tx.db).get(key, 0))
        with answered():
            self.remove_from(host, actor.user_id, version)

    # The acts themselves; the keeper does them as well, as nobody

    def begin_trial(self, who: str, version: Version) -> None:
        trial = Trial(DesktopId(fresh_id()), self.now())
        following = replace(version.moved(Stage.TRYING, self.now()), trial=trial)
        with self.begin() as tx:
            self._put(tx, who, version, following, "try_image")

    def make_stable(self, who: str, version: Version, reason: str = "") -> None:
        """The one before it can be gone back to; warm desktops of it are replaced one by one."""
        now = self.now()
        with self.begin() as tx:
            for other in store.known(tx.db, version.provider):
                if other.name == version.name and other.stage is Stage.STABLE:
                    store.move(tx.db, other, other.moved(Stage.FORMER, now))
            following = version.moved(Stage.STABLE, now, reason=reason)
            self._put(tx, who, version, following, "promote_image")

    def stop(self, who: str, version: Version, reason: str = "") -> None:
        following = version.moved(Stage.STOPPED, self.now(), reason=reason)
        with self.begin() as tx:
            self._put(tx, who, version, following, "stop_image")

    def go_back(self, who: str, version: Version, reason: str = "") -> None:
        now = self.now()
        with self.begin() as tx:
            own = [v for v in store.known(tx.db, version.provider) if v.name == version.name]
            before = rules.former(own)
            if before is None:
                raise rules.NothingToGoBackTo(name=version.name)
            stopped = version.moved(Stage.STOPPED, now, reason=reason)
            self._put(tx, who, version, stopped, "roll_back_image")
            self._put(tx, who, before, before.moved(Stage.STABLE, now), "restore_image")

    def remove_from(self, host: ImageMaker, who: str, version: Version, reason: str = "") -> None:
        """The host first: a version whose image stayed there would come back as a new one."""
        with self.begin() as tx:
            epoch = desktops.epoch(tx.db, self.leases.get(version.provider, ""))
        host.remove_image(version.key, epoch)
        following = version.moved(Stage.REMOVED, self.now(), reason=reason)
        with self.begin() as tx:
            self._put(tx, who, version, following, "remove_image")

    def _put(self, tx: Tx, who: str, old: Version, new: Version, act: str) -> None:
        """Refuses when somebody was quicker [IR1]."""
        if not store.move(tx.db, old, new):
            raise rules.StageForbids(stage="changed")
        note(
            tx, self.now(), who, act, new,
            stage=new.stage.value, share=new.share, reason=new.reason,
        )  # fmt: skip

    def open_version(self, actor: Actor, key: ImageKey) -> Version:
        """NotFound for what was removed."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            version = store.find(tx.db, key)
        if version is None or version.stage is Stage.REMOVED:
            raise NotFound
        return version

    def _standings(self, tx: Tx, known: Sequence[Version]) -> list[Standing]:
        running = store.desktops_of(tx.db)
        by_image: dict[ImageKey, list[tuple[datetime, int, int]]] = defaultdict(list)
        for image, day, count, failed in store.days(tx.db, self.now() - SHOWN_DAYS):
            by_image[image].append((day, count, failed))
        return [
            Standing(
                version,
                store.health(tx.db, version, since(version, self.now())),
                running.get(version.key, 0),
                by_image[version.key],
                store.last_failures(tx.db, version.key, SHOWN_FAILURES),
            )
            for version in known
        ]

    def _ask_makers(
        self,
    ) -> tuple[
        dict[tuple[Provider, str], Recipe],
        dict[tuple[Provider, ImageKey], Image],
        dict[Provider, Build],
    ]:
        recipes: dict[tuple[Provider, str], Recipe] = {}
        held: dict[tuple[Provider, ImageKey], Image] = {}
        builds: dict[Provider, Build] = {}
        away: list[str] = []
        for provider, host in self.hosts.items():
            try:
                if isinstance(host, ImageMaker):
                    recipes |= {(provider, recipe.name): recipe for recipe in host.recipes()}
                    held |= {(provider, image.key): image for image in host.images()}
                    build = host.build()
                    builds |= {provider: build} if build else {}
            except HostFailure as error:
                away.append(f"{provider}: {error}")
        if len(away) == len(self.hosts):
            raise HostAway("; ".join(away))
        return recipes, held, builds


@contextmanager
def answered() -> Iterator[None]:
    """By a host: why it did not, in words for who asked."""
    try:
        yield
    except ReleaseArriving as error:
        raise ImageReleaseArriving from error
    except HostFailure as error:
        raise HostAway(str(error)) from error


def since(version: Version, now: datetime) -> datetime:
    """From when on its desktops count: of a roll-out those since it began, of all else those of
    the last days."""
    if version.stage in {Stage.CANARY, Stage.STABLE}:
        began = version.canary_since or version.stage_since
        return max(min(began, version.stage_since), now - COMPARED_DAYS)
    return now - COMPARED_DAYS


def tell(tx: Tx) -> None:
    tx.announce("pools:all", "images.changed")


def note(tx: Tx, now: datetime, who: str, act: str, version: Version, **facts: Any) -> None:
    """Into the audit chain, and to whoever looks at the page."""
    tell(tx)
    told = {"name": version.name, "number": version.number, **facts}
    audit.append(tx.db, audit.Entry(now, who, f"daas_broker.{act}", version.key, facts=told))


def _coming(
    recipes: Mapping[tuple[Provider, str], Recipe],
    held: Mapping[tuple[Provider, ImageKey], Image],
    builds: Mapping[Provider, Build],
    known: Sequence[Version],
) -> set[tuple[Provider, str]]:
    """What will be built without anybody's doing; what failed is left to an administrator [IR9]."""
    found: set[tuple[Provider, str]] = set()
    for provider in {provider for provider, _ in recipes}:
        names = rules.unbuilt(
            (recipe for (at, _), recipe in recipes.items() if at == provider),
            (image for (at, _), image in held.items() if at == provider),
            (version for version in known if version.provider == provider),
        )
        last = builds.get(provider)
        found |= {(provider, n) for n in names if not (last and last.error and last.name == n)}
    return found


def _family(
    place: tuple[Provider, str], titles: Mapping[tuple[Provider, str], str], own: list[Standing]
) -> Family:
    versions = [standing.version for standing in own]
    title = titles.get(place) or versions[0].title
    former = rules.former(versions)
    return Family(
        *place,
        title,
        own,
        may_be_built=place in titles,
        goes_back_to=former.number if former else None,
    )
