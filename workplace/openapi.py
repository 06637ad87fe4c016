"""`python -m workplace.openapi [--check]`: the contract, web/src/generated/openapi.json.

A difference in that file is a difference in what other programs may rely on, so it is reviewed.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import gettempdir

from flask_openapi3.blueprint import APIBlueprint

from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.hints import silent
from kernel.limits import Limit
from kernel.parts import Foundation
from kernel.settings import ROOT, read_settings
from workplace.app import create_app
from workplace.wiring import Workplace, build

CONTRACT = ROOT / "web" / "src" / "generated" / "openapi.json"


def compose() -> Workplace:
    """Needs no server: nothing connects until a request comes."""
    settings = read_settings()
    engine = connect(settings.database_url)
    return build(Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, _never))


def describe(workplace: Workplace) -> str:
    spec = create_app(workplace).api_doc
    return json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def clashes(blueprints: Iterable[APIBlueprint]) -> list[str]:
    """Names that two blueprints give to different shapes: the contract would keep the last one
    and describe the other's answers by it, without a word."""
    shapes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for blueprint in blueprints:
        for name, schema in blueprint.components_schemas.items():
            shapes[name][schema.model_dump_json(exclude_none=True)].append(blueprint.name)
    return [
        f"{name} is one thing in {' and another in '.join(', '.join(at) for at in found.values())}"
        for name, found in sorted(shapes.items())
        if len(found) > 1
    ]


def _never(limit: Limit, key: str) -> None:
    raise AssertionError(f"{limit.name} asked for {key} while describing")


def main(arguments: list[str]) -> int:
    workplace = compose()
    clashing = clashes(b for part in workplace.parts for b in part.blueprints)
    if clashing:
        sys.stderr.write("rename one of each two models:\n" + "\n".join(clashing) + "\n")
        return 1
    found = describe(workplace)
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
