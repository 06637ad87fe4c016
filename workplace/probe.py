"""`/healthz` and `/metrics` on a unix socket, for processes that serve no HTTP themselves."""

import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


class _Probe(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, "application/json", b'{"ok": true}')
        elif self.path == "/metrics":
            self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
        else:
            self._answer(404, "application/json", b'{"code": "not_found"}')

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Probes come every few seconds and say nothing new."""

    def address_string(self) -> str:
        return "-"


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


def serve_probe(path: Path) -> None:
    """Answers from a thread, so a stuck main loop shows as stale metrics, not as silence."""
    path.unlink(missing_ok=True)
    server = _Server(str(path), _Probe)
    path.chmod(0o660)
    threading.Thread(target=server.serve_forever, name="probe", daemon=True).start()
