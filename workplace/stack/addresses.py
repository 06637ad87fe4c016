"""`./onmaru accounts`: where the workplace is, and as whom one may look around in it."""

import argparse
import json
import sys

from kernel.settings import Settings, Zone
from workplace.stack import keys
from workplace.stack.commands import run
from workplace.stack.progress import say
from workplace.stack.supervisor import SYSTEM_PATH

LABELS = {Zone.WORK: "Work zone", Zone.INTERNET: "Internet zone", Zone.GUEST: "Guests"}


def command(settings: Settings, _: argparse.Namespace) -> int:
    say(describe(settings))
    return 0


def describe(settings: Settings) -> str:
    lines = [f"  {label:<14} {settings.origin(zone)}" for zone, label in LABELS.items()]
    if settings.demo:
        lines += ["", *_demo_accounts(settings)]
    return "\n".join(lines)


def _demo_accounts(settings: Settings) -> list[str]:
    """`workplace.demo.accounts` prints an array of {login, name, role}."""
    environment = {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", **settings.environment()}
    found = run(
        [sys.executable, "-m", "workplace.demo.accounts"],
        as_service=True, cwd=settings.root, env=environment,
    )  # fmt: skip
    lines = [f"  {who['login']:<14} {who['role']:<18} {who['name']}" for who in json.loads(found)]
    password = keys.read(settings.secrets, keys.DEMO_PASSWORD)
    return ["  Sign in as:", *lines, "", f"  Password of all of them: {password}"]
