"""When an address is held: one password tried on many names, or many on a few.

The lock of a name does not see who tries each name once. An office behind one address mistypes as
well, but its people get in soon after, and the more of them there are the more may fail. The
numbers are our own choice.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network

from identity.address_holds.model import Hold, Tries
from kernel.errors import TooFast

FREE_NAMES, PEOPLE_PER_NAME = 10, 5
FREE_FAILURES, FAILURES_PER_PERSON = 50, 1
FAILED_FOR = timedelta(hours=1)
IN_FOR = timedelta(hours=12)
HELD_FOR = timedelta(hours=1)
MARK_BYTES = 2


class SignInHeld(TooFast):
    """Too many failures from here. Facts: `until` (ISO 8601), `retry_after` in seconds. A passkey
    still opens."""

    code = "sign_in_held"


def is_attack(tries: Tries) -> bool:
    """More than an office of as many people makes [SI11]."""
    names = FREE_NAMES + tries.names_in // PEOPLE_PER_NAME
    failures = FREE_FAILURES + tries.names_in * FAILURES_PER_PERSON
    return tries.names_failed > names or tries.failures > failures


def refusal(hold: Hold, now: datetime) -> SignInHeld:
    seconds = int((hold.until - now).total_seconds()) + 1
    return SignInHeld(until=hold.until.isoformat(), retry_after=seconds)


def source(address: str) -> str:
    """Whom failures are counted against: whoever has an address of IPv6 has 2^64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    is_six = isinstance(found, IPv6Address)
    return str(ip_network(f"{address}/64", strict=False)) if is_six else str(found)


def mark(address: str, name: str) -> int:
    """Tells names apart at one address, and tells nobody a name: it may be a password [SI5]."""
    found = blake2b(name.encode(), key=address.encode()[:64], digest_size=MARK_BYTES).digest()
    return int.from_bytes(found)
