"""Conversations of the demonstration agency: a month of office talk, the same one every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import takewhile
from random import Random
from textwrap import dedent
from zoneinfo import ZoneInfo

from identity.people.model import Person
from kernel.actor import Actor, UserId
from messenger.membership.model import History
from messenger.messages.model import Card, Kind, Message
from messenger.messages.ports import Cards
from messenger.rooms.model import Room, RoomId, RoomKind
from messenger.rooms.rules import pair_key
from workplace.demo.cast import Cast
from workplace.demo.talks import GROUPS, PAIRS, WORDS
from workplace.wiring import Workplace

SEED = 20260926
SPEAK_OF_PAPERS = (
    "올려두었",
    "올렸습니다",
    "저장했습니다",
    "넣었",
    "올려 두",
    "보냈습니다",
    "고쳤습니다",
)
PAPERS = ("계획", "보고", "회의", "현황", "안내")  # what people send each other, by name
DAYS = 30
SEOUL = ZoneInfo("Asia/Seoul")
HOURS = timedelta(hours=9)
PAUSE = timedelta(minutes=25)  # the last word was some time ago
PAIR = 2
SATURDAY = 5
LIVELY = 7  # talks in a room of somebody the demonstration is about
CALM = 5
Said = list[Message]


@dataclass(frozen=True)
class Scene:
    """A room to be filled; `lagging` have not read its end."""

    people: Sequence[Person]
    name: str = ""
    talks: int = CALM
    lagging: Sequence[str] = ()


def load(workplace: Workplace, cast: Cast) -> None:
    """Rooms that are there already stay as they are."""
    messenger = workplace.messenger
    actor = cast.actor("haneul.kim")
    found = [messenger.messages.cards.find(actor, word, 2) for word in PAPERS]
    papers = list({card.id: card for cards in found for card in cards}.values())
    writer = Writer(cast.now, Random(SEED), papers, actor.user_id)  # noqa: S311 - the same each time
    for scene in scenes(cast):
        history = writer.write(scene)
        messenger.membership.adopt_room(history)
        share(messenger.messages.cards, actor, history)


def share(cards: Cards, actor: Actor, history: History) -> None:
    """Who sends a paper lets its readers in, where that is the sender's to decide."""
    sent = {str(message.facts["id"]) for message in history.said if message.kind is Kind.CARD}
    for document_id in sorted(sent):
        if cards.sharing(actor, document_id, history.people).may_grant:
            cards.grant_reading(actor, document_id, history.people)


def scenes(cast: Cast) -> Iterator[Scene]:
    yield from _of_the_office(cast)
    yield from _between_two(cast)
    yield from _elsewhere(cast)


def _people(cast: Cast, *user_names: str) -> list[Person]:
    return [cast.person(user_name) for user_name in user_names]


def _of_the_office(cast: Cast) -> Iterator[Scene]:
    """Rooms that 김하늘 sits in."""
    me = "haneul.kim"
    yield Scene(
        _people(cast, me, "seojun.lee", "minho.jung", "doyun.park", "sol.lee", "jiu.han"),
        "온마루 도입 추진단",
        LIVELY + 3,
        (me, "seojun.lee"),
    )
    yield Scene(cast.division("strategy"), "우리 과 알림방", LIVELY, (me,))
    yield Scene(_people(cast, me, "sol.lee", "haneulbit.namgung"), "전자문서 표준 협의", LIVELY)
    yield Scene(
        _people(cast, me, "minho.jung", "serin.oh", "gaon.jang"), "가상PC 시범운영", LIVELY, (me,)
    )
    yield Scene(_people(cast, me, "yujin.choi", "boreumdal.jegal"), "현장행정 개선", CALM)
    yield Scene(_people(cast, me, "taeyun.kang", "emma.carter", "garam.yoon"), "", CALM)


def _between_two(cast: Cast) -> Iterator[Scene]:
    me = "haneul.kim"
    unread = {"seojun.lee", "jiu.han"}
    for other in (
        "seojun.lee", "sol.lee", "minho.jung", "jiu.han", "yujin.choi", "doyun.park",
        "taeyun.kang", "haneulbit.namgung", "emma.carter",
    ):  # fmt: skip
        lagging = (me,) if other in unread else ()
        yield Scene(_people(cast, me, other), talks=LIVELY, lagging=lagging)
    for one, other in (
        ("seojun.lee", "doyun.park"), ("minho.jung", "serin.oh"), ("minho.jung", "jiu.han"),
        ("yujin.choi", "boreumdal.jegal"), ("garam.yoon", "doyun.park"),
        ("sol.lee", "haneulbit.namgung"), ("seojun.lee", "sol.lee"), ("jiu.han", "taeyun.kang"),
        ("emma.carter", "haneulbit.namgung"), ("gaon.jang", "serin.oh"), ("sol.lee", "jiu.han"),
    ):  # fmt: skip
        yield Scene(_people(cast, one, other), lagging=(one,))


def _elsewhere(cast: Cast) -> Iterator[Scene]:
    """A room for each division that has one, so that whoever signs in finds talk."""
    names = {
        "budget": "예산 집행 점검", "audit": "감사 이행 점검", "it": "정보화 담당",
        "security": "보안관제 알림", "civil": "민원실 소통방", "personnel": "인사 업무 공유",
        "inspection": "다중이용시설 점검반", "disaster": "상황실 비상연락",
        "data": "데이터 개방 실무", "strategy": "업무계획 작성반",
        "ai": "말뭉치 구축 협업", "climate": "녹색구매 실무", "benefits": "긴급복지 현장",
        "innovation": "혁신과제 모임",
    }  # fmt: skip
    for division_id, name in names.items():
        people = cast.division(division_id)[:9]
        if len(people) > PAIR:
            yield Scene(people, name, LIVELY, [person.user_name for person in people[1::3]])


class Writer:
    def __init__(
        self, now: datetime, chance: Random, papers: Sequence[Card], owner: UserId
    ) -> None:
        self._now = now
        self._chance = chance
        self._papers = list(papers)
        self._owner = owner  # who may read the papers

    def write(self, scene: Scene) -> History:
        ids = [person.id for person in scene.people]
        key = sha256(f"{scene.name}:{','.join(ids)}".encode()).hexdigest()[:32]
        room_id = RoomId(key)
        is_direct = len(ids) == PAIR and not scene.name
        said = [] if is_direct else [self._opening(room_id, ids)]
        self._talk(room_id, scene, said)
        self._add_paper(said)
        kind = RoomKind.DIRECT if is_direct else RoomKind.GROUP
        room = Room(room_id, kind, scene.name, len(said), 0, said[0].at, said[-1].at)
        pair = pair_key(ids[0], ids[1]) if is_direct else None
        return History(room, pair, ids, said, self._cursors(scene, said))

    def _opening(self, room_id: RoomId, ids: list[UserId]) -> Message:
        facts = {"act": "opened", "people": ids[1:]}
        at = self._now - timedelta(days=DAYS + 1)
        return Message(room_id, 1, ids[0], f"{room_id}-1", Kind.SYSTEM, "", facts, at)

    def _talk(self, room_id: RoomId, scene: Scene, said: Said) -> None:
        """Talks on different days, in order; the last one is of today or the last working day."""
        stock = PAIRS if len(scene.people) == PAIR else GROUPS
        talks = self._chance.sample(stock, min(scene.talks, len(stock)))
        for talk, began_at in zip(talks, self._moments(len(talks)), strict=True):
            at = began_at
            speakers = self._speakers(scene.people)
            words = {name: self._chance.choice(choices) for name, choices in WORDS.items()}
            for line in dedent(talk).strip().splitlines():
                who, text = line.split(": ", 1)
                at += timedelta(seconds=self._chance.choice((7, 15, 24, 40, 65, 140)))
                seq = len(said) + 1
                sender = speakers[ord(who) - ord("A")]
                body = text.format(**words)
                said.append(
                    Message(room_id, seq, sender, f"{room_id}-{seq}", Kind.TEXT, body, {}, at)
                )

    def _speakers(self, people: Sequence[Person]) -> list[UserId]:
        """Four voices, of as many people as there are."""
        ids = [person.id for person in people]
        chosen = self._chance.sample(ids, min(4, len(ids)))
        return [chosen[n % len(chosen)] for n in range(4)]

    def _moments(self, count: int) -> list[datetime]:
        """Working hours of working days, oldest first, and none of the future."""
        latest = (self._now - PAUSE).astimezone(SEOUL)
        days = [latest.date() - timedelta(days=n) for n in range(DAYS)]
        working = [day for day in days if day.weekday() < SATURDAY and latest > _opening_of(day)]
        chosen = sorted(self._chance.sample(working[1:], count - 1)) + working[:1]
        return [self._moment(_opening_of(day), latest) for day in chosen]

    def _moment(self, opening: datetime, latest: datetime) -> datetime:
        span = min(HOURS, latest - opening)
        return opening + span * self._chance.random()

    def _add_paper(self, said: Said) -> None:
        """Where the owner speaks of a paper, it comes along as a card."""
        for at, message in enumerate(said):
            speaks_of_it = any(word in message.body for word in SPEAK_OF_PAPERS)
            if self._papers and message.sender == self._owner and speaks_of_it:
                card = self._papers[at % len(self._papers)]
                facts = {"type": "document", "id": card.id}
                said[at] = replace(message, kind=Kind.CARD, facts=facts)

    def _cursors(self, scene: Scene, said: Said) -> dict[UserId, int]:
        """Most have read all of it; who lags has not read what others said last."""
        return {
            person.id: len(said) - self._left_over(person, said)
            if person.user_name in scene.lagging
            else len(said)
            for person in scene.people
        }

    def _left_over(self, person: Person, said: Said) -> int:
        lately = takewhile(lambda message: message.sender != person.id, reversed(said))
        return min(sum(1 for _ in lately), self._chance.randrange(1, 6))


def _opening_of(day: date) -> datetime:
    return datetime.combine(day, time(9), SEOUL)
