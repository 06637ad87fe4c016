"""Opens a link that some program was asked to open: in the browser here where it can be reached
from here, and else by asking the person, through the text bridge, to open it outside
(deploy/desktops/PROTOCOL.md §10). It only asks: the gateway checks the address, and the page asks
whoever sits there.
"""

import json
import os
import re
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

ASKED = Path("/run/desktop/outside")
BROWSER = "/usr/bin/chromium"
LINK = re.compile(r"https?://[^\s\"<>\\^`{|}]{1,2000}")
PATIENCE = 2.0
PORTS = {"http": 80, "https": 443}


def is_here(link: str) -> bool:
    """Whether this zone's network leads there: no name or no answer means that it does not."""
    parts = urlsplit(link)
    try:
        at = (parts.hostname or "", parts.port or PORTS[parts.scheme])
        socket.create_connection(at, PATIENCE).close()
    except (OSError, ValueError, KeyError):
        return False
    return True


def ask(link: str) -> None:
    """Whole or not at all; a later link takes the place of one that nobody heard of."""
    part = ASKED.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"url": link}))
    part.rename(ASKED)


def main(arguments: list[str]) -> int:
    link = arguments[0] if arguments else ""
    if not LINK.fullmatch(link):
        return 1
    if is_here(link):
        os.execv(BROWSER, [BROWSER, link])  # noqa: S606 - an address, and no shell
    ask(link)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
