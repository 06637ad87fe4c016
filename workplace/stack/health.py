"""Asking each process whether it works, in its own language, within a second."""

import http.client
import json
import socket
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from kernel.settings import Settings
from workplace.stack import postgres
from workplace.stack.processes import Kind, Process

SECONDS = 2.0
# LDAPMessage 1: an anonymous simple bind. Any bind response shows a server that reads and answers.
LDAP_BIND = bytes.fromhex("300c020101600702010304008000")


def problem(process: Process, settings: Settings) -> str | None:
    """What is wrong with it, in words for the operator; None when it answered well."""
    try:
        return _ask(process, settings)
    except FileNotFoundError:
        return "does not listen"
    except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
        return f"does not answer: {error}"


def _ask(process: Process, settings: Settings) -> str | None:
    if process.kind is Kind.EDGE:
        address = ("127.0.0.1", settings.port)
        with closing(http.client.HTTPConnection(*address, timeout=SECONDS)) as edge:
            edge.request("GET", "/healthz", headers={"Host": settings.host})
            return _status(edge.getresponse())
    if process.socket is None:
        return None
    if process.name == "postgres":
        # It accepts connections before it has recovered, so only a whole sign-in counts.
        postgres.connect(process.socket.parent).close()
        return None
    if process.name == "libvirt":  # speaks a protocol of its own, once it is ready for it
        _exchange(process.socket, b"", listens=True)
        return None
    if process.name in _TALK:
        request, expected = _TALK[process.name]
        answer = _exchange(process.socket, request)
        return None if expected in answer else f"answered {answer[:60]!r}"
    return _http(process.socket)


def _http(path: Path) -> str | None:
    with closing(_UnixConnection(path)) as connection:
        connection.request("GET", "/healthz")
        return _status(connection.getresponse())


def _status(answer: http.client.HTTPResponse) -> str | None:
    """A process may say itself what it lacks: `{"ok": false, "message": …}`."""
    body = answer.read(4000)
    if answer.status < http.HTTPStatus.BAD_REQUEST:
        return None
    return f"answers {answer.status}: {body[:200].decode(errors='replace')}"


def _exchange(path: Path, request: bytes, *, listens: bool = False) -> bytes:
    """The beginning of the answer; nothing where it is enough that somebody `listens`."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        connection.settimeout(SECONDS)
        connection.connect(str(path))
        connection.sendall(request)
        return b"" if listens else connection.recv(4000)


_TALK: dict[str, tuple[bytes, bytes]] = {
    "redis": (b"PING\r\n", b"+PONG"),
    "slapd": (LDAP_BIND, b"\x61"),
    "hostd": (b'{"verb": "health"}\n', b"{"),
}


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(SECONDS)
        self.sock.connect(str(self._path))


def problems(processes: Sequence[Process], settings: Settings) -> dict[str, str]:
    """By name, of those that have one."""
    found = {process.name: problem(process, settings) for process in processes}
    return {name: what for name, what in found.items() if what is not None}
