"""How a desktop is confined: the arguments of `podman run`, from nothing but a checked spec."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

from daas_broker.desktops.model import DesktopSpec
from daas_broker.desktops.zones import ZONES
from kernel.settings import Zone
from workplace.hostd.network import ZoneNetwork
from workplace.hostd.podman import Container

USER = "20000:20000"  # `uid` of deploy/desktops/*.toml
TMP_MIB = 512  # the browser keeps its shared memory there
SHARED_MEMORY_MIB = 512


class Labels:
    INSTANCE = "onmaru.instance"
    DESKTOP = "onmaru.desktop"
    GENERATION = "onmaru.generation"
    POOL = "onmaru.pool"
    IMAGE = "onmaru.image"
    ADDRESS = "onmaru.address"
    ZONE = "onmaru.zone"
    APP = "onmaru.app"  # the one program it shows; empty for a whole desktop


def arguments(
    instance: str,
    spec: DesktopSpec,
    address: IPv4Address | None,
    namespace: Path,
    scratch: Path | None,
) -> list[str]:
    """`scratch` is where what it writes lies under its own key; without, it lies in memory."""
    name = f"onmaru-{instance}-{spec.id}-{spec.generation}"
    return [
        "--name", name,
        "--hostname", spec.zone.value,
        *labels(instance, spec, address),
        "--env", f"ONMARU_APP={spec.app}",
        "--network", f"ns:{namespace}",
        *name_servers(instance, spec),
        "--no-hosts",
        "--user", USER,
        # [HD9] chroot is what the browser's own sandbox needs inside the user namespace it makes.
        # The desktop's first process gives it up (session.py) and nothing inside can gain any.
        "--cap-drop", "all", "--cap-add", "sys_chroot",
        "--security-opt", "no-new-privileges",
        # The image is never written; what is written goes with the container.
        "--read-only", "--read-only-tmpfs=false",
        *written(spec, scratch),
        *memory_disk("/run/desktop", 64),
        "--shm-size", f"{SHARED_MEMORY_MIB}m",
        "--log-driver", "k8s-file", "--log-opt", "max-size=256kb",
        "--restart", "no",
    ]  # fmt: skip


def written(spec: DesktopSpec, scratch: Path | None) -> Iterator[str]:
    """Where its programs write, what they say about themselves included [DC1]."""
    places = {"home": ("/home/desktop", spec.size.home_mib), "tmp": ("/tmp", TMP_MIB)}  # noqa: S108
    for folder, (place, mib) in places.items():
        if scratch is None:
            yield from memory_disk(place, mib)
        else:
            yield from ("--volume", f"{scratch / folder}:{place}:nosuid,nodev,private")
    if scratch is not None:
        yield from ("--log-opt", f"path={scratch / 'log'}")


def name_servers(instance: str, spec: DesktopSpec) -> Iterator[str]:
    """Two addresses of the zone's gateway: who answers there may change while it runs. Of the work
    zone's, which are near, nobody is waited for as long as for the Internet's."""
    if spec.zone in ZONES:
        for server in ZoneNetwork(instance, spec.zone).name_servers:
            yield from ("--dns", str(server))
    if spec.zone is Zone.WORK:
        yield from ("--dns-option", "timeout:1", "--dns-option", "attempts:2")


def labels(instance: str, spec: DesktopSpec, address: IPv4Address | None) -> Iterator[str]:
    for name, value in {
        Labels.INSTANCE: instance,
        Labels.DESKTOP: spec.id,
        Labels.GENERATION: spec.generation,
        Labels.POOL: spec.pool,
        Labels.IMAGE: spec.image,
        Labels.ADDRESS: address or "",
        Labels.ZONE: spec.zone.value,
        Labels.APP: spec.app,
    }.items():
        yield from ("--label", f"{name}={value}")


def generation(one: Container) -> int:
    return int(one.labels[Labels.GENERATION])


def memory_disk(path: str, mib: int) -> list[str]:
    return ["--mount", f"type=tmpfs,dst={path},tmpfs-size={mib}m,tmpfs-mode=0700,U=true"]
