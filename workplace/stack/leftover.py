"""What a killed nginx leaves: workers without a master, which hold the ports and answer nobody new.

A process is *left over* if and only if it is an nginx that has a file of this edge's own directory
open while the supervisor starts the edge: it starts one at a time, so no other is wanted then.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

from workplace.stack.occupied import open_files
from workplace.stack.progress import until
from workplace.stack.supervisor import has_ended

NGINX = Path("/usr/sbin/nginx")
GRACE_SECONDS = 3.0


def of_edge(home: Path) -> list[int]:
    """The nginx processes of the edge whose directory is `home`, whoever is their parent."""
    inside = f"{home.resolve()}/"
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if _is_nginx(process) and any(file.startswith(inside) for file in open_files(process))
    ]


def end(home: Path) -> list[int]:
    """Ends them, and returns which they were. What does not end by itself is killed."""
    found = of_edge(home)
    for how in (signal.SIGTERM, signal.SIGKILL):
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process, how)
        if until(lambda: all(map(has_ended, found)) or None, GRACE_SECONDS, every=0.02):
            break
    return found


def _is_nginx(process: Path) -> bool:
    try:
        return (process / "exe").samefile(NGINX)
    except OSError:  # it ended meanwhile, or is another user's
        return False
