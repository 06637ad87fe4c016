"""`python -m mobile_admin.seals.box IN OUT`: looks at a stranger's PDF, in a sandbox.

IN is a line of JSON `{"roots": [PEM], "moment"}` and then the PDF; OUT is JSON of an Examined.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from mobile_admin.seals.examining import examine


def main(arguments: list[str]) -> int:
    source, target = arguments
    head, _, pdf = Path(source).read_bytes().partition(b"\n")
    asked = json.loads(head)
    roots = [root.encode() for root in asked["roots"]]
    found = examine(pdf, roots, datetime.fromisoformat(asked["moment"]))
    Path(target).write_text(json.dumps(asdict(found), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
