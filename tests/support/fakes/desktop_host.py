"""A host of desktops in memory: as good as the real one, or late, or failing, or forgetful."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import sleep

from daas_broker.desktops.homes import HomeId
from daas_broker.desktops.model import (
    CONTAINERS,
    Acceleration,
    Build,
    DesktopId,
    DesktopPhase,
    DesktopSpec,
    Endpoint,
    HostHealth,
    Image,
    ImageKey,
    Lack,
    Pace,
    Package,
    Protocol,
    Receipt,
    Recipe,
    SeenDesktop,
    Wiped,
)
from daas_broker.desktops.ports import (
    Capacity,
    Permanent,
    RecipeMoved,
    ReleaseArriving,
    StaleEpoch,
    StaleGeneration,
)
from daas_broker.desktops.recipes import Change, Described, RecipeFile, RecipePart
from daas_broker.desktops.zones import (
    ZONES,
    RefusedName,
    SeenZone,
    ZonePolicy,
    default_policy,
    unreachable,
)
from kernel.settings import Zone
from tests.support.fakes.homes import FakeHomes

BUILT = datetime(2030, 1, 1, tzinfo=UTC)
INTERNET = Image(ImageKey("internet-0123456789ab"), "internet", "인터넷", BUILT, 1, of_release=True)


def healthy(_verb: str) -> None:
    """Nothing goes wrong."""


@dataclass
class FakeDesktopHost(FakeHomes):
    """`trouble` is called with the verb before each call and may sleep or raise a HostFailure.

    `lose_answers` is called after the effect: the host did it and the caller never hears.
    `breaks` are images whose desktops stop at once; `hides` are desktops that it runs and does not
    list, as a host that lies; `capacity` is how many it has room for.
    """

    now: Callable[[], datetime]
    boot: timedelta = timedelta()
    trouble: Callable[[str], None] = healthy
    lose_answers: Callable[[str], None] = healthy
    latency: float = 0.0  # seconds a call
    pace: Pace = CONTAINERS
    acceleration: Acceleration | None = None
    sockets: Path = Path("/nonexistent")
    protocol: Protocol = Protocol.RICH
    wiped: list[Wiped] = field(default_factory=list)  # and it says so again to who asks again
    built_as_released: list[bool] = field(default_factory=list)  # of each build that began
    known_images: list[Image] = field(default_factory=lambda: [INTERNET])
    running: dict[DesktopId, tuple[DesktopSpec, datetime]] = field(default_factory=dict)
    stopped: set[DesktopId] = field(default_factory=set)
    destroyed: list[tuple[DesktopId, int]] = field(default_factory=list)
    policies: dict[Zone, ZonePolicy] = field(
        default_factory=lambda: {zone: default_policy(zone) for zone in ZONES}
    )
    refused_names: dict[Zone, tuple[RefusedName, ...]] = field(default_factory=dict)
    breaks: set[ImageKey] = field(default_factory=set)
    hides: set[DesktopId] = field(default_factory=set)
    capacity: int | None = None
    lacks: dict[str, Lack] = field(default_factory=dict)  # by the name of a program
    started: list[tuple[DesktopId, int]] = field(default_factory=list)
    built: Build | None = None
    held_packages: dict[ImageKey, list[Package]] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    kept_recipes: dict[ImageKey, Described] = field(default_factory=dict)
    absent_packages: frozenset[str] = frozenset()
    release_arrives: bool = False  # its files are there, and it does not run
    epoch: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ensure(self, spec: DesktopSpec, epoch: int) -> SeenDesktop:
        self._begin("ensure")
        with self._lock:
            self._obey(epoch)
            if spec.image not in {image.key for image in self.known_images}:
                raise Permanent(f"no image {spec.image}")
            held = self.running.get(spec.id)
            if held is not None and held[0].generation > spec.generation:
                raise StaleGeneration
            if held is None or held[0].generation < spec.generation:
                self._start(spec)
            seen = self._seen(spec.id)
        self.lose_answers("ensure")
        return seen

    def desktops(self) -> Sequence[SeenDesktop]:
        self._begin("desktops")
        with self._lock:
            return [self._seen(desktop) for desktop in self.running if desktop not in self.hides]

    def destroy(self, desktop: DesktopId, generation: int, epoch: int) -> Receipt:
        self._begin("destroy")
        with self._lock:
            self._obey(epoch)
            held = self.running.get(desktop)
            gone = held is not None and held[0].generation <= generation
            given_back: tuple[HomeId, ...] = ()
            if gone:
                del self.running[desktop]
                self.stopped.discard(desktop)
                given_back = self.give_back(desktop)
            self.destroyed.append((desktop, generation))
        self.lose_answers("destroy")
        containers = (f"{desktop}-{generation}",) if gone else ()
        freed = 4096 if gone else 0
        if held is not None and gone:
            layer = f"{desktop}-{held[0].generation}"
            key_id = sha256(layer.encode()).hexdigest()[:32]
            self.wiped.append(Wiped(layer, key_id, self.now(), verified=True))
        told = tuple(one for one in self.wiped if one.layer.startswith(f"{desktop}-"))
        return Receipt(desktop, generation, containers, (), freed, given_back, told)

    def images(self) -> Sequence[Image]:
        self._begin("images")
        return list(self.known_images)

    def recipes(self) -> Sequence[Recipe]:
        self._begin("recipes")
        return [Recipe("internet", "인터넷", "0" * 12), Recipe("work", "업무", "1" * 12)]

    def build_image(self, name: str, *, released: bool = False) -> Build:
        self._begin("build_image")
        self._check_release()
        if name not in {recipe.name for recipe in self.recipes()}:
            raise Permanent(f"no recipe for {name}")
        if self.built is not None and self.built.running and self.built.name != name:
            raise Capacity("another is built")
        if self.built is None or not self.built.running:
            self.built_as_released.append(released)
            self.built = Build(name, self.now(), steps=2, step=1, doing="packages")
        return self.built

    def build(self) -> Build | None:
        self._begin("build")
        return self.built

    def finish_build(self, key: str = "", error: str = "") -> None:
        """Its process ends: with an image, or without one."""
        assert self.built is not None
        if key:
            title = next(r.title for r in self.recipes() if r.name == self.built.name)
            image = Image(ImageKey(key), self.built.name, title, self.now(), 1, of_release=True)
            self.known_images.append(image)
        self.built = replace(self.built, running=False, key=ImageKey(key) or None, error=error)

    def packages(self, image: ImageKey) -> Sequence[Package]:
        self._begin("packages")
        return self.held_packages.get(image, [])

    def describe(self, name: str) -> Described:
        self._begin("describe_recipe")
        recipe = next((each for each in self.recipes() if each.name == name), None)
        if recipe is None:
            raise Permanent(f"no recipe for {name}")
        change = self.changes.get(name, Change())
        digest = sha256(f"{recipe.digest} {change}".encode()).hexdigest()[:12]
        parts = (RecipePart("base", ("ibus",)), RecipePart(name, ("chromium", "firefox-esr")))
        motd = RecipeFile("/etc/motd", "0" * 12, 6, "hello\n")
        rules = RecipeFile("/etc/chromium/policies/managed/onmaru.json", "1" * 12, 2, "{}")
        laid = {file.path: file.text for file in change.files}
        made = [
            RecipeFile(p, f"{len(t):012x}", len(t), t) for p, t in laid.items() if t is not None
        ]
        files = (motd, *([] if rules.path in laid else [rules]), *made)
        shipped = (rules,) if rules.path in laid else ()
        ground = ("bookworm", ("ko_KR.UTF-8",), "Asia/Seoul", "desktop", 20000)
        fixed = ("tigervnc-standalone-server",)
        return Described(
            name, recipe.title, digest, *ground, is_machine=False,
            parts=parts, change=change, fixed=fixed, files=files, shipped=shipped,
            arriving=self.release_arrives,
        )  # fmt: skip

    def described(self, image: ImageKey) -> Described | None:
        self._begin("recipe_of")
        return self.kept_recipes.get(image)

    def change_recipe(self, name: str, change: Change, seen: str) -> Described:
        self._begin("change_recipe")
        self._check_release()
        with self._lock:
            if self.describe(name).digest != seen:
                raise RecipeMoved(name)
            self.changes[name] = change
            return self.describe(name)

    def _check_release(self) -> None:
        if self.release_arrives:
            raise ReleaseArriving

    def unknown_packages(self, names: Sequence[str]) -> Sequence[str]:
        self._begin("unknown_packages")
        return [name for name in names if name in self.absent_packages]

    def remove_image(self, image: ImageKey, epoch: int) -> None:
        self._begin("remove_image")
        with self._lock:
            self._obey(epoch)
            if any(spec.image == image for spec, _ in self.running.values()):
                raise Permanent(f"a desktop runs from {image}")
            self.known_images = [one for one in self.known_images if one.key != image]

    def health(self) -> HostHealth:
        self._begin("health")
        return HostHealth(len(self.running), 2**34, self.epoch, (), self.pace, self.acceleration)

    def apply_policy(self, policy: ZonePolicy, epoch: int) -> None:
        self._begin("apply_policy")
        with self._lock:
            self._obey(epoch)
            if policy.zone not in ZONES or unreachable(policy):
                raise Permanent(f"{policy.zone} never reaches that")
            self.policies[policy.zone] = policy
        self.lose_answers("apply_policy")

    def zones(self) -> Sequence[SeenZone]:
        self._begin("zones")
        return [
            SeenZone(
                zone,
                policy.revision,
                BUILT,
                0,
                0,
                0,
                0,
                proxy=True if policy.through_proxy else None,
                refused_names=self.refused_names.get(zone, ()),
            )
            for zone, policy in self.policies.items()
        ]

    def begin(self, verb: str, epoch: int | None = None) -> None:
        """What each call of a home begins with."""
        self._begin(verb)
        if epoch is not None:
            with self._lock:
                self._obey(epoch)

    def zone_of(self, desktop: DesktopId, generation: int) -> Zone | None:
        held = self.running.get(desktop)
        return held[0].zone if held and held[0].generation == generation else None

    def kill(self, desktop: DesktopId) -> None:
        """Its container ends, as after a crash inside."""
        self.stopped.add(desktop)

    def forget(self, desktop: DesktopId) -> None:
        """It is gone without a trace, as after a reboot of the host."""
        self.running.pop(desktop, None)
        self.give_back(desktop)

    def forget_all(self) -> None:
        """A reboot: nothing is left, not even the epoch."""
        with self._lock:
            self.running.clear()
            self.stopped.clear()
            self.epoch = 0

    def _start(self, spec: DesktopSpec) -> None:
        is_new = spec.id not in self.running
        if is_new and self.capacity is not None and len(self.running) >= self.capacity:
            raise Capacity(f"there is room for {self.capacity}")
        self.running[spec.id] = (spec, self.now())
        self.started.append((spec.id, spec.generation))
        self.stopped.discard(spec.id)
        if spec.image in self.breaks:
            self.stopped.add(spec.id)

    def _begin(self, verb: str) -> None:
        if self.latency:
            sleep(self.latency)
        self.trouble(verb)

    def _obey(self, epoch: int) -> None:
        if epoch < self.epoch:
            raise StaleEpoch
        self.epoch = epoch

    def _seen(self, desktop: DesktopId) -> SeenDesktop:
        spec, started = self.running[desktop]
        phase = DesktopPhase.READY if self.now() - started >= self.boot else DesktopPhase.STARTING
        home = self.sockets / desktop
        seen = SeenDesktop(
            id=spec.id,
            generation=spec.generation,
            pool=spec.pool,
            image=spec.image,
            phase=phase,
            started_at=started,
            endpoint=Endpoint(f"{home}/display.sock", f"{home}/text.sock", self.protocol),
            memory_bytes=2**28,
            cpu_seconds=1.0,
            lacks=self.lacks.get(spec.app),
        )
        return replace(seen, phase=DesktopPhase.STOPPED) if desktop in self.stopped else seen
