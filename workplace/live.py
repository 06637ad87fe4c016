"""The live process: `python -m workplace.live` serves Socket.IO on its unix socket."""

from gevent import monkey

monkey.patch_all()  # before anything else opens a socket or a lock

import socket  # noqa: E402
from pathlib import Path  # noqa: E402

from gevent.pywsgi import WSGIServer  # noqa: E402
from geventwebsocket.handler import WebSocketHandler  # noqa: E402

from kernel.http import create_api  # noqa: E402
from kernel.live import LiveServer  # noqa: E402
from kernel.log import start_logging  # noqa: E402
from kernel.settings import read_settings  # noqa: E402
from workplace.app import VERSION  # noqa: E402
from workplace.wiring import build, foundation  # noqa: E402


def main() -> None:
    start_logging()
    settings = read_settings()
    workplace = build(foundation(settings))
    authenticate = workplace.identity.sessions.authenticate
    app = create_api(settings, authenticate, title="Onmaru live", version=VERSION)
    realtime = [r for part in workplace.parts for r in part.realtime]
    LiveServer(app, settings, authenticate, workplace.topics, realtime)
    WSGIServer(
        listener(settings.socket("live")), app, handler_class=WebSocketHandler, log=None
    ).serve_forever()


def listener(path: Path) -> socket.socket:
    """A unix socket that the edge, in the same group, may open."""
    path.unlink(missing_ok=True)
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    found.bind(str(path))
    path.chmod(0o660)
    found.listen(1024)
    found.settimeout(0)
    return found


if __name__ == "__main__":
    main()
