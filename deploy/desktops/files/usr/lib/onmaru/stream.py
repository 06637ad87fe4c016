"""Selkies on the listening socket it was given, instead of an address of its own."""

import socket
import sys

sys.path.insert(0, "/opt/selkies")
from selkies import __main__ as selkies
from selkies import stream_server

LISTENER_FD = 3


async def given_socket(_addr: str, _port: int) -> list[socket.socket]:
    listener = socket.socket(fileno=LISTENER_FD)
    listener.setblocking(False)
    return [listener]


stream_server._bind_listen_sockets = given_socket
selkies.main()
