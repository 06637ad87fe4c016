"""What the Debian archive offers: where this machine takes packages from, and which versions."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

STATE = ".apt"  # beside the images: what the archive said when it was last asked
FORMAT = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class BuildFailed(Exception):
    """The message says what failed and what to look at."""


def targets() -> list[str]:
    """What this machine itself installs from: `origin|archive|release|component`."""
    return run("apt-get", "indextargets", "--format", FORMAT).splitlines()


def debian_sources(suite: str, given: Iterable[str]) -> list[str]:
    """Those of `given` that are Debian's `suite` and its updates."""
    wanted = {suite, f"{suite}-updates", f"{suite}-security"}
    lines = set()
    for target in given:
        origin, archive, release, component = target.split("|")
        if origin == "Debian" and release in wanted and component == "main":
            lines.add(f"deb {archive} {release} main")
    if not any(f" {suite} " in line for line in lines):
        raise BuildFailed(
            f"this machine's apt knows no Debian {suite}. Add it to /etc/apt/sources.list.d,"
            " run apt-get update and try again"
        )
    return sorted(lines)


def offered(suite: str, packages: Sequence[str], folder: Path) -> dict[str, str]:
    """The version of each package that an installation of `packages` would bring now.

    apt's state lies in `folder`: what this machine itself has installed plays no part.
    """
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    signed = f"deb [signed-by={KEYRING}] " if KEYRING.exists() else "deb "
    lines = [line.replace("deb ", signed, 1) for line in debian_sources(suite, targets())]
    (folder / "sources.list").write_text("\n".join(lines) + "\n")
    apt = ["apt-get", *_options(folder)]
    run(*apt, "update")
    return planned(run(*apt, "--simulate", "install", "?essential", "apt", *packages))


def unknown(names: Sequence[str], folder: Path) -> list[str]:
    """Those that the archive had not when it was last asked for an image, or by this machine where
    no image was built here yet; none where nobody asked it."""
    if not names:
        return []
    asked = any((folder / "state" / "lists").glob("*_Packages*"))
    known = set(run("apt-cache", *(_options(folder) if asked else ()), "pkgnames").split())
    return [name for name in names if known and name not in known]


def _options(folder: Path) -> list[str]:
    """apt with a state of its own."""
    return [
        "-o", f"Dir::State={folder}/state", "-o", f"Dir::Cache={folder}/cache",
        "-o", f"Dir::Etc::SourceList={folder}/sources.list",
        "-o", "Dir::Etc::SourceParts=/dev/null", "-o", "Dir::State::Status=/dev/null",
        "-o", "APT::Install-Recommends=false", "-o", "APT::Sandbox::User=root",
    ]  # fmt: skip


def planned(simulation: str) -> dict[str, str]:
    """Of lines like `Inst tzdata (2026c-0+deb12u1 Debian:12.15/oldstable [all])`."""
    lines = (line.split() for line in simulation.splitlines() if line.startswith("Inst "))
    return {
        words[1]: next(word for word in words[2:] if word.startswith("(")).strip("()")
        for words in lines
    }


def run(*command: str, given: str = "") -> str:
    """The command's output; its messages go to ours."""
    done = subprocess.run(
        ["env", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *command],
        input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    sys.stderr.write(done.stderr)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:4])} … ended with {done.returncode}: "
                          + done.stderr.strip()[-400:])  # fmt: skip
    return done.stdout
