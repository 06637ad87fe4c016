"""When a name is locked, and what counts as a new place.

Five failures and a delay that grows: 개인정보의 안전성 확보조치 기준 §5⑥ asks for a limit and
leaves the number to the agency. The minutes are our own choice.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from identity.login.model import Tally
from kernel.errors import NotSignedIn, TooFast

FREE_FAILURES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(minutes=60)
FORGOTTEN_AFTER = timedelta(hours=24)
PLACE_KNOWN_FOR = timedelta(days=90)
MOST_HALF_PROOFS = 5


class SignInRefused(NotSignedIn):
    """Name and password do not belong together, or the name is nobody's: one answer for both."""

    code = "sign_in_refused"


class SecondProofNeeded(NotSignedIn):
    """The password is right, the place is new, and there is a passkey: it opens [SI13]."""

    code = "second_proof_needed"


class SignInLocked(TooFast):
    """Facts: `until` (ISO 8601), `retry_after` in seconds. A passkey still opens."""

    code = "sign_in_locked"


def counted(before: Tally | None, now: datetime) -> Tally:
    """The tally with one more attempt, or SignInLocked."""
    if before is None or now - before.failed_at >= FORGOTTEN_AFTER:
        return Tally(1, now)
    if before.locked_until is not None and now < before.locked_until:
        raise _locked(before.locked_until, now)  # [SI2]
    failures = before.failures + 1
    return Tally(failures, now, _locked_until(failures, now))


def _locked_until(failures: int, now: datetime) -> datetime | None:
    if failures < FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES, 10)  # 2^10 minutes is past the longest lock
    return now + min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)  # [SI2]


def _locked(until: datetime, now: datetime) -> SignInLocked:
    seconds = int((until - now).total_seconds()) + 1
    return SignInLocked(until=until.isoformat(), retry_after=seconds)


def refusal(tally: Tally, now: datetime) -> SignInRefused | SignInLocked:
    """What to say to the attempt that `tally` counted, once it has failed."""
    if tally.locked_until is not None:
        return _locked(tally.locked_until, now)
    return SignInRefused(attempts_left=FREE_FAILURES - tally.failures)


def half_refusal(tally: Tally, now: datetime) -> SecondProofNeeded | SignInLocked:
    """What to say to a right password at a new place."""
    if tally.locked_until is not None:
        return _locked(tally.locked_until, now)
    return SecondProofNeeded(attempts_left=FREE_FAILURES - tally.failures)


def network(address: str) -> str:
    """The neighbourhood of an address: /24 of IPv4, /64 of IPv6. Anything else stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.is_loopback:
        return "loopback"  # a browser takes ::1 today and 127.0.0.1 tomorrow
    prefix = 64 if isinstance(found, IPv6Address) else 24
    return str(ip_network(f"{address}/{prefix}", strict=False))
