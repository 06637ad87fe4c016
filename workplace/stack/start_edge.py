"""`python -m workplace.stack.start_edge CONF`: becomes nginx, once nothing holds its ports."""

import os
import sys
from pathlib import Path

from workplace.stack import leftover


def main(conf: Path) -> None:
    ended = leftover.end(conf.parent)
    if ended:
        sys.stderr.write(f"left over from a killed edge and ended: {ended}\n")
    nginx = str(leftover.NGINX)
    os.execv(  # noqa: S606 - no shell is the point; the supervisor's process becomes nginx
        nginx, [nginx, "-e", "stderr", "-c", str(conf), "-g", "daemon off;"]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
