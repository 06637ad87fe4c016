"""People with devices, which make their keys as the real ones do."""

import base64
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from identity.directory.model import PersonEntry, Snapshot
from kernel.actor import Role
from tests.support.fakes.atlas import FakeAtlas
from tests.support.fakes.tunnel_host import FakeTunnelHost
from tests.support.world import SignedInClient, World
from vpn import wiring
from vpn.authority.rules import said, said_renewing
from workplace.bridges.tunnel_ground import TunnelGround


@dataclass
class Keys:
    """What a device makes and keeps."""

    tunnel: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    device: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.tunnel.public_key().public_bytes_raw()).decode()

    @property
    def preshared_key(self) -> str:
        return base64.b64encode(self.secret).decode()

    @property
    def both(self) -> bytes:
        return self.tunnel.public_key().public_bytes_raw() + self.secret

    def renewal(self, serial: str, following: "Keys") -> dict[str, str]:
        """For the tunnel's keys of `following`, signed by the certificate's key of this one."""
        message = said_renewing(following.both)
        signature = self.device.sign(message, ec.ECDSA(hashes.SHA256()))
        return {
            "serial": serial,
            "public_key": following.public_key,
            "preshared_key": following.preshared_key,
            "signature": base64.b64encode(signature).decode(),
        }

    def body(self, code: str) -> dict[str, str]:
        spki = self.device.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        message = said(self.both)
        signature = self.device.sign(message, ec.ECDSA(hashes.SHA256()))
        return {
            "code": code,
            "public_key": self.public_key,
            "preshared_key": self.preshared_key,
            "certificate_key": base64.b64encode(spki).decode(),
            "signature": base64.b64encode(signature).decode(),
        }


@dataclass
class Tunnel:
    """What tests of the tunnel say."""

    world: World
    host: FakeTunnelHost

    @property
    def admin(self) -> SignedInClient:
        return self.world.as_user("ida", Role.IT_ADMIN)

    @property
    def officer(self) -> SignedInClient:
        return self.world.as_user("sol", Role.SECURITY_OFFICER)

    def knows(self, user: str) -> str:
        """The directory knows `user`, whose password this is."""
        directory = self.world.directory
        entry = PersonEntry(user, user, user, "", "", "", "", "", "div", frozenset())
        directory.snapshot = Snapshot((), (entry,))
        return directory.password

    def keep(self) -> None:
        """What the worker does within seconds."""
        vpn = self.world.workplace.vpn
        for keeper in (vpn.session_keeper, vpn.keeper):
            assert keeper.run().errors == []

    def traffic(self, received_bytes: int) -> None:
        """So much comes from every device, and goes through its way if it has one."""
        for key, address in self.host.peers.items():
            self.host.received[key] = self.host.received.get(key, 0) + received_bytes
            if address in self.host.ways:
                self.host.moved[address] = self.host.moved.get(address, 0) + received_bytes

    @property
    def anyone(self) -> FlaskClient:
        return self.world.stranger()

    def has_gateway(self, **wish: Any) -> None:
        body = {"is_on": True, "host": "gw.hanbit.example", "port": 51820, "approval": "always"}
        reply = self.admin.put("/api/admin/gvpn/gateway", **body | wish)
        assert reply.status_code == 204, reply.json

    def code(self, user: str = "kim", **wish: Any) -> str:
        body = {"name": "노트북", "platform": "linux", "owner": "agency", **wish}
        reply = self.world.as_user(user).post("/api/gvpn/enrolments", **body)
        assert reply.status_code == 201, reply.json
        return str(reply.get_json()["code"])

    def enrol(self, code: str, keys: Keys | None = None, **other: Any) -> TestResponse:
        body = (keys or Keys()).body(code) | other
        return self.anyone.post("/api/gvpn/enrol", json=body)

    def device(self, user: str = "kim", keys: Keys | None = None, **wish: Any) -> str:
        """Enrolled and let in."""
        reply = self.enrol(self.code(user, **wish), keys)
        assert reply.status_code == 201, reply.json
        device = str(reply.get_json()["device_id"])
        if reply.get_json()["state"] == "waiting":
            path = f"/api/admin/gvpn/devices/{device}/approve"
            assert self.admin.post(path, trust="managed").status_code == 204
        return device

    def devices(self, user: str = "kim") -> list[dict[str, Any]]:
        found = self.world.sign_in(user).get("/api/gvpn/devices").get_json()["devices"]
        return list(found)


@pytest.fixture
def tunnel(world: World) -> Tunnel:
    host = FakeTunnelHost(world.now)
    vpn = wiring.build(world.base, world.workplace.identity, TunnelGround(), host, FakeAtlas())
    world.has_vpn(vpn)
    return Tunnel(world, host)
