"""The demonstration's tunnel: policies, devices, past sessions and alarms. The gateway stays off.

Keys are real ones whose private halves nobody kept, so that no device of it can ever come in.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kernel.actor import SessionId
from kernel.db import Tx
from kernel.ids import fresh_id
from kernel.settings import Zone
from vpn.alarms import rules as alarm_rules
from vpn.alarms import store as alarms
from vpn.alarms.model import Alarm, AlarmId, Cause, Kind, Outcome, Seen, What
from vpn.devices import store as devices
from vpn.devices.model import Device, DeviceId, Held, NewKey, Owner, Platform, State, Trust
from vpn.devices.rules import KEY_LASTS
from vpn.gateways.store import next_revision
from vpn.policy.model import Conditions, Effect, Needed, Policy, PolicyId, Proof, Subject
from vpn.sessions import store as sessions
from vpn.sessions.model import TunnelSession, TunnelSessionId
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

WEEK = frozenset(range(5))
ALLOW, DENY = Effect.ALLOW, Effect.DENY
# 198.51.100.0/24 is nobody's (RFC 5737 §3).
HOME, CAFE, AWAY = "198.51.100.23:41820", "198.51.100.77:52114", "198.51.100.140:33001"


@dataclass(frozen=True)
class Part:
    """One device and how it stands; `used` are hours before now at which sessions began."""

    user: str
    name: str
    platform: Platform
    owner: Owner
    state: State = State.ACTIVE
    trust: Trust = Trust.MANAGED
    days: int = 20
    used: tuple[int, ...] = ()


PARTS = (
    Part("haneul.kim", "출장용 노트북", Platform.LINUX, Owner.AGENCY, used=(3, 26, 51, 99)),
    Part("haneul.kim", "내 전화기", Platform.ANDROID, Owner.PERSONAL, trust=Trust.CLAIMED),
    Part("seojun.lee", "재택근무 노트북", Platform.WINDOWS, Owner.AGENCY, used=(5, 29, 77)),
    Part("yujin.choi", "현장 태블릿", Platform.IOS, Owner.AGENCY, days=71, used=(8,)),
    Part(
        "haneulbit.namgung", "맥북", Platform.MACOS, Owner.PERSONAL, State.WAITING, Trust.CLAIMED, 0
    ),
    Part("jiu.han", "출장용 노트북", Platform.WINDOWS, Owner.AGENCY, used=(30,)),
    Part("minho.jung", "당직 노트북", Platform.LINUX, Owner.AGENCY, used=(12, 36)),
    Part("garam.yoon", "옛 노트북", Platform.WINDOWS, Owner.AGENCY, State.LOST, days=60),
    Part("taeyun.kang", "전화기", Platform.IOS, Owner.PERSONAL, State.WAITING, Trust.CLAIMED, 1),
)


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once: where there is a policy, somebody has been here."""
    vpn, officer = workplace.vpn, cast.actor("doyun.park")
    if vpn.policies.list_policies(officer):
        return
    for policy in _policies():
        vpn.policies.add(officer, policy)
    with workplace.base.begin() as tx:
        next_revision(tx.db)
        held = [_enrol(workplace, tx, cast, part) for part in PARTS]
        for part, device in zip(PARTS, held, strict=True):
            for hours in part.used:
                sessions.add(tx.db, _session(device, cast.now - timedelta(hours=hours)))
        for alarm in _alarms(cast, held):
            alarms.add(tx.db, alarm)


def _policies() -> list[Policy]:
    proved = Conditions(Needed.MANAGED, Proof.PASSKEY)
    day = replace(proved, weekdays=WEEK, from_minute=7 * 60, until_minute=22 * 60)
    everybody: dict[str, Any] = {"subject": Subject.EVERYBODY}
    work, internet = Zone.WORK, Zone.INTERNET
    return [
        Policy(_id(), "재택·출장 업무망", ALLOW, work, **everybody, conditions=day),
        Policy(
            _id(), "당직자 업무망", ALLOW, work, Subject.ROLE, "it_admin", 720, conditions=proved
        ),
        Policy(
            _id(), "출장 중 인터넷망", ALLOW, internet, **everybody, minutes=240,
            conditions=Conditions(Needed.CLAIMED, Proof.PASSWORD),
        ),
        Policy(
            _id(), "심야 인터넷망 제한", DENY, internet, **everybody,
            conditions=Conditions(from_minute=0, until_minute=5 * 60),
        ),
    ]  # fmt: skip


def _id() -> PolicyId:
    return PolicyId(fresh_id())


def _enrol(workplace: Workplace, tx: Tx, cast: Cast, part: Part) -> Held:
    at = cast.now - timedelta(days=part.days, hours=2)
    is_over = part.state is State.LOST
    device = Device(
        DeviceId(fresh_id()), cast.person(part.user).id, part.name, part.platform, part.owner,
        State.ACTIVE if is_over else part.state, part.trust, at, at + KEY_LASTS,
    )  # fmt: skip
    devices.add(tx.db, device)
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    devices.give_key(tx.db, device.id, NewKey(key), at)
    address = devices.give_address(tx.db, device.id, workplace.vpn.gateways.plan, at)
    if is_over:
        ended = at + timedelta(days=30)
        devices.change(tx.db, replace(device, state=State.LOST, ended_at=ended))
        devices.retire_key(tx.db, device.id, ended)
        devices.release_address(tx.db, device.id, ended)
    return Held(device, key, address)


def _session(held: Held, began: datetime) -> TunnelSession:
    """One that is over."""
    device, ended = held.device, began + timedelta(hours=2, minutes=17)
    return TunnelSession(
        TunnelSessionId(fresh_id()), device.person_id, device.id, SessionId("demo"), Zone.WORK,
        held.address, HOME, Proof.PASSKEY, "재택·출장 업무망", began, began + timedelta(hours=8),
        used_at=ended, counted_bytes=48_000_000, ended_at=ended, end_reason="by_person",
    )  # fmt: skip


def _alarms(cast: Cast, held: list[Held]) -> list[Alarm]:
    """One to decide of each kind, and one that was decided."""
    by_user = {part.user: one.device for part, one in zip(PARTS, held, strict=True)}
    officer = cast.person("doyun.park").id
    travel = _alarm(cast, Kind.TRAVEL, by_user["jiu.han"], hours=30, seen=_journey(cast))
    return [
        _alarm(cast, Kind.CLONE, by_user["seojun.lee"], hours=1, seen=_turns(cast)),
        _alarm(cast, Kind.FAILURES, by_user["minho.jung"], hours=6, seen=_door(cast)),
        alarm_rules.closed(
            replace(travel, is_theirs=True),
            officer,
            Outcome.DISMISSED,
            cast.now - timedelta(hours=29),
            "본인과 통화함. 국제 로밍으로 확인",
        ),
    ]


def _alarm(cast: Cast, kind: Kind, device: Device, *, hours: int, seen: tuple[Seen, ...]) -> Alarm:
    is_clone = kind is Kind.CLONE
    subject = f"device:{device.id}" if is_clone else f"person:{device.person_id}"
    what = What.PROOF if kind is Kind.FAILURES else None
    cause = Cause(kind, subject, device.person_id, device.id, seen, what)
    at = cast.now - timedelta(hours=hours)
    return Alarm(AlarmId(fresh_id()), cause, at, at)


def _turns(cast: Cast) -> tuple[Seen, ...]:
    """One key, now here and now there."""
    began = cast.now - timedelta(hours=1)
    places = (HOME, AWAY, HOME, AWAY)
    return tuple(
        Seen(began - timedelta(seconds=9 * (4 - at)), place, "KR")
        for at, place in enumerate(places)
    )


def _journey(cast: Cast) -> tuple[Seen, ...]:
    at = cast.now - timedelta(hours=30)
    return (Seen(at - timedelta(minutes=20), HOME, "KR"), Seen(at, AWAY, "DE"))


def _door(cast: Cast) -> tuple[Seen, ...]:
    return (Seen(cast.now - timedelta(hours=6), CAFE),)
