"""One desktop's life, in values: what is wished for, what a host was seen to hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import Field

from daas_broker.desktops.homes import HomeId
from kernel.settings import Zone

DesktopId = NewType("DesktopId", str)
ImageKey = NewType("ImageKey", str)
PoolId = NewType("PoolId", str)
TRIAL = PoolId("image-trial")  # of desktops that nobody but the broker looks at
Provider = NewType("Provider", str)  # what runs a desktop; a host of each is wired
PODMAN = Provider("podman")
LIBVIRT = Provider("libvirt")
# Both names are given to the two hostds of this instance only, whose homes lie in one folder
# (`wiring.hosts_of_this_machine`). A host of another machine has a name of its own.
ONE_MACHINE = frozenset({PODMAN, LIBVIRT})

# A host checks these bounds on what it is sent; constructing a value here does not.
WellFormedDesktopId = Annotated[DesktopId, Field(pattern=r"^[0-9a-f]{8,32}$")]
WellFormedImageKey = Annotated[ImageKey, Field(pattern=r"^[a-z][a-z0-9-]{0,30}-[0-9a-f]{12}$")]
ImageName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
WellFormedPoolId = Annotated[PoolId, Field(pattern=r"^[0-9a-z][0-9a-z-]{0,39}$")]
# The one program a desktop starts instead of a whole desktop; empty for a whole one.
WellFormedApp = Annotated[str, Field(pattern=r"^([a-z][a-z0-9.-]{0,39})?$")]
Generation = Annotated[int, Field(ge=1, lt=2**31)]


def with_the_same_homes(provider: Provider) -> frozenset[Provider]:
    """Itself, and whoever else has the very same homes [DVM9]."""
    return ONE_MACHINE if provider in ONE_MACHINE else frozenset({provider})


class DesktopPhase(StrEnum):
    """What a host sees of a desktop; what the broker makes of it is the broker's."""

    STARTING = "starting"
    READY = "ready"  # the screen is drawn and the display answers
    STOPPED = "stopped"  # its container still exists, and nothing runs in it


@dataclass(frozen=True)
class DesktopSize:
    """The most one desktop may take of its host."""

    memory_mib: Annotated[int, Field(ge=512, le=65_536)] = 2048
    cpus: Annotated[float, Field(ge=0.1, le=64)] = 2.0
    processes: Annotated[int, Field(ge=128, le=32_768)] = 1024
    # What the user and the browser write; it lies under a key that ends with the desktop [DC1].
    home_mib: Annotated[int, Field(ge=64, le=65_536)] = 1024


@dataclass(frozen=True)
class DesktopSpec:
    """A wish. The same id with a higher generation is another desktop in the place of the first."""

    id: WellFormedDesktopId
    generation: Generation
    pool: WellFormedPoolId
    image: WellFormedImageKey
    zone: Zone
    size: DesktopSize = DesktopSize()
    app: WellFormedApp = ""


class Protocol(StrEnum):
    """How a desktop's screen comes out of it."""

    RICH = "rich"  # Selkies: video, sound
    LIGHT = "light"  # RFB: next to nothing while nothing moves; also the consoles of machines


@dataclass(frozen=True)
class Endpoint:
    """Where Unix sockets lie on the host, made before the desktop starts
    (deploy/desktops/PROTOCOL.md). Kept as text: to take a `Path` apart and put it together again
    took a tenth of what it takes to let somebody in.

    The desktop holds them only as open descriptors: it can neither replace nor redirect them.
    Nothing listens at `text` where a desktop has no input method of ours.
    """

    display: str
    text: str
    protocol: Protocol = Protocol.RICH

    @property
    def files(self) -> str:
        """The file bridge, in the same folder; absent where an image has none."""
        return self._beside("files.sock")

    @property
    def console(self) -> str:
        """The screen of the machine itself, in the same folder; absent where it is a container."""
        return self._beside("console.sock")

    def _beside(self, name: str) -> str:
        folder, slash, _ = self.display.rpartition("/")
        return folder + slash + name


class Lack(StrEnum):
    """Why the one program of a desktop is not to be had, though the desktop is."""

    ABSENT = "absent"  # its image has none of that name
    SILENT = "silent"  # it opened no window
    CRASHING = "crashing"  # it ends again and again


@dataclass(frozen=True)
class SeenDesktop:
    id: DesktopId
    generation: int
    pool: PoolId
    image: ImageKey
    phase: DesktopPhase
    started_at: datetime
    endpoint: Endpoint
    memory_bytes: int | None  # None where the host cannot tell
    cpu_seconds: float | None
    lacks: Lack | None = None

    @property
    def ready(self) -> bool:
        return self.phase is DesktopPhase.READY


@dataclass(frozen=True)
class Wiped:
    """The key of all that one desktop wrote, destroyed [DC1]. `layer` is the desktop with its
    generation; `verified` says that the kernel denied having the key, and that a file written for
    this could not be opened. `key_id` is derived from the key and opens nothing."""

    layer: str
    key_id: str
    at: datetime
    verified: bool


@dataclass(frozen=True)
class Receipt:
    """What destroying a desktop removed, for the audit. A second call removes nothing; what it had
    wiped it tells again."""

    id: DesktopId
    generation: int
    containers: tuple[str, ...]
    paths: tuple[str, ...]
    freed_bytes: int
    homes: tuple[HomeId, ...] = ()  # given back whole
    wiped: tuple[Wiped, ...] = ()  # none where the host seals nothing


@dataclass(frozen=True)
class Image:
    """A root file system a host can start; the key names its content.

    `definition` is the digest of what it was described by; `released` says that this is what the
    running release describes, and `of_release` that it was made from this release's files, with
    whatever was changed of them from the pages: `is_changed` where anything was.
    """

    key: ImageKey
    name: str
    title: str
    built_at: datetime
    size_bytes: int
    protocol: Protocol = Protocol.RICH
    definition: str = ""
    released: bool = False
    of_release: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Package:
    """Of Debian, in an image. `licences` are short names; none where only people can read them."""

    name: str
    version: str
    source: str
    source_version: str
    licences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """What a host can make an image from; `digest` is the `definition` of the images it makes."""

    name: str
    title: str
    digest: str


@dataclass(frozen=True)
class Build:
    """The last or present build of a host. `key` is set once there is an image, which may be one
    that was there before: then nothing had changed."""

    name: str
    started_at: datetime
    running: bool = True
    step: int = 0
    steps: int = 0
    doing: str = ""
    log: tuple[str, ...] = ()
    key: ImageKey | None = None
    error: str = ""


@dataclass(frozen=True)
class Pace:
    """How fast a host is, by its own measurement.

    `boot` is the longest from the wish to the picture, `patience` how long whoever looks at a
    desktop on trial waits for each thing, both in seconds. `at_once` is how many may boot beside
    each other; 0 has no bound.
    """

    boot: float = 90.0
    patience: float = 16.0
    at_once: int = 0

    @property
    def slowest_boot(self) -> timedelta:
        return timedelta(seconds=self.boot)


class Hindrance(StrEnum):
    """What kept the processor itself from running guests."""

    ABSENT = "absent"  # the machine has no device for it
    FAILED = "failed"  # it has one, and a guest did not boot with it
    UNTRIED = "untried"


@dataclass(frozen=True)
class Acceleration:
    """What runs the guests of a host: `kvm`, or `tcg` with what stands in the way of KVM, and in
    `why` what was seen."""

    kind: str
    hindrance: Hindrance | None = None
    why: str = ""


CONTAINERS = Pace()  # seconds are enough for them, however many come at once


@dataclass(frozen=True)
class HostHealth:
    """`notes` say in words what the host lacks and what that means."""

    desktops: int
    memory_free_bytes: int
    epoch: int
    notes: tuple[str, ...]
    pace: Pace = CONTAINERS
    acceleration: Acceleration | None = None  # None where no guests run
