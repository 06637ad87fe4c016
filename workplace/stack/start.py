"""`./onmaru up`: from an installed checkout to a workplace that answers.

Every step may be run again and does nothing where nothing is to do.
"""

import argparse
from collections.abc import Mapping, Sequence

from kernel.settings import Settings
from workplace.hostd import definition
from workplace.stack import account, addresses, content, edge, ground, health, image, processes
from workplace.stack.processes import Kind, Process
from workplace.stack.progress import StepFailed, say, step, until
from workplace.stack.supervisor import Supervisor, launch

READY_SECONDS = 180  # a busy machine is slow; what ends again and again is told much earlier


def command(settings: Settings, _: argparse.Namespace) -> int:
    was_up = up(settings)
    say("\nOnmaru was already running.\n" if was_up else "\nOnmaru is running.\n")
    say(addresses.describe(settings))
    return 0


def up(settings: Settings) -> bool:
    """Returns whether all of it had been running before."""
    with ground.ports_claimed(settings):
        ground.prepare(settings)
        building = image.start(settings)
        try:
            was_up = _bring_up(settings)
            image.finish(settings, building)
        except BaseException:
            image.abandon(building)
            raise
    return was_up


def _bring_up(settings: Settings) -> bool:
    if not Supervisor(settings).is_running():
        ground.refuse_taken_ports(settings)
    before = edge.written(settings)
    content.lay_out(settings)
    servers = processes.servers(settings)
    everything = [*servers, *processes.own(settings), processes.edge_process(settings)]
    supervisor = launch(settings, everything)
    stop_outdated(settings, supervisor, everything)
    if edge.written(settings) != before and edge.NAME in supervisor.alive():
        say("  · the edge reads its new configuration")
        supervisor.read_again(edge.NAME)
    if not health.problems(everything, settings):
        return True
    start(settings, supervisor, servers, "Private servers")
    content.migrate(settings)
    failed = content.demonstrate(settings) if settings.demo else None
    start(settings, supervisor, everything, "Processes")
    if failed:
        raise failed
    return False


def start(settings: Settings, supervisor: Supervisor, wanted: Sequence[Process], name: str) -> None:
    """Returns when all of them answer."""
    supervisor.start(processes.names(wanted))
    with step(name):
        until(lambda: _settled(settings, supervisor, wanted), READY_SECONDS, every=0.1)
        ill = health.problems(wanted, settings)
        if ill:
            raise _not_ready(settings, name, ill)


def _settled(settings: Settings, supervisor: Supervisor, wanted: Sequence[Process]) -> bool | None:
    """True when all answer, or when one ends again and again, which waiting does not mend."""
    if not health.problems(wanted, settings):
        return True
    ends = supervisor.ending()
    return True if ends.intersection(processes.names(wanted)) else None


def _not_ready(settings: Settings, name: str, ill: Mapping[str, str]) -> StepFailed:
    first = next(iter(ill))
    log = settings.logs / f"{first}.log"
    what = "\n    ".join(f"{process} {problem}" for process, problem in ill.items())
    return StepFailed(
        name,
        f"{what}\n    {first} said last:\n{image.last_words(log)}",
        f"./onmaru logs {first} follows its log; the others keep running meanwhile",
        log,
    )


def stop_outdated(
    settings: Settings, supervisor: Supervisor, everything: Sequence[Process]
) -> None:
    """Processes that run older code than the checkout holds; they are started again later."""
    file = settings.run / "started-with"
    now = _fingerprint(settings)
    before = file.read_text() if file.exists() else now
    account.write(file, now, 0o644, owner="root")
    ours = {process.name for process in everything if process.kind is Kind.OWN}
    if before != now and ours & supervisor.alive():
        say("  · the code has changed: our own processes start anew")
        supervisor.stop(sorted(ours))


def _fingerprint(settings: Settings) -> str:
    """Changes when a source file does, or what images are made of: hostd refuses to make any of
    other files than it began with [HD29]. Looking at 500 files takes some milliseconds."""
    files = [
        file.stat().st_mtime_ns
        for package in ground.packages_of(settings.root)
        for file in package.rglob("*.py")
    ]
    return f"{len(files)} files, newest {max(files)}, images of {definition.release()}"
