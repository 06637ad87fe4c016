"""`python -m workplace.audit verify`: proves that the audit is as it was written.

Prints one JSON object. Ends with 1 at the first row that was changed, removed or put in.
"""

import json
import sys

from sqlalchemy import func, select

from kernel import audit
from kernel.db import begin_on, connect
from kernel.live import silent
from kernel.settings import read_settings


def verify(database_url: str) -> tuple[int, int | None]:
    """How many rows there are, and the first seq that is not as it was written."""
    with begin_on(connect(database_url, pool_size=1), silent)() as tx:
        broken = audit.first_break(tx.db)
        return int(tx.db.scalar(select(func.count()).select_from(audit.entries)) or 0), broken


def main(arguments: list[str]) -> int:
    if arguments != ["verify"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    rows, broken = verify(read_settings().database_url)
    sys.stdout.write(json.dumps({"rows": rows, "first_break": broken}) + "\n")
    return 0 if broken is None else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
