"""WireGuard's own protocol to a daemon, as text: requests made, answers read. Pure.

Source: wireguard.com/xplatform, "Configuration Protocol". Keys are hexadecimal there.
"""

import base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network

from vpn.tunnel import rules
from vpn.tunnel.model import Peer, SeenPeer

SEE = b"get=1\n\n"
NO_KEY = base64.b64encode(bytes(32)).decode()  # a preshared key that is none
NOTHING = b"set=1\n\n"  # who lives says yes to it


class UapiMalformed(Exception):
    """Not what the protocol says, or an errno."""


def configure(private_key: bytes, port: int) -> bytes:
    return f"set=1\nprivate_key={private_key.hex()}\nlisten_port={port}\n\n".encode()


def changes(put: Iterable[Peer], remove: Iterable[str]) -> bytes:
    """Takes away first: an address that one peer leaves may be another's."""
    gone = (f"public_key={_hex(key)}\nremove=true\n" for key in remove)
    come = (
        f"public_key={_hex(peer.key)}\npreshared_key={_hex(peer.preshared or NO_KEY)}\n"
        + "replace_allowed_ips=true\n"
        + (f"allowed_ip={peer.address}/32\n" if peer.address else "")
        for peer in put
    )
    return f"set=1\n{''.join(gone)}{''.join(come)}\n".encode()


def check(answer: bytes) -> None:
    if answer.strip() != b"errno=0":
        raise UapiMalformed(answer[:100].decode(errors="replace"))


def peers(answer: bytes) -> list[SeenPeer]:
    """The keys of the interface itself are read over and never kept, nor are preshared ones."""
    found: list[dict[str, str]] = []
    networks: list[list[str]] = []
    for line in answer.decode().splitlines():
        name, _, value = line.partition("=")
        if name == "public_key":
            found.append({name: value})
            networks.append([])
        elif name == "errno" and value != "0":
            raise UapiMalformed(line)
        elif found and name == "preshared_key":
            found[-1][name] = base64.b64encode(bytes.fromhex(value)).decode()
        elif found and name == "allowed_ip":
            networks[-1].append(value)
        elif found:
            found[-1][name] = value
    return [_peer(facts, own) for facts, own in zip(found, networks, strict=True)]


def _peer(facts: dict[str, str], networks: Sequence[str]) -> SeenPeer:
    return SeenPeer(
        key=base64.b64encode(bytes.fromhex(facts["public_key"])).decode(),
        address=only_address(networks),
        endpoint=facts.get("endpoint"),
        handshake_at=moment(facts.get("last_handshake_time_sec", "0")),
        received_bytes=int(facts.get("rx_bytes", "0")),
        sent_bytes=int(facts.get("tx_bytes", "0")),
        fingerprint=print_of(facts.get("preshared_key", NO_KEY)),
    )


def print_of(preshared: str) -> str | None:
    return rules.print_of(None if preshared == NO_KEY else preshared)


def only_address(networks: Sequence[str]) -> IPv4Address | None:
    """None where a peer may send from more than one address, or from none."""
    try:
        [one] = [IPv4Network(network) for network in networks]
    except ValueError:
        return None
    return one.network_address if one.prefixlen == one.max_prefixlen else None


def moment(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if int(seconds) else None


def _hex(key: str) -> str:
    return base64.b64decode(key).hex()
