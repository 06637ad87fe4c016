from sqlalchemy import update

from identity.people.store import divisions, people
from tests.gdrive.drive import at
from tests.support.world import World

NAMES = [
    "예산 집행 현황.xlsx",
    "2027년 예산요구서.hwpx",
    "국정감사요구자료.pdf",
    "감사 결과.txt",
    "Budget 100%_final.csv",
    "산예.txt",
]


def test_words_of_two_syllables_are_found_within_names(world: World) -> None:
    """[SE1]"""
    ann = at(world, "ann")
    for name in NAMES:
        ann.upload(name, b"")
    found = {
        query: sorted(ann.found(query))
        for query in ("예산", "감사", "감사요", "집행 예산", "BUDGET", "0%_f", "없는말", "산", "  ")
    }
    assert found == {
        "예산": ["2027년 예산요구서.hwpx", "예산 집행 현황.xlsx"],
        "감사": ["감사 결과.txt", "국정감사요구자료.pdf"],
        "감사요": ["국정감사요구자료.pdf"],
        "집행 예산": ["예산 집행 현황.xlsx"],
        "BUDGET": ["Budget 100%_final.csv"],
        "0%_f": ["Budget 100%_final.csv"],
        "없는말": [],
        "산": ["2027년 예산요구서.hwpx", "산예.txt", "예산 집행 현황.xlsx"],
        "  ": [],
    }
    assert ann.found("감사")[0] == "감사 결과.txt"


def test_a_search_finds_exactly_what_its_searcher_may_read(world: World) -> None:
    """[SE1] [AC1]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    with world.begin() as tx:
        tx.db.execute(divisions.insert().values(id="far", name="먼 과"))
        tx.db.execute(update(people).where(people.c.id == "ben").values(division_id="far"))
    folder = ann.folder("공유 폴더")
    ann.upload("예산 공개.txt", b"", folder)
    ann.upload("예산 비밀.txt", b"")
    ann.upload("예산 부서.txt", b"", ann.division)
    gone = ann.folder("버린 폴더", folder)
    ann.upload("예산 버림.txt", b"", gone)
    ann.trash(gone)
    ben.upload("예산 내것.txt", b"")
    assert ben.found("예산") == ["예산 내것.txt"]
    ann.share(folder, "person", "ben", "read")
    assert sorted(ben.found("예산")) == ["예산 공개.txt", "예산 내것.txt"]
    assert sorted(ann.found("예산")) == ["예산 공개.txt", "예산 부서.txt", "예산 비밀.txt"]
