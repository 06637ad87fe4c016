"""`python -m workplace.openapi [--check]`: the contract, web/src/generated/openapi.json.

A difference in that file is a difference in what other programs may rely on, so it is reviewed.
"""

import json
import sys
from pathlib import Path
from tempfile import gettempdir

from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.limits import Limit
from kernel.live import silent
from kernel.parts import Foundation
from kernel.settings import ROOT, read_settings
from workplace.app import create_app
from workplace.wiring import build

CONTRACT = ROOT / "web" / "src" / "generated" / "openapi.json"


def describe() -> str:
    """Needs no server: nothing connects until a request comes."""
    settings = read_settings()
    engine = connect(settings.database_url)
    base = Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, _never)
    spec = create_app(build(base)).api_doc
    return json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _never(limit: Limit, key: str) -> None:
    raise AssertionError(f"{limit.name} asked for {key} while describing")


def main(arguments: list[str]) -> int:
    found = describe()
    if "--check" not in arguments:
        CONTRACT.parent.mkdir(parents=True, exist_ok=True)
        CONTRACT.write_text(found)
        return 0
    if CONTRACT.exists() and CONTRACT.read_text() == found:
        return 0
    now = Path(gettempdir()) / "onmaru-openapi.json"
    now.write_text(found)
    sys.stderr.write(f"the API differs from {CONTRACT}: compare {now}, then write it anew\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
