"""A name server of the tests: answers A for the names it was given, and NXDOMAIN for all others."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.support.country import Namespace

# RFC 1035, 4.1: the question comes back, with one answer that points to its name.
ANSWER = """
import socket, sys
address, port, *rows = sys.argv[1:]
known = dict(row.split("=") for row in rows)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # before who echoes at all addresses
    s.bind((address, int(port)))
    print("up", flush=True)
    while True:
        asked, peer = s.recvfrom(1500)
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode()); at += 1 + asked[at]
        question = asked[12 : at + 5]
        found = known.get(".".join(labels).lower()) if question[-4:-2] == b"\\0\\1" else None
        head = asked[:2] + (b"\\x81\\x80" if found else b"\\x81\\x83") + b"\\0\\1"
        head += (b"\\0\\1" if found else b"\\0\\0") + b"\\0\\0\\0\\0"
        row = b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\1\\0\\4"
        s.sendto(head + question + (row + socket.inet_aton(found) if found else b""), peer)
"""


@contextmanager
def naming(
    there: Namespace, address: str, names: Mapping[str, str], port: int = 53
) -> Iterator[None]:
    rows = [f"{name}={where}" for name, where in names.items()]
    inside = ["ip", "netns", "exec", there.name]
    command = [*inside, sys.executable, "-I", "-S", "-c", ANSWER, address, str(port), *rows]
    server = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == b"up\n"
        yield
    finally:
        server.kill()
        server.communicate()
