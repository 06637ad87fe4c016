"""A socket of hostd: who may speak, how much, and that each line gets one."""

import json
import logging
import os
import socket
import socketserver
import struct
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60.0  # seconds a client may think between two requests
CREDENTIALS = struct.Struct("3i")  # unix(7), SO_PEERCRED: pid, uid, gid
log = logging.getLogger("hostd")


class Gate(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """`answer` is given a whole request and returns its reply, both without the newline."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, path: Path, allowed: frozenset[int], longest: int, answer: Callable[[bytes], str]
    ) -> None:
        self.allowed, self.longest, self.answer = allowed, longest, answer
        path.unlink(missing_ok=True)
        super().__init__(str(path), Conversation)

    def verify_request(self, request: object, client_address: object) -> bool:
        """Nobody but root and the suite's own user, whatever the file's mode says [HD1]."""
        del client_address
        if not isinstance(request, socket.socket):
            return False
        peer = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
        _, uid, _ = CREDENTIALS.unpack(peer)
        if uid not in self.allowed:
            log.warning("uid %d was turned away", uid)
        return uid in self.allowed


class Conversation(socketserver.StreamRequestHandler):
    timeout = PATIENCE
    server: Gate

    def handle(self) -> None:
        try:
            while line := self.rfile.readline(self.server.longest + 1):
                is_whole = line.endswith(b"\n")
                reply = self.server.answer(line) if is_whole else self._too_long()
                self.wfile.write(reply.encode() + b"\n")
                if not is_whole:
                    return
        except OSError as error:
            log.info("a client went away: %s", error)

    def _too_long(self) -> str:
        why = f"a request ends in {self.server.longest} bytes"
        return json.dumps({"ok": False, "code": "permanent", "message": why})


def open_to(gate: Gate, path: Path, group: int) -> Callable[[], None]:
    """Let the suite's group connect; returns what to run."""
    os.chown(path, 0, group)
    path.chmod(0o660)
    return gate.serve_forever
