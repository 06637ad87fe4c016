"""The live process: `python -m workplace.live` serves Socket.IO on its unix socket."""

from gevent import monkey

monkey.patch_all()  # before anything else opens a socket or a lock

import logging  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from itertools import count  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import gevent  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402
from geventwebsocket.handler import WebSocketHandler  # noqa: E402

from kernel.http import create_api  # noqa: E402
from kernel.live import LiveServer  # noqa: E402
from kernel.log import start_logging  # noqa: E402
from kernel.settings import read_settings  # noqa: E402
from workplace.app import VERSION  # noqa: E402
from workplace.endings import Endings  # noqa: E402
from workplace.foundation import foundation  # noqa: E402
from workplace.wiring import build  # noqa: E402

BACKLOG = 1024


def main(name: str = "live") -> None:
    """Several may run, each with a socket of its own name."""
    start_logging()
    logging.getLogger("geventwebsocket.handler").setLevel(logging.WARNING)  # it tells each probe
    settings = read_settings()
    workplace = build(foundation(settings))
    authenticate = workplace.identity.sessions.authenticate
    app = create_api(settings, authenticate, title="Onmaru live", version=VERSION)
    realtime = [r for part in workplace.parts for r in part.realtime]
    live = LiveServer(app, settings, authenticate, workplace.topics, realtime)
    live.doors.append(workplace.vpn.sessions.refuse_quarantined)  # [VB3]
    endings = Endings(settings.database_url, workplace.base.begin, workplace.base.now)
    gevent.spawn(endings.follow, live)
    serve(WSGIServer(listener(settings.socket(name)), app, handler_class=Handler, log=None))


class Handler(WebSocketHandler):  # type: ignore[misc] # it publishes no types
    """It keeps its clients by their addresses, and on a unix socket they have none: whoever left
    second was not found, and its connection ended in an error."""

    numbers = count(1)

    def __init__(self, sock: Any, address: Any, server: Any) -> None:
        super().__init__(sock, address or f"client {next(self.numbers)}", server)


def serve(server: Any) -> None:
    """Until SIGTERM. Sockets are closed at once: clients come back to the next process."""
    gevent.signal_handler(signal.SIGTERM, server.stop, 1)
    gevent.signal_handler(signal.SIGINT, server.stop, 1)
    server.serve_forever()


def listener(path: Path) -> socket.socket:
    """A unix socket that the edge, in the same group, may open."""
    path.unlink(missing_ok=True)
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    found.bind(str(path))
    path.chmod(0o660)
    found.listen(BACKLOG)
    found.settimeout(0)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:2])
