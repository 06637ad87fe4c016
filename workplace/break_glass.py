"""`python -m workplace.break_glass NAME < password`: an account for when the directory is away.

It signs in only while the directory does not answer, and each use is an alarm in the audit.
"""

import sys

from kernel.errors import Refused
from kernel.hints import silent
from kernel.settings import read_settings
from workplace.foundation import foundation
from workplace.wiring import build


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    workplace = build(foundation(read_settings(), announce=silent))
    password = sys.stdin.readline().rstrip("\n")
    try:
        workplace.identity.login.proofs.break_glass.make(arguments[0], password)
    except Refused as refusal:
        facts = ", ".join(f"{key} {value}" for key, value in refusal.facts.items())
        sys.stderr.write(f"not made: {refusal.code} {facts}\n")
        return 1
    sys.stdout.write(f"{arguments[0]} signs in while the directory is away\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
