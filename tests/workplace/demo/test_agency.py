from collections import Counter

from kernel.actor import Role
from workplace.demo.agency import SHOWN, agency
from workplace.demo.ldif import ldif

APART = {Role.IT_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR}


def test_the_agency_has_six_bureaus_24_divisions_and_300_people_each_time_the_same() -> None:
    found = agency()
    parents = Counter(d.parent_id for d in found.divisions)
    bureaus = [d.id for d in found.divisions if d.parent_id == "hanbit"]
    assert (parents[None], len(bureaus), sum(parents[b] for b in bureaus)) == (1, 6, 24)
    assert len(found.people) == 300
    assert agency.__wrapped__() == found
    assert {p.division_id for p in found.people} == {d.id for d in found.divisions}


def test_ids_user_names_and_phones_are_their_owners_alone_but_two_people_share_a_name() -> None:
    people = agency().people
    for key in ("id", "user_name", "phone", "email"):
        assert len({getattr(p, key) for p in people}) == 300, key
    names = Counter(p.name for p in people)
    assert [name for name, count in names.items() if count > 1] == ["김민준"]


def test_the_personas_hold_their_posts_and_duties_are_kept_apart() -> None:
    people = {p.user_name: p for p in agency().people}
    assert set(SHOWN) <= set(people)
    posts = {name: (people[name].name, people[name].post) for name in ("haneul.kim", "seojun.lee")}
    assert posts == {"haneul.kim": ("김하늘", "주무관"), "seojun.lee": ("이서준", "과장")}
    assert Role.MANAGER in people["seojun.lee"].roles
    assert Role.IT_ADMIN in people["minho.jung"].roles
    assert Role.HELP_DESK in people["jiu.han"].roles
    assert Role.SECURITY_OFFICER in people["doyun.park"].roles
    assert all(len(APART & p.roles) <= 1 for p in people.values())


def test_the_names_are_short_long_english_and_mixed() -> None:
    names = {p.name for p in agency().people}
    assert {"이솔", "남궁하늘빛", "Emma Carter", "김Grace"} <= names
    assert sum(len(name) == 2 for name in names) >= 5


def test_the_ldif_shows_no_password_and_gives_each_person_another_salt() -> None:
    text = ldif(agency(), "dc=hanbit,dc=example", "open sesame")
    hashes = [line for line in text.splitlines() if line.startswith("userPassword")]
    assert len(set(hashes)) == len(hashes) == 300
    assert "open sesame" not in text
