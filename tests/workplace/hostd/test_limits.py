from daas_broker.desktops.model import DesktopSize
from workplace.hostd.limits import Limits, of_this_machine


def test_a_missing_controller_is_left_out_and_its_meaning_is_told() -> None:
    poor = Limits(unified=False, controllers=frozenset({"pids"}))
    arguments = poor.arguments(DesktopSize(memory_mib=1024, cpus=1.5, processes=300))
    assert "--pids-limit" in arguments
    assert "--memory" not in arguments
    assert [note.split(":")[0] for note in poor.notes()] == [
        "cgroups have no memory controller",
        "cgroups have no cpu controller",
    ]


def test_a_desktop_is_held_to_its_size() -> None:
    rich = Limits(unified=True, controllers=frozenset({"pids", "memory", "cpu"}))
    arguments = rich.arguments(DesktopSize(memory_mib=1024, cpus=1.5, processes=300))
    assert arguments[:6] == ["--memory", "1024m", "--pids-limit", "300", "--cpus", "1.5"]
    assert rich.notes() == []


def test_this_machine_tells_its_controllers() -> None:
    assert of_this_machine().controllers
