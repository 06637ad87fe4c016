"""A guest in libvirt's words: its XML from nothing but a checked spec. Pure.

Each value is placed by an XML writer, never by joining text: what a spec holds stays a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address
from math import ceil
from pathlib import Path
from xml.etree import ElementTree as ET

from pydantic import TypeAdapter

from daas_broker.desktops.model import (
    TRIAL,
    DesktopId,
    DesktopSpec,
    Generation,
    ImageKey,
    WellFormedDesktopId,
    WellFormedImageKey,
)
from kernel.settings import Zone
from workplace.hostd.container import Labels
from workplace.hostd.machines.accelerator import Kind
from workplace.hostd.network import PREFIX, ZoneNetwork, hardware_address

SPACE = "https://onmaru.invalid/machine/1"  # a name, not an address
DOOR, AGENT = "onmaru.door", "org.qemu.guest_agent.0"
STARTED = "onmaru.started"
DESKTOP: TypeAdapter[DesktopId] = TypeAdapter(WellFormedDesktopId)
GENERATION: TypeAdapter[int] = TypeAdapter(Generation)
IMAGE: TypeAdapter[ImageKey] = TypeAdapter(WellFormedImageKey)
LEAST_FOR_SYSTEM_MIB = 384  # of a guest's memory its home never takes
PROCESSORS = {Kind.KVM: "host-passthrough", Kind.TCG: "maximum"}


@dataclass(frozen=True)
class Places:
    """Where the files of one guest lie."""

    disk: Path
    kernel: Path
    initial: Path
    line: Path  # QEMU listens there for the line to the door
    console: Path  # and there for the screen of the machine, as RFB
    agent: Path
    home: Path  # the process that shows it a home listens there


@dataclass(frozen=True)
class Wire:
    """The zone's network, and the port of the workplace's pages where its name is localhost."""

    network: ZoneNetwork
    pages: int | None = None


@dataclass(frozen=True)
class Card:
    """A network card: the port on the host that was made for it, and its hardware address."""

    port: str
    hardware: str


def xml(
    labels: Mapping[str, str], spec: DesktopSpec, kind: Kind, places: Places, wire: Wire
) -> str:
    """`labels` are kept in it, and tell which desktop this is."""
    domain = ET.Element("domain", type="kvm" if kind is Kind.KVM else "qemu")
    _put(domain, "name", name(labels))
    _metadata(domain, labels)
    _put(domain, "memory", str(spec.size.memory_mib), unit="MiB")
    # The process that shows it a home reads and writes a part of the guest's memory.
    backing = _put(domain, "memoryBacking")
    _put(backing, "source", type="memfd")
    _put(backing, "access", mode="shared")
    _put(domain, "vcpu", str(ceil(spec.size.cpus)))
    system = _put(domain, "os")
    _put(system, "type", "hvm", arch="x86_64", machine="pc")
    _put(system, "kernel", str(places.kernel))
    _put(system, "initrd", str(places.initial))
    _put(system, "cmdline", command_line(labels, spec, wire))
    _put(_put(domain, "features"), "acpi")
    _put(domain, "cpu", mode=PROCESSORS[kind])
    _put(domain, "clock", offset="utc")
    for event, then in (("poweroff", "destroy"), ("reboot", "destroy"), ("crash", "destroy")):
        _put(domain, f"on_{event}", then)
    _devices(_put(domain, "devices"), places, card(labels, wire.network))
    return ET.tostring(domain, encoding="unicode")


def name(labels: Mapping[str, str]) -> str:
    parts = (labels[Labels.INSTANCE], labels[Labels.DESKTOP], labels[Labels.GENERATION])
    return "-".join(("onmaru", *parts))


def labels_of(
    instance: str, spec: DesktopSpec, address: object | None, now: datetime
) -> dict[str, str]:
    return {
        Labels.INSTANCE: instance,
        Labels.DESKTOP: spec.id,
        Labels.GENERATION: str(spec.generation),
        Labels.POOL: spec.pool,
        Labels.IMAGE: spec.image,
        Labels.ADDRESS: str(address or ""),
        Labels.ZONE: spec.zone.value,
        STARTED: now.astimezone(UTC).isoformat(),
    }


def read_labels(text: str) -> dict[str, str]:
    """Of a guest's XML as libvirt gives it back; nothing where it is none of ours, or gone."""
    if not text.strip():
        return {}
    found = ET.fromstring(text).find(f"metadata/{{{SPACE}}}desktop")  # noqa: S314 - libvirt's word
    labels = dict(found.attrib) if found is not None else {}
    return labels if _are_well_formed(labels) else {}


def _are_well_formed(labels: Mapping[str, str]) -> bool:
    """libvirt has no privilege, so root believes it nothing: paths are made of these."""
    try:
        zone = Zone(labels[Labels.ZONE])
        DESKTOP.validate_python(labels[Labels.DESKTOP])
        GENERATION.validate_python(labels[Labels.GENERATION])
        IMAGE.validate_python(labels[Labels.IMAGE])
        datetime.fromisoformat(labels[STARTED])
        worn = labels[Labels.ADDRESS]
        network = ZoneNetwork(labels[Labels.INSTANCE], zone)
        return not worn or IPv4Address(worn) in network.addresses
    except (KeyError, ValueError):
        return False


def command_line(labels: Mapping[str, str], spec: DesktopSpec, wire: Wire) -> str:
    """What the guest's first process is told (files-machine/usr/lib/onmaru/machine.py)."""
    home = min(spec.size.home_mib, max(64, spec.size.memory_mib - LEAST_FOR_SYSTEM_MIB))
    words = {"zone": spec.zone.value, "app": spec.app, "home_mib": str(home)}
    if labels[Labels.ADDRESS]:
        words["address"] = f"{labels[Labels.ADDRESS]}/{PREFIX}"
        words["gateway"] = str(wire.network.gateway.ip)
        words["dns"] = ",".join(map(str, wire.network.name_servers))
        if wire.pages is not None:
            words["pages"] = str(wire.pages)
    if spec.pool == TRIAL:
        words["trial"] = "1"
    told = " ".join(f"onmaru.{key}={value}" for key, value in words.items())
    return f"quiet loglevel=3 panic=-1 mitigations=off vt.global_cursor_default=0 {told}"


def card(labels: Mapping[str, str], network: ZoneNetwork) -> Card | None:
    if not labels[Labels.ADDRESS]:
        return None
    address = IPv4Address(labels[Labels.ADDRESS])
    return Card(network.port(address), hardware_address(address))


def _metadata(domain: ET.Element, labels: Mapping[str, str]) -> None:
    metadata = _put(domain, "metadata")
    ET.register_namespace("onmaru", SPACE)
    ET.SubElement(metadata, f"{{{SPACE}}}desktop", dict(labels))


def _devices(devices: ET.Element, places: Places, network: Card | None) -> None:
    _put(devices, "emulator", "/usr/bin/qemu-system-x86_64")
    disk = _put(devices, "disk", type="file", device="disk")
    _put(disk, "driver", name="qemu", type="qcow2", cache="unsafe", discard="unmap")
    _put(disk, "source", file=str(places.disk))
    _put(disk, "target", dev="vda", bus="virtio")
    home = _put(devices, "filesystem", type="mount")
    _put(home, "driver", type="virtiofs")
    _put(home, "source", socket=str(places.home))
    _put(home, "target", dir="home")
    if network is not None:
        wire = _put(devices, "interface", type="ethernet")
        _put(wire, "mac", address=network.hardware)
        _put(wire, "target", dev=network.port, managed="no")
        _put(wire, "model", type="virtio")
        _put(wire, "rom", enabled="no")  # it would look for a network to boot from
    for label, path in ((DOOR, places.line), (AGENT, places.agent)):
        line = _put(devices, "channel", type="unix")
        _put(line, "source", mode="bind", path=str(path))
        _put(line, "target", type="virtio", name=label)
    screen = _put(devices, "graphics", type="vnc", socket=str(places.console))
    _put(screen, "listen", type="socket", socket=str(places.console))
    _put(_put(devices, "video"), "model", type="vga", vram="16384", heads="1")
    _put(_put(devices, "rng", model="virtio"), "backend", "/dev/urandom", model="random")
    _put(devices, "memballoon", model="none")
    _put(devices, "controller", type="usb", model="none")


def _put(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element
