"""Codes, and the profile of a device as text. Pure."""

import base64
import secrets
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network

from kernel.errors import Conflict, Denied, NotFound
from vpn.enrolment.model import Profile

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # read aloud without a mistake: no 0 o 1 l
GROUPS, GROUP = 3, 4
CODE_LIVES = timedelta(minutes=10)
PICKUP_LIVES = timedelta(days=7)  # an administrator may be away for some days
KEEPALIVE = 25  # seconds; what home routers forget after (wireguard.com/quickstart)
# What no zone lets through ends at the gateway and leaks nowhere [VB5].
EVERYTHING = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))
MTU = 1420  # 1500 less IPv6, UDP and WireGuard


class CodeRefused(Denied):
    """Wrong, used before, or older than ten minutes: one answer for all."""

    code = "enrolment_code_refused"


class StillWaiting(Conflict):
    """`why` is approval, or gateway while there is none to call."""

    code = "device_still_waiting"


class DeviceRefused(Denied):
    """By an administrator, for `reason` [VP14]."""

    code = "device_refused"


class PickupGone(NotFound):
    """The device was removed or lost, or a week has passed."""


def new_code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def typed(code: str) -> str:
    """As it was shown, however somebody typed it."""
    letters = "".join(code.split()).replace("-", "").lower()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def profile_text(profile: Profile) -> str:
    """For wg-quick and the official apps. The private key is added on the device [VP1]."""
    names = [f"DNS = {profile.names}"] if profile.names else []
    lines = [
        "[Interface]",
        f"Address = {profile.address}/32",
        *names,
        f"MTU = {MTU}",
        "",
        "[Peer]",
        f"PublicKey = {base64.b64encode(profile.gateway_key).decode()}",
        f"Endpoint = {profile.endpoint}",
        f"AllowedIPs = {', '.join(map(str, profile.routes))}",
        f"PersistentKeepalive = {KEEPALIVE}",
    ]
    return "\n".join(lines) + "\n"
