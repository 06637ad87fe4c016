"""The demonstration agency: 한빛부 with 300 people, the same ones every time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from random import Random

from identity.directory.model import DivisionEntry, PersonEntry, Snapshot
from kernel.actor import Role
from workplace.demo import names
from workplace.demo.divisions import AGENCY, BUREAUS, Division
from workplace.demo.names import Name, romanised

SEED = 2026
MAIL_DOMAIN = "hanbit.example"  # RFC 2606 §2: .example is nobody's
AREA_CODE = "099-555"  # no Korean area has 099
STAFF_POSTS = ("주무관", "주무관", "사무관", "주무관", "실무관", "주무관", "주무관", "전문위원")
LEADERS = ("장관", "차관", "대변인", "정책보좌관", "비서관", "비서관")
MEMBER = frozenset({Role.MEMBER})
HEAD = frozenset({Role.MEMBER, Role.MANAGER})


@dataclass(frozen=True)
class Post:
    """A chair in the agency; `cast` below says who sits in some of them."""

    division_id: str
    title: str
    duty: str
    roles: frozenset[Role] = MEMBER


@dataclass(frozen=True)
class Part:
    """Somebody the demonstrations are about, and the chair in the division that is theirs."""

    name: Name
    division_id: str
    chair: int  # 0 is the head of the division
    title: str = ""
    duty: str = ""
    roles: frozenset[Role] = frozenset()


PARTS = (
    Part(romanised("김하늘", "Kim", "Haneul"), "strategy", 3, "주무관", "온마루 도입 총괄"),
    Part(romanised("이서준", "Lee", "Seojun"), "strategy", 0),
    Part(romanised("이솔", "Lee", "Sol"), "strategy", 2, "사무관", "전자문서 표준"),
    Part(romanised("최유진", "Choi", "Yujin"), "inspection", 3, "주무관", "다중이용시설 점검"),
    Part(
        romanised("박도윤", "Park", "Doyun"), "security", 0,
        roles=frozenset({Role.SECURITY_OFFICER}),
    ),
    Part(
        romanised("정민호", "Jung", "Minho"), "it", 2, "사무관", "가상PC 운영",
        frozenset({Role.IT_ADMIN}),
    ),
    Part(
        romanised("한지우", "Han", "Jiu"), "it", 4, "주무관", "헬프데스크",
        frozenset({Role.HELP_DESK}),
    ),
    Part(
        romanised("오세린", "Oh", "Serin"), "it", 5, "주무관", "네트워크 운영",
        frozenset({Role.IT_ADMIN}),
    ),
    Part(
        romanised("장가온", "Jang", "Gaon"), "it", 6, "주무관", "업무시스템 운영",
        frozenset({Role.IT_ADMIN}),
    ),
    Part(romanised("강태윤", "Kang", "Taeyun"), "civil", 3, "주무관", "국민신문고 처리"),
    Part(
        romanised("윤가람", "Yoon", "Garam"), "audit", 2, "사무관", "종합감사",
        frozenset({Role.AUDITOR}),
    ),
    Part(romanised("남궁하늘빛", "Namgung", "Haneulbit"), "data", 3, "주무관", "데이터 개방"),
    Part(romanised("제갈보름달", "Jegal", "Boreumdal"), "disaster", 4, "주무관", "상황실 운영"),
    Part(romanised("Emma Carter", "Carter", "Emma"), "budget", 4, "전문위원", "국제협력"),
    Part(romanised("Nguyen Minh Anh", "Nguyen", "Minh Anh"), "ai", 4, "전문위원", "말뭉치 구축"),
    Part(romanised("김Grace", "Kim", "Grace"), "climate", 4, "전문위원", "녹색구매"),
    Part(romanised("이 안나마리아", "Lee", "Annamaria"), "benefits", 4, "주무관", "긴급복지"),
    # Two people of one name: who means which must be visible wherever people are chosen.
    Part(romanised("김민준", "Kim", "Minjun"), "data", 4),
    Part(romanised("김민준", "Kim", "Minjun"), "transport", 4),
)  # fmt: skip
SHOWN = (
    "haneul.kim", "seojun.lee", "sol.lee", "yujin.choi", "doyun.park", "minho.jung", "jiu.han",
    "taeyun.kang", "garam.yoon", "haneulbit.namgung", "emma.carter", "minjun.kim",
)  # fmt: skip
"""User names on the sign-in page of a demonstration."""


@cache
def agency() -> Snapshot:
    return Snapshot(tuple(_divisions()), tuple(_people()))


def _divisions() -> Iterator[DivisionEntry]:
    root, name, name_en = AGENCY
    yield DivisionEntry(root, None, name, name_en, 0)
    for bureau_at, bureau in enumerate(BUREAUS):
        yield DivisionEntry(bureau.id, root, bureau.name, bureau.name_en, bureau_at)
        for at, division in enumerate(bureau.divisions):
            yield DivisionEntry(division.id, bureau.id, division.name, division.name_en, at)


def _people() -> Iterator[PersonEntry]:
    cast = {(part.division_id, part.chair): part for part in PARTS}
    known = {part.name.hangul for part in PARTS}
    strangers = (n for n in names.stream(Random(SEED)) if n.hangul not in known)  # noqa: S311
    used: Counter[str] = Counter()
    chairs: Counter[str] = Counter()
    for number, post in enumerate(_posts(), start=1):
        part = cast.get((post.division_id, chairs[post.division_id]))
        chairs[post.division_id] += 1
        name = part.name if part else next(strangers)
        used[name.user_name] += 1
        turn = used[name.user_name]
        user_name = name.user_name if turn == 1 else f"{name.user_name}{turn}"
        yield _entry(number, _played(post, part), name, user_name)


def _played(post: Post, part: Part | None) -> Post:
    if part is None:
        return post
    return Post(
        post.division_id, part.title or post.title, part.duty or post.duty, post.roles | part.roles
    )


def _entry(number: int, post: Post, name: Name, user_name: str) -> PersonEntry:
    return PersonEntry(
        id=f"h{number:04}",
        user_name=user_name,
        name=name.hangul,
        name_en=name.latin,
        post=post.title,
        duty=post.duty,
        phone=f"{AREA_CODE}-{1000 + number}",
        email=f"{user_name}@{MAIL_DOMAIN}",
        division_id=post.division_id,
        roles=post.roles,
    )


def _posts() -> Iterator[Post]:
    root, agency_name, _ = AGENCY
    for title in LEADERS:
        yield Post(root, title, f"{agency_name} {title}", HEAD if title in LEADERS[:3] else MEMBER)
    for bureau in BUREAUS:
        yield Post(bureau.id, "국장", f"{bureau.name} 총괄", HEAD)
        for division in bureau.divisions:
            yield from _chairs(division)


def _chairs(division: Division) -> Iterator[Post]:
    yield Post(division.id, division.head, f"{division.name} 총괄", HEAD)
    duties = cycle(division.duties)
    yield Post(division.id, "팀장", next(duties))
    staff = zip(range(division.size - 2), cycle(STAFF_POSTS), duties, strict=False)
    for _, title, duty in staff:
        yield Post(division.id, title, duty)
