"""Names for people who do not exist, with their romanisation (국어의 로마자 표기법; surnames as
people usually write them)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

FAMILY = (
    "김 Kim 12|이 Lee 10|박 Park 6|최 Choi 4|정 Jung 4|강 Kang 3|조 Cho 3|윤 Yoon 3|장 Jang 2|"
    "임 Lim 2|한 Han 2|오 Oh 2|서 Seo 2|신 Shin 2|권 Kwon 2|황 Hwang 1|"
    "안 Ahn 1|송 Song 1|류 Ryu 1|홍 Hong 1|"
    "전 Jeon 1|고 Ko 1|문 Moon 1|손 Son 1|양 Yang 1|배 Bae 1|백 Baek 1|허 Heo 1|남 Nam 1|심 Shim 1|"
    "노 Noh 1|하 Ha 1|곽 Kwak 1|성 Sung 1|차 Cha 1|주 Joo 1|우 Woo 1|구 Koo 1|민 Min 1|나 Na 1|"
    "엄 Eom 1|채 Chae 1|원 Won 1|천 Cheon 1|방 Bang 1|공 Kong 1|현 Hyun 1|변 Byun 1|염 Yeom 1|"
    "추 Chu 1|도 Do 1|석 Seok 1|설 Seol 1|마 Ma 1|길 Gil 1|표 Pyo 1|명 Myung 1|기 Ki 1|반 Ban 1|"
    "탁 Tak 1|남궁 Namgung 1|선우 Sunwoo 1|황보 Hwangbo 1"
)
FIRST = (
    "민 min|서 seo|지 ji|하 ha|도 do|예 ye|수 su|현 hyeon|은 eun|준 jun|재 jae|승 seung|유 yu|"
    "윤 yun|시 si|태 tae|혜 hye|정 jeong|소 so|나 na|가 ga|다 da|보 bo|세 se"
)
SECOND = (
    "준 jun|연 yeon|우 u|진 jin|호 ho|아 a|영 yeong|현 hyeon|희 hui|원 won|빈 bin|율 yul|민 min|"
    "경 gyeong|훈 hun|린 rin|은 eun|수 su|철 cheol|온 on|람 ram|윤 yun|성 seong|담 dam"
)


@dataclass(frozen=True)
class Name:
    """`latin` is family name first; `user_name` is given.family in ASCII."""

    hangul: str
    latin: str
    user_name: str


def romanised(hangul: str, family: str, given: str) -> Name:
    short = given.replace("-", "").replace(" ", "")
    user_name = f"{short}.{family}".casefold().replace(" ", "")
    return Name(hangul, f"{family} {given}", user_name)


def stream(random: Random) -> Iterator[Name]:
    """Endless and without repetition, but for the chance that two people share a user name."""
    families = [entry.split() for entry in FAMILY.split("|")]
    weights = [int(weight) for _, _, weight in families]
    first, second = ([pair.split() for pair in part.split("|")] for part in (FIRST, SECOND))
    seen: set[str] = set()
    while True:
        family, latin, _ = random.choices(families, weights)[0]
        (one, one_latin), (two, two_latin) = random.choice(first), random.choice(second)
        # About one name in fourteen has one syllable after the family name: 이솔, 한봄.
        given, given_latin = (
            (two, two_latin) if random.random() < 1 / 14 else (one + two, one_latin + two_latin)
        )
        hangul = family + given
        if family != one != two and hangul not in seen:
            seen.add(hangul)
            yield romanised(hangul, latin, given_latin.capitalize())
