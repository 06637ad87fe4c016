"""`./onmaru doctor`: what this machine has, what it lacks, what that means, what to do.

Looks and changes nothing, and needs nothing but the distribution's Python.
"""

import argparse
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from kernel.settings import Settings
from workplace.hostd.machines import accelerator
from workplace.stack import machine, mobile_id, setup, sign_on
from workplace.stack.progress import say
from workplace.stack.written import Looked


class Verdict(StrEnum):
    PRESENT = "present"
    DEGRADED = "degraded"  # something works less well or not at all; the rest does
    MISSING = "missing"  # the workplace does not run


MARKS = {Verdict.PRESENT: "✓", Verdict.DEGRADED: "!", Verdict.MISSING: "✗"}


@dataclass(frozen=True)
class Finding:
    subject: str
    verdict: Verdict
    found: str
    meaning: str = ""
    advice: str = ""


Answer = tuple[Verdict, str] | tuple[Verdict, str, str, str]


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    findings = examine(settings)
    if chosen.json:
        say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        say(_as_text(findings))
    return 1 if any(finding.verdict is Verdict.MISSING for finding in findings) else 0


def examine(settings: Settings) -> list[Finding]:
    return [Finding(subject, *look(settings)) for subject, look in EXAMINATIONS.items()]


def _as_text(findings: list[Finding]) -> str:
    lines = []
    for finding in findings:
        lines.append(f"  {MARKS[finding.verdict]} {finding.subject:<20} {finding.found}")
        if finding.meaning:
            lines.append(f"    {'':<20} {finding.meaning}")
        if finding.advice:
            lines.append(f"    {'':<20} → {finding.advice}")
    counts = {verdict: sum(f.verdict is verdict for f in findings) for verdict in Verdict}
    summary = ", ".join(f"{number} {verdict}" for verdict, number in counts.items() if number)
    return "\n".join([*lines, "", f"  {summary}"])


def _packages(settings: Settings) -> Answer:
    missing = setup.missing_packages(settings.root / "deploy" / "packages.txt")
    if not missing:
        return Verdict.PRESENT, "all of deploy/packages.txt"
    return (
        Verdict.MISSING,
        f"missing: {' '.join(missing)}",
        "the servers behind them do not start",
        "./onmaru up installs them",
    )


def _python(settings: Settings) -> Answer:
    problem = setup.environment_problem(settings.root)
    if problem is None:
        return Verdict.PRESENT, "the distribution's, with the locked packages"
    return Verdict.MISSING, problem, "nothing of ours can start", "./onmaru up makes it"


def _web(settings: Settings) -> Answer:
    if (settings.root / "web" / "dist" / "index.html").exists():
        return Verdict.PRESENT, "web/dist is built"
    return Verdict.MISSING, "web/dist is not built", "there are no pages", "./onmaru up builds it"


def _image(settings: Settings) -> Answer:
    images = sorted(label.parent.name for label in settings.cache.glob("images/*/image.json"))
    if images:
        return Verdict.PRESENT, ", ".join(images)
    return (
        Verdict.DEGRADED,
        "no desktop image",
        "desktops cannot start; everything else runs",
        "./onmaru up builds the first one (some minutes, 2 GiB of disk)",
    )


def _cgroups(_: Settings) -> Answer:
    version = machine.cgroup_version()
    if version == machine.UNIFIED:
        return Verdict.PRESENT, "version 2, all limits"
    return (
        Verdict.DEGRADED,
        f"version {version}",
        "desktops run with the limits that the present controllers allow: "
        + (", ".join(machine.cgroup_controllers()) or "none"),
        "boot with systemd.unified_cgroup_hierarchy=1 where that is possible",
    )


def _feature(name: str, meaning: str, advice: str) -> Callable[[Settings], Answer]:
    def look(_: Settings) -> Answer:
        found = machine.FEATURES[name]()
        if found is None:
            return Verdict.PRESENT, "usable"
        return Verdict.DEGRADED, found, meaning, advice

    return look


def _space(settings: Settings) -> Answer:
    place = settings.var if settings.var.exists() else settings.root
    free = shutil.disk_usage(place).free
    text = f"{free / 2**30:.1f} GiB free in {place}"
    if free < 5 * 2**30:
        return (
            Verdict.DEGRADED,
            text,
            "a desktop image takes 2 GiB, and what people write comes on top",
            "free some, or set ONMARU_VAR to a larger disk",
        )
    return Verdict.PRESENT, text


def _memory(_: Settings) -> Answer:
    available = machine.available_memory_bytes()
    text = f"{available / 2**30:.1f} GiB available"
    if available < 3 * 2**30:
        return (
            Verdict.DEGRADED,
            text,
            "the workplace takes 1 GiB and each desktop half a GiB",
            "make fewer warm desktops in the pools",
        )
    return Verdict.PRESENT, text


def _ports(settings: Settings) -> Answer:
    strangers = setup.strangers_on_ports(settings)
    if not strangers:
        return Verdict.PRESENT, f"{settings.port} to {settings.port + 2} are free or ours"
    return (
        Verdict.MISSING,
        "; ".join(f"{port}: {who}" for port, who in strangers.items()),
        "the edge cannot listen",
        "stop that process, or ONMARU_PORT=8090 ./onmaru up",
    )


def _clock(_: Settings) -> Answer:
    state = machine.clock_state()
    if state is None:
        return Verdict.PRESENT, "kept by the kernel's clock discipline"
    return (
        Verdict.DEGRADED,
        state,
        "one-time codes, tickets and signatures depend on the right time",
        "run chrony or systemd-timesyncd on the host",
    )


def _fonts(_: Settings) -> Answer:
    if machine.has_hangul_font():
        return Verdict.PRESENT, "a font with Hangul"
    return (
        Verdict.DEGRADED,
        "no font with Hangul on this machine",
        "browsers bring ours; only pictures and PDF made here lack it",
        "apt-get install fonts-noto-cjk",
    )


def _reach(settings: Settings) -> Answer:
    closed = setup.closed_to_service(settings.root)
    if closed is None:
        return Verdict.PRESENT, "the service user may read the checkout"
    return Verdict.DEGRADED, closed, "our processes cannot start", "./onmaru up grants it"


def _virtual_machines(settings: Settings) -> Answer:
    missing = setup.missing_packages(settings.root / "deploy" / "packages-vm.txt")
    advice = "./onmaru up --with vm, if pools of virtual machines are wanted"
    if missing:
        return (
            Verdict.DEGRADED,
            f"missing: {' '.join(missing)}",
            "desktops are containers; pools of virtual machines are refused",
            advice,
        )
    if not settings.vm:
        return Verdict.DEGRADED, "this instance runs none", "desktops are containers", advice
    return Verdict.PRESENT, "all of deploy/packages-vm.txt"


def _kvm(settings: Settings) -> Answer:
    """By booting a guest: that there is a device says nothing."""
    found = accelerator.choose(settings.cache)
    if found.kind is accelerator.Kind.KVM:
        return Verdict.PRESENT, "a guest booted with it"
    return (
        Verdict.DEGRADED,
        f"not used: {found.why}",
        "virtual machines run by TCG, which translates each instruction: some ten times as slow. "
        "Containers lose nothing",
        found.advice,
    )


def _sign_on(settings: Settings) -> Answer:
    absent = (
        "none is set up (neither OpenID Connect nor SAML)",
        "people sign in with their password or a passkey",
        "docs/howto/single-sign-on.md, if the agency has one",
    )
    return _written(sign_on.look(settings), absent, "docs/howto/single-sign-on.md")


def _mobile_id(settings: Settings) -> Answer:
    absent = (
        "none is set up",
        "nobody comes in by a card on their phone",
        "docs/howto/mobile-id.md, if the agency's people have one",
    )
    return _written(mobile_id.look(settings), absent, "docs/howto/mobile-id.md")


def _written(looked: Looked | None, absent: tuple[str, str, str], page: str) -> Answer:
    if looked is None:
        return Verdict.PRESENT, *absent
    if looked.wrong:
        meaning = f"{looked.wrong}: the workplace does not start"
        return Verdict.MISSING, looked.found, meaning, f"{page} says what belongs there"
    if looked.silent:
        meaning = f"{looked.silent}. Nobody comes in that way; passwords and passkeys go on"
        return Verdict.DEGRADED, looked.found, meaning, f"{page}, When it does not go"
    return Verdict.PRESENT, looked.found


EXAMINATIONS: dict[str, Callable[[Settings], Answer]] = {
    "Debian packages": _packages,
    "Python environment": _python,
    "Web build": _web,
    "Desktop image": _image,
    "Permissions": _reach,
    "Ports": _ports,
    "Disk": _space,
    "Memory": _memory,
    "Clock": _clock,
    "Control groups": _cgroups,
    "Overlay file system": _feature(
        "overlayfs",
        "each desktop copies its image: slower and larger",
        "load the overlay module, or use a kernel that has it",
    ),
    "Network namespaces": _feature(
        "netns", "desktops cannot be kept in their zone", "run outside a restricted container"
    ),
    "nftables": _feature(
        "nftables", "desktops cannot be kept in their zone", "use a kernel with nf_tables"
    ),
    "WireGuard": _feature(
        "wireguard",
        "the tunnel runs in user space: the same protocol, less throughput",
        "load the wireguard module where that is possible",
    ),
    "Virtual machines": _virtual_machines,
    "KVM": _kvm,
    "Single sign-on": _sign_on,
    "Mobile ID": _mobile_id,
    "Fonts": _fonts,
}
