"""`./onmaru accounts`: where the workplace is, and as whom one may look around in it."""

import argparse

from identity.directory.model import PersonEntry
from kernel.actor import Role
from kernel.settings import Settings, Zone
from workplace.demo.agency import SHOWN, agency
from workplace.stack import keys
from workplace.stack.progress import StepFailed, say

LABELS = {Zone.WORK: "Work zone", Zone.INTERNET: "Internet zone", Zone.GUEST: "Guests"}


def command(settings: Settings, _: argparse.Namespace) -> int:
    if not settings.remembered.exists():
        raise StepFailed("Accounts", "this instance was never started", "run ./onmaru up")
    say(describe(settings))
    return 0


def describe(settings: Settings) -> str:
    lines = [f"  {label:<14} {settings.origin(zone)}" for zone, label in LABELS.items()]
    if settings.demo:
        lines += ["", *_demo_accounts(settings)]
    return "\n".join(lines)


def _demo_accounts(settings: Settings) -> list[str]:
    """[DM1]"""
    people = {person.user_name: person for person in agency().people}
    password = keys.read(settings.secrets, keys.DEMO_PASSWORD)
    return [
        f"  Sign in with the password  {password}  as one of:",
        *(_account(people[name]) for name in SHOWN),
    ]


def _account(person: PersonEntry) -> str:
    special = sorted(role.value.replace("_", " ") for role in person.roles - {Role.MEMBER})
    roles = ", ".join(special) or "member"
    return f"  {person.user_name:<22} {roles:<26} {person.name} ({person.name_en}), {person.post}"
