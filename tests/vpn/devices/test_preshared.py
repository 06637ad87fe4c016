"""What a device shares with the gateway, and that nobody else is told it."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import String, cast, select

from kernel.db import metadata
from tests.vpn.conftest import Keys, Tunnel
from vpn.devices.shared import KEY_FILE, Shared, TunnelKeys


def told(tunnel: Tunnel) -> str:
    """All that the database holds, as text."""
    found: list[str | None] = []
    with tunnel.world.begin() as tx:
        for table in metadata.sorted_tables:
            for column in table.columns:
                found += tx.db.scalars(select(cast(column, String)).where(column.is_not(None)))
    return "\n".join(map(str, found))


def test_only_the_gateways_host_is_told_what_a_device_shares(
    tunnel: Tunnel, caplog: pytest.LogCaptureFixture
) -> None:
    """[VP13]"""
    caplog.set_level(logging.DEBUG)
    keys = Keys()
    tunnel.has_gateway(approval="never")
    answer = tunnel.enrol(tunnel.code(), keys)
    tunnel.keep()
    assert tunnel.host.preshared == {keys.public_key: keys.preshared_key}
    pages = [tunnel.admin.get(f"/api/admin/gvpn/{page}") for page in ("tunnel", "devices")]
    everything = "\n".join([
        told(tunnel), caplog.text, answer.get_data(as_text=True),
        *(page.get_data(as_text=True) for page in pages),
    ])  # fmt: skip
    assert keys.public_key in everything
    assert keys.preshared_key not in everything
    assert keys.secret.hex() not in everything


def test_one_that_was_changed_by_hand_is_put_back(tunnel: Tunnel) -> None:
    """[VP13] [VW6]"""
    keys = Keys()
    tunnel.has_gateway()
    tunnel.device(keys=keys)
    tunnel.keep()
    tunnel.host.preshared[keys.public_key] = Keys().preshared_key
    tunnel.keep()
    assert tunnel.host.preshared[keys.public_key] == keys.preshared_key
    tunnel.host.calls.clear()
    tunnel.keep()
    assert tunnel.host.calls == []


def test_a_renewal_brings_another_one_for_its_own_key(tunnel: Tunnel) -> None:
    """[VP13] [VP11] [VP12]"""
    first, following = Keys(), Keys()
    tunnel.has_gateway()
    tunnel.device(keys=first)
    tunnel.keep()
    tunnel.world.pass_time(timedelta(days=60))
    asked = first.renewal(str(tunnel.devices()[0]["certificate_serial"]), following)
    tunnel.host.silent.add(following.public_key)
    assert tunnel.anyone.post("/api/gvpn/renew", json=asked).status_code == 200
    assert tunnel.host.peers[following.public_key] is None, "expected before the keeper looks"
    assert tunnel.host.preshared[following.public_key] == following.preshared_key
    assert tunnel.host.preshared[first.public_key] == first.preshared_key
    other = Keys(tunnel=following.tunnel)
    serial = str(tunnel.devices()[0]["certificate_serial"])
    refused = tunnel.anyone.post("/api/gvpn/renew", json=first.renewal(serial, other))
    assert refused.status_code == 403, "the same key with another secret is another question"
    tunnel.host.silent.clear()
    tunnel.keep()
    tunnel.keep()
    assert list(tunnel.host.peers) == [following.public_key]


def test_what_is_no_key_or_was_not_signed_for_is_refused(tunnel: Tunnel) -> None:
    """[VP13] [VP6]"""
    code = tunnel.code()
    for wrong in ("", "x", "A" * 43 + "=", Keys().preshared_key[:-4]):
        refused = tunnel.enrol(code, preshared_key=wrong)
        assert refused.get_json()["code"] == "tunnel_key_malformed"
    exchanged = tunnel.enrol(code, preshared_key=Keys().preshared_key)
    assert exchanged.get_json()["why"] == "signature"
    assert tunnel.enrol(code).status_code == 201


def test_what_another_installation_sealed_or_another_key_had_opens_nothing(tunnel: Tunnel) -> None:
    """[VP13]"""
    folder = tunnel.world.settings.secrets
    shared, keys = Shared(folder / KEY_FILE), TunnelKeys(bytes(31) + b"a", bytes(31) + b"b")
    kept = keys.sealed(shared)
    assert kept.shared is not None
    assert shared.open(keys.public, kept.shared) == keys.secret
    assert keys.are(kept, shared)
    assert not replace(keys, secret=bytes(32)).are(kept, shared)
    assert shared.open(bytes(32), kept.shared) is None
    (folder / "other").write_text("another secret")
    assert Shared(folder / "other").open(keys.public, kept.shared) is None
