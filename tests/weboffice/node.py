"""Node for tests that need a JavaScript client or a built page."""

import os

from kernel.settings import ROOT

WEB = ROOT / "web"


def node_environment(**more: str) -> dict[str, str]:
    """The Node that ./onmaru brought, or the one on the path, and `more`."""
    tools, path = os.environ.get("ONMARU_TOOLS"), os.environ["PATH"]  # noqa: TID251 - the caller's
    return {"PATH": f"{tools}/node:{path}" if tools else path, **more}
