"""`python -m workplace.audit verify`: proves that the audit is as it was written.

Prints one JSON object. Ends with 1 at the first row that was changed, removed or put in. Rows cut
off the end leave a shorter chain that is whole: keep `rows` and `last_seal` somewhere else, and
the row of that number must bear that seal for ever.
"""

import json
import sys
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from kernel import audit
from kernel.db import Begin, begin_on, connect
from kernel.hints import silent
from kernel.settings import read_settings


@dataclass(frozen=True)
class Verdict:
    """`first_break` is a seq; `last_seal` the hash of the last row, in hex, empty without rows."""

    rows: int
    first_break: int | None
    last_seal: str


def verify(begin: Begin) -> Verdict:
    e = audit.entries.c
    with begin() as tx:
        rows = tx.db.scalar(select(func.count()).select_from(audit.entries)) or 0
        seal = tx.db.scalar(select(e.hash).order_by(e.seq.desc()).limit(1)) or b""
        return Verdict(rows, audit.first_break(tx.db), seal.hex())


def main(arguments: list[str]) -> int:
    if arguments != ["verify"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    verdict = verify(begin_on(connect(read_settings().database_url, pool_size=1), silent))
    sys.stdout.write(json.dumps(asdict(verdict)) + "\n")
    return 0 if verdict.first_break is None else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
