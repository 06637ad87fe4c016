"""What a program in a desktop says to its zone's proxy, and hears."""

import sys

from tests.support.country import Namespace

# One line a question: `CONNECT name:port`; says the status, and what an echo says to a byte.
ASK = """
import socket, sys
def ask(where, line):
    with socket.create_connection((where, 3128), 5) as s:
        s.settimeout(8)
        s.sendall(line.encode() + b" HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        head = b""
        while b"\\r\\n\\r\\n" not in head:
            data = s.recv(4096)
            if not data: break
            head += data
        status = head.split(b" ")[1].decode() if head else "none"
        if status != "200": return status
        s.sendall(b"x")
        return status + s.recv(1).decode()
for line in sys.argv[2:]:
    try: print(ask(sys.argv[1], line))
    except OSError as error: print(type(error).__name__)
"""


def ask(desktop: Namespace, *lines: str, where: str = "127.0.0.1") -> list[str]:
    """Of each `CONNECT name:port` the status, with `x` where the other end answered as well."""
    return desktop.run(sys.executable, "-I", "-S", "-c", ASK, where, *lines).split()
