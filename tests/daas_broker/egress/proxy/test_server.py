"""The proxy itself, over real sockets of this machine; its ways out are tried with namespaces in
tests/workplace/hostd/test_proxies.py."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daas_broker.desktops.zones import NameRefused, ZonePolicy, default_policy
from daas_broker.egress.proxy import server as proxy_server
from daas_broker.egress.proxy.rules import Law, Target
from daas_broker.egress.proxy.server import Proxy
from kernel.settings import Zone

OPEN = replace(default_policy(Zone.INTERNET), through_proxy=True)


@contextmanager
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every name is this machine, which no zone reaches otherwise."""

    async def here(_target: Target) -> list[IPv4Address]:
        return [IPv4Address("127.0.0.1")]

    with monkeypatch.context() as patch:
        patch.setattr(proxy_server, "_addresses", here)
        patch.setattr(Law, "refuses_at", lambda *_: None)
        yield


def answered(
    sent: bytes, policy: ZonePolicy | None = OPEN, origin: bytes = b""
) -> tuple[bytes, bytes, Proxy]:
    """What the client got, what the server behind got, and the proxy."""

    async def all_of_it() -> tuple[bytes, bytes, Proxy]:
        got = b""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal got
            got += await reader.read(65_536)
            writer.write(origin)
            await writer.drain()
            writer.close()

        behind = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = behind.sockets[0].getsockname()[1]
        proxy = Proxy()
        if policy:
            proxy.apply(policy)
        front = await asyncio.start_server(proxy.take, "127.0.0.2", 0)
        reader, writer = await asyncio.open_connection(*front.sockets[0].getsockname())
        writer.write(sent.replace(b"PORT", str(port).encode()))
        async with asyncio.timeout(10):
            heard = await reader.read()
        writer.close()
        behind.close()
        front.close()
        return heard, got.replace(str(port).encode(), b"PORT"), proxy

    return asyncio.run(all_of_it())


def test_plain_http_is_carried_by_the_name_that_was_decided_upon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[DH10]"""
    origin = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nProxy-Authenticate: x\r\n\r\nhi"
    sent = (
        b"GET http://www.korea.kr:PORT/a?b=1 HTTP/1.1\r\nHost: other.example\r\n"
        b"Proxy-Authorization: secret\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-Kept: 1\r\n\r\n"
    )
    with names(monkeypatch):
        heard, got, _ = answered(sent, origin=origin)
    assert heard.startswith(b"HTTP/1.1 200")
    assert heard.endswith(b"\r\n\r\nhi")
    lines = [line.lower() for line in got.split(b"\r\n")]
    assert lines[0] == b"get /a?b=1 http/1.1"
    assert b"host: www.korea.kr:port" in lines
    assert b"x-kept: 1" in lines
    for gone in (b"other.example", b"secret", b"x-hop: 1"):
        assert gone not in got.lower()
    assert b"proxy-authenticate" not in heard.lower()


def test_a_tunnel_carries_bytes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """[DH10]"""
    with names(monkeypatch):
        sent = b"CONNECT www.korea.kr:PORT HTTP/1.1\r\nHost: x\r\n\r\n\x16\x03early"
        heard, got, _ = answered(sent, origin=b"\x00\xffanswer")
    assert heard == proxy_server.OPEN + b"\x00\xffanswer"
    assert got == b"\x16\x03early"


def test_a_refusal_says_what_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """[DH10]"""
    policy = replace(OPEN, denied_names=("xn--3e0b707e",))
    with names(monkeypatch):
        sent = b"GET http://news.xn--3e0b707e/ HTTP/1.1\r\nHost: x\r\n\r\n"
        heard, got, proxy = answered(sent, policy)
    text = heard.decode()
    assert text.startswith("HTTP/1.1 403")
    assert "news.한국" in text
    assert "망 정책에서 막은 곳" in text
    assert "IT 관리자" in text
    assert got == b""
    [told] = proxy.refusals.all()
    assert (told.name, told.why) == ("news.xn--3e0b707e", NameRefused.DENIED)


def test_before_a_policy_is_told_nothing_passes() -> None:
    """[HD34]"""
    heard, _, _ = answered(b"CONNECT www.korea.kr:443 HTTP/1.1\r\nHost: x\r\n\r\n", None)
    assert heard.startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET ftp://korea.kr/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://me:secret@korea.kr/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[::1]/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT korea.kr HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT korea.kr:99999 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT korea.kr:0443443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT [::1]:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://korea.kr/ HTTP/1.1\r\n" + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST http://korea.kr/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
        b"Content-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"nonsense\r\n\r\n",
    ],
)
def test_what_no_proxy_can_carry_out_is_refused(sent: bytes) -> None:
    """[DH10]"""
    heard, got, proxy = answered(sent)
    assert heard.startswith(b"HTTP/1.1 400") or heard == b""
    assert (got, proxy.refusals.all(), proxy.passages) == (b"", (), set())


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_hostile_bytes_open_nothing_and_break_nothing(sent: bytes) -> None:
    """[DH10]"""

    async def one() -> None:
        proxy = Proxy()
        proxy.apply(OPEN)
        front = await asyncio.start_server(proxy.take, "127.0.0.2", 0)
        reader, writer = await asyncio.open_connection(*front.sockets[0].getsockname())
        writer.write(sent)
        writer.write_eof()
        async with asyncio.timeout(10):
            heard = await reader.read()
        assert not heard.startswith(b"HTTP/1.1 200")
        writer.close()
        front.close()
        await asyncio.sleep(0)
        assert not proxy.passages

    asyncio.run(one())
