"""What libvirt is told of a guest, from nothing but a checked spec."""

from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from daas_broker.desktops.model import TRIAL, DesktopSpec, PoolId
from kernel.clock import utc_now
from kernel.settings import Zone
from workplace.hostd.container import Labels
from workplace.hostd.machines import domain
from workplace.hostd.machines.accelerator import Kind
from workplace.hostd.machines.domain import Places, Wire
from workplace.hostd.network import ZoneNetwork, hardware_address

HERE = Path("/run/onmaru-vm/0a1b2c3d/guests/x-1")
PLACES = Places(
    *(HERE / name for name in ("disk", "kernel", "initial", "line", "vnc", "agent", "home"))
)
CHECKED = TypeAdapter(DesktopSpec)
SPECS = st.builds(
    DesktopSpec,
    id=st.from_regex(r"[0-9a-f]{8,32}", fullmatch=True),
    generation=st.integers(1, 2**31 - 1),
    pool=st.from_regex(r"[0-9a-z][0-9a-z-]{0,39}", fullmatch=True) | st.just(TRIAL),
    image=st.from_regex(r"[a-z][a-z0-9-]{0,30}-[0-9a-f]{12}", fullmatch=True),
    zone=st.sampled_from(Zone),
    app=st.from_regex(r"([a-z][a-z0-9.-]{0,39})?", fullmatch=True),
).filter(lambda wish: CHECKED.validate_python(vars(wish)) == wish)
# What is no spec at all must do no harm either: each text a value could be.
ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))


def spec(**changed: object) -> DesktopSpec:
    plain = {"id": "0123456789abcdef", "generation": 1, "pool": "p1", "zone": Zone.INTERNET}
    return DesktopSpec(**{**plain, "image": "vm-light-0123456789ab", **changed})  # type: ignore[arg-type]


def written(wish: DesktopSpec, kind: Kind = Kind.TCG) -> ET.Element:
    network = ZoneNetwork("0a1b2c3d", wish.zone)
    address = None if wish.zone is Zone.GUEST else network.free_address(())
    labels = domain.labels_of("0a1b2c3d", wish, address, utc_now())
    return ET.fromstring(domain.xml(labels, wish, kind, PLACES, Wire(network, 9000)))  # noqa: S314 - our own


def shape(element: ET.Element) -> list[object]:
    return [element.tag, sorted(element.attrib), [shape(child) for child in element]]


def test_each_guest_has_what_its_spec_says_and_tells_which_desktop_it_is() -> None:
    """[DVM2]"""
    made = written(spec())
    labels = domain.read_labels(ET.tostring(made, encoding="unicode"))
    assert labels[Labels.DESKTOP] == "0123456789abcdef"
    assert made.findtext("memory") == "2048"
    assert made.findtext("vcpu") == "2"
    card = made.find("devices/interface")
    assert card is not None
    network = ZoneNetwork("0a1b2c3d", Zone.INTERNET)
    address = network.address_of(card.find("target").attrib["dev"])  # type: ignore[union-attr]
    assert card.find("mac").attrib["address"] == hardware_address(address)  # type: ignore[union-attr]
    assert str(address) == labels[Labels.ADDRESS]


def test_a_guest_of_a_zone_without_a_network_has_no_card() -> None:
    assert written(spec(zone=Zone.GUEST)).find("devices/interface") is None


def test_a_guest_listens_on_no_network_and_has_nothing_of_the_hosts_but_its_own_files() -> None:
    """[DVM2]"""
    made = written(spec())
    assert made.find("devices/graphics").attrib == {"type": "vnc", "socket": str(HERE / "vnc")}  # type: ignore[union-attr]
    home = made.find("devices/filesystem/source")
    assert home is not None
    assert home.attrib == {"socket": str(HERE / "home")}
    for tag in ("hostdev", "redirdev", "serial", "shmem"):
        assert made.find(f"devices/{tag}") is None
    assert {disk.attrib["device"] for disk in made.findall("devices/disk")} == {"disk"}


def test_the_accelerator_is_the_one_that_was_seen_to_work() -> None:
    """[DVM3]"""
    assert written(spec(), Kind.KVM).attrib["type"] == "kvm"
    assert written(spec(), Kind.TCG).attrib["type"] == "qemu"


def test_a_desktop_on_trial_is_told_so_and_no_other() -> None:
    assert "onmaru.trial=1" in str(written(spec(pool=TRIAL)).findtext("os/cmdline"))
    assert "onmaru.trial" not in str(written(spec()).findtext("os/cmdline"))


@given(pool=ANY, app=ANY)
def test_no_value_becomes_another_element_or_attribute(pool: str, app: str) -> None:
    """[DVM2]"""
    wish = spec(pool=PoolId(pool), app=app)
    made = written(wish)
    assert shape(made) == shape(written(spec()))
    assert domain.read_labels(ET.tostring(made, encoding="unicode"))[Labels.POOL] == pool
    assert domain.read_labels(" \n") == {}


@given(SPECS)
def test_no_well_formed_wish_adds_a_word_to_the_kernels_command_line(wish: DesktopSpec) -> None:
    """[DVM2]"""
    words = str(written(wish).findtext("os/cmdline")).split(" ")
    said = [word.partition("=")[0] for word in words if word.startswith("onmaru.")]
    known = {"zone", "app", "home_mib", "address", "gateway", "dns", "pages", "trial"}
    assert len(said) == len(set(said))
    assert {name.removeprefix("onmaru.") for name in said} <= known
    assert [word for word in words if not word.startswith("onmaru.")] == [
        "quiet", "loglevel=3", "panic=-1", "mitigations=off", "vt.global_cursor_default=0",
    ]  # fmt: skip


def test_what_libvirt_says_of_a_guest_becomes_no_path_of_another() -> None:
    """[DVM6]"""
    text = ET.tostring(written(spec()), encoding="unicode")
    for true, forged in (
        ('desktop="0123456789abcdef"', 'desktop="../../../etc"'),
        ('generation="1"', 'generation="1/../.."'),
        ('image="vm-light-0123456789ab"', 'image="../x"'),
        ('address="100.', 'address="10.'),
        ('zone="internet"', 'zone="elsewhere"'),
    ):
        assert true in text
        assert domain.read_labels(text) != {}
        assert domain.read_labels(text.replace(true, forged)) == {}
