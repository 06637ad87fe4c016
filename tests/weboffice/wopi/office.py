"""An office as the protocol sees it: what Collabora or ONLYOFFICE ask of a host, and how.

It stands for no product: it asks what the specification lets it ask, signs where it has keys, and
remembers its lock as an editor does.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug.test import TestResponse

from kernel.actor import Role
from tests.support.world import World
from weboffice.wopi.model import Problem
from weboffice.wopi.ports import FetchFailed
from weboffice.wopi.proofs import signed_bytes, ticks
from weboffice.wopi.tasks import Discover

ORIGIN = "https://office.hanbit.example"
TYPES = {"docx": ("edit", "view"), "odt": ("edit",), "hwp": ("view",), "xlsx": ("edit",)}


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def numbers(key: rsa.RSAPrivateKey) -> tuple[str, str]:
    """Modulus and exponent as discovery writes them."""
    public = key.public_key().public_numbers()
    return tuple(  # type: ignore[return-value]
        b64encode(n.to_bytes((n.bit_length() + 7) // 8)).decode() for n in (public.n, public.e)
    )


def discovery(
    origin: str = ORIGIN,
    present: rsa.RSAPrivateKey | None = None,
    before: rsa.RSAPrivateKey | None = None,
) -> bytes:
    actions = "".join(
        f'<action ext="{ending}" name="{mode}" urlsrc="{origin}/{mode}/editor.html?&lt;ui=UI_LLCC'
        f'&amp;&gt;&lt;wopisrc=WOPI_SOURCE&amp;&gt;"/>'
        for ending, modes in TYPES.items()
        for mode in modes
    )
    key = ""
    if present:
        modulus, exponent = numbers(present)
        old_modulus, old_exponent = numbers(before or present)
        key = (
            f'<proof-key modulus="{modulus}" exponent="{exponent}" '
            f'oldmodulus="{old_modulus}" oldexponent="{old_exponent}"/>'
        )
    zone = f'<net-zone name="external-https"><app name="writer">{actions}</app></net-zone>'
    return f'<?xml version="1.0"?><wopi-discovery>{zone}{key}</wopi-discovery>'.encode()


@dataclass
class Answers:
    """weboffice.wopi.ports.Fetch, for what an office answers or does not."""

    by_origin: dict[str, bytes] = field(default_factory=lambda: {ORIGIN: discovery()})
    asked: list[str] = field(default_factory=list)

    def __call__(self, origin: str) -> bytes:
        self.asked.append(origin)
        if origin not in self.by_origin:
            raise FetchFailed(Problem.UNREACHABLE)
        return self.by_origin[origin]


def attach(world: World, answers: Answers | None = None, origin: str = ORIGIN) -> Discover:
    """An administrator names the office, and the worker looks at it."""
    admin = world.as_user("it", Role.IT_ADMIN)
    reply = admin.put("/api/admin/external-office", origin=origin)
    assert reply.status_code == 200, reply.json
    job = Discover(world.begin, world.now, answers or Answers())
    job()
    return job


def keep(world: World, user: str, name: str, data: bytes = b"words") -> str:
    """A file in the person's own drive."""
    sources = world.workplace.office.formats.drive
    return sources.save(world.as_user(user).actor, None, name, [data]).node_id


def share(world: World, file_id: str, owner: str, with_: str, level: str) -> None:
    world.person(with_)
    reply = world.as_user(owner).put(
        f"/api/drive/nodes/{file_id}/grants",
        subject_kind="person", subject_id=with_, level=level,
    )  # fmt: skip
    assert reply.status_code < 300, reply.json


def opened(world: World, file_id: str, user: str = "kim") -> dict[str, Any]:
    reply = world.as_user(user).post(f"/api/office/external/files/{file_id}", language="ko")
    assert reply.status_code == 201, reply.json
    found: dict[str, Any] = reply.json or {}
    return found


@dataclass
class WopiOffice:
    """One editor on one file; `keys` are the present one and the one before it."""

    world: World
    file_id: str
    token: str
    keys: tuple[rsa.RSAPrivateKey, ...] = ()
    lock: str = ""
    signed_at: datetime | None = None

    @classmethod
    def of(cls, world: World, file_id: str, user: str = "kim", **more: Any) -> "WopiOffice":
        return cls(world, file_id, opened(world, file_id, user)["access_token"], **more)

    def ask(self, method: str, path: str = "", override: str = "", **options: Any) -> TestResponse:
        url = f"/wopi/files/{self.file_id}{path}?access_token={self.token}"
        headers = {"X-WOPI-Override": override} if override else {}
        headers |= self._proof(url) | options.pop("headers", {})
        return self.world.stranger().open(url, method=method, headers=headers, **options)

    def _proof(self, url: str) -> dict[str, str]:
        if not self.keys:
            return {}
        stamp = ticks(self.signed_at or self.world.now())
        data = signed_bytes(self.token, f"http://localhost:8080{url}", stamp)
        signed = [
            b64encode(key.sign(data, padding.PKCS1v15(), SHA256())).decode()
            for key in (self.keys[0], self.keys[-1])
        ]
        return {
            "X-WOPI-Proof": signed[0],
            "X-WOPI-ProofOld": signed[1],
            "X-WOPI-TimeStamp": str(stamp),
        }

    def info(self) -> dict[str, Any]:
        reply = self.ask("GET")
        assert reply.status_code == 200, reply.json
        found: dict[str, Any] = reply.json or {}
        return found

    def get(self) -> bytes:
        reply = self.ask("GET", "/contents")
        assert reply.status_code == 200, reply.data
        return bytes(reply.data)

    def put(self, data: bytes, **headers: str) -> TestResponse:
        named = {"X-WOPI-Lock": self.lock} if self.lock else {}
        return self.ask("POST", "/contents", "PUT", data=data, headers=named | headers)

    def take_lock(self, lock: str) -> TestResponse:
        reply = self.act("LOCK", lock)
        if reply.status_code == 200:
            self.lock = lock
        return reply

    def act(self, override: str, lock: str | None = None, **headers: str) -> TestResponse:
        """`lock` None names the one that this office took."""
        named = {"X-WOPI-Lock": self.lock if lock is None else lock}
        return self.ask("POST", "", override, headers=named | headers)

    def relative(self, data: bytes, **headers: str) -> TestResponse:
        return self.ask("POST", "", "PUT_RELATIVE", data=data, headers=headers)
