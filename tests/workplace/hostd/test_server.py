"""The socket of the only root process: who may speak, what may be said."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from daas_broker.desktops.adapters.hostd_wire import LONGEST_REQUEST
from kernel.clock import utc_now
from tests.support.fakes.desktop_host import INTERNET, FakeDesktopHost
from workplace.hostd.server import Server

SPEC = {
    "id": "0123456789abcdef",
    "generation": 1,
    "pool": "p1",
    "image": INTERNET.key,
    "zone": "internet",
}
POLICY = {"zone": "work", "revision": 1, "open_internet": False, "workplace": True}
HOME = "0123456789abcdef0123456789abcdef"
REACH = {"network": "10.0.0.0/8", "protocol": "tcp", "first_port": 1, "last_port": 80}


class Clerk:
    """Speaks raw lines, so that a request can be wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def say(self, line: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as hostd:
            hostd.settimeout(5)
            hostd.connect(str(self.path))
            hostd.sendall(line)
            with hostd.makefile("rb") as replies:
                return replies.readline()

    def ask(self, **request: object) -> dict[str, object]:
        reply: dict[str, object] = json.loads(self.say(json.dumps(request).encode() + b"\n"))
        return reply


def serve(path: Path, allowed: frozenset[int]) -> Server:
    server = Server(path, FakeDesktopHost(utc_now), allowed)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    server = serve(tmp_path / "hostd.sock", frozenset({os.geteuid()}))
    yield Clerk(tmp_path / "hostd.sock")
    server.shutdown()
    server.server_close()


def test_the_verbs_are_answered(clerk: Clerk) -> None:
    """[HD1]"""
    for request in (
        {"verb": "ensure_desktop", "spec": SPEC, "epoch": 1},
        {"verb": "list_desktops"},
        {"verb": "list_images"},
        {"verb": "health"},
        {"verb": "apply_policy", "policy": POLICY, "epoch": 1},
        {"verb": "list_zones"},
        {"verb": "attach_home", "desktop": SPEC["id"], "generation": 1, "home": HOME, "epoch": 1},
        {"verb": "snapshot_home", "home": HOME, "zone": "internet", "epoch": 1},
        {"verb": "list_recipes"},
        {"verb": "build_image", "name": "internet"},
        {"verb": "build"},
        {"verb": "list_packages", "image": INTERNET.key},
        {"verb": "remove_image", "image": "internet-999999999999", "epoch": 1},
        {"verb": "destroy_desktop", "desktop": SPEC["id"], "generation": 1, "epoch": 1},
    ):
        assert clerk.ask(**request)["ok"] is True


@pytest.mark.parametrize(
    "request_",
    [
        {"verb": "run", "command": "id"},
        {"verb": "build_image", "name": "--report"},
        {"verb": "build_image", "name": "../internet"},
        {"verb": "build_image", "name": "internet", "packages": ["nmap"]},
        {"verb": "list_packages", "image": "../../etc"},
        {"verb": "remove_image", "image": ".layers", "epoch": 1},
        {"verb": "health", "path": "/etc/shadow"},
        {"verb": "ensure_desktop", "spec": SPEC | {"id": "../../etc"}, "epoch": 1},
        {"verb": "ensure_desktop", "spec": SPEC | {"image": "x/../../rootfs"}, "epoch": 1},
        {"verb": "ensure_desktop", "spec": SPEC | {"pool": "p1 --privileged"}, "epoch": 1},
        {"verb": "ensure_desktop", "spec": SPEC | {"pool": "p1\n"}, "epoch": 1},
        {"verb": "ensure_desktop", "spec": SPEC | {"zone": "host"}, "epoch": 1},
        {"verb": "ensure_desktop", "spec": SPEC | {"size": {"memory_mib": 10**9}}, "epoch": 1},
        {"verb": "destroy_desktop", "desktop": "*", "generation": 1, "epoch": 1},
        {"verb": "apply_policy", "policy": POLICY | {"zone": "x; flush ruleset"}, "epoch": 1},
        {"verb": "apply_policy", "policy": POLICY | {"resolvers": ["1.1.1.1 accept"]}, "epoch": 1},
        {"verb": "apply_policy", "policy": POLICY | {"allowed": [{"network": "}"}]}, "epoch": 1},
        {"verb": "apply_policy", "policy": POLICY | {"allowed": [REACH] * 201}, "epoch": 1},
        {
            "verb": "apply_policy",
            "policy": POLICY | {"denied": [REACH | {"first_port": "80 accept"}]},
            "epoch": 1,
        },
        {"verb": "attach_home", "desktop": "../x", "generation": 1, "home": HOME, "epoch": 1},
        {"verb": "snapshot_home", "home": "../" * 10 + "ab", "zone": "work", "epoch": 1},
        {"verb": "snapshot_home", "home": HOME, "zone": "../work", "epoch": 1},
        {"verb": "compare_home", "home": HOME, "zone": "work", "snapshot": "../live"},
        {
            "verb": "restore_home",
            "home": HOME,
            "zone": "work",
            "wish": {"snapshot": "20300101T000000Z", "entries": ["문서/../../etc/shadow"]},
            "epoch": 1,
        },
        {"verb": "reset_home", "home": HOME, "zone": "work", "what": "/", "epoch": 1},
        {},
    ],
)
def test_nothing_else_is(clerk: Clerk, request_: dict[str, object]) -> None:
    """[HD1]"""
    reply = clerk.ask(**request_)
    assert (reply["ok"], reply["code"]) == (False, "permanent")
    assert clerk.ask(verb="list_desktops")["result"] == []


def test_a_request_has_an_end(clerk: Clerk) -> None:
    """[HD1]"""
    assert b"permanent" in clerk.say(b" " * (LONGEST_REQUEST + 1))
    assert b"permanent" in clerk.say(b"not json\n")


def test_another_user_is_turned_away(tmp_path: Path) -> None:
    """[HD1]"""
    server = serve(tmp_path / "hostd.sock", frozenset({os.geteuid() + 1}))
    try:
        with pytest.raises((ConnectionError, json.JSONDecodeError)):
            Clerk(tmp_path / "hostd.sock").ask(verb="health")
    finally:
        server.shutdown()
        server.server_close()
