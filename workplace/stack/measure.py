"""`./onmaru bench`: runs modules of bench/ and lets nothing through but figures."""

import argparse
import ast
import json
import subprocess
import sys
from pathlib import Path

from kernel.settings import Settings
from workplace.stack.progress import StepFailed, say

FIELDS = {"figure", "unit", "ours", "peer", "peer_name", "target", "holds"}


def command(settings: Settings, chosen: argparse.Namespace) -> int:
    known = benches(settings.root / "bench")
    if not chosen.names:
        say("\n".join(f"  {name:<20} {what}" for name, what in known.items()) or "  none yet")
        return 0
    unknown = [name for name in chosen.names if name not in known]
    if unknown:
        raise StepFailed(
            "Bench", f"there is no {', '.join(unknown)}", f"choose of: {', '.join(known)}"
        )
    return max(run_one(settings, name, settings.root) for name in chosen.names)


def benches(directory: Path) -> dict[str, str]:
    """Names, with the first line of what each says about itself."""
    return {
        file.stem: (ast.get_docstring(ast.parse(file.read_text())) or "").partition("\n")[0]
        for file in sorted(directory.glob("[a-z]*.py"))
    }


def run_one(settings: Settings, name: str, directory: Path) -> int:
    """0 when every figure holds, 1 when one does not or the measurement failed."""
    variables = [f"{key}={value}" for key, value in settings.environment().items()]
    figures, all_hold = 0, True
    with subprocess.Popen(
        ["env", *variables, sys.executable, "-m", f"bench.{name}"],
        cwd=directory, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            holds = _figure(line)
            if holds is None:
                print(line, end="", file=sys.stderr)
                continue
            say(line.strip())
            figures, all_hold = figures + 1, all_hold and holds
    if process.returncode or not figures:
        print(f"{name}: ended with {process.returncode}, {figures} figures", file=sys.stderr)
        return 1
    return 0 if all_hold else 1


def _figure(line: str) -> bool | None:
    """Whether the figure on this line holds; None when it is no figure."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(found, dict) or set(found) != FIELDS:
        return None
    return bool(found["holds"])
