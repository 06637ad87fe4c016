"""The demonstration's drives: some 120 files in the drives of a few people and divisions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from gdrive import wiring as gdrive
from gdrive.access.model import Level, Subject, SubjectKind
from gdrive.access.service import open_node
from gdrive.files.model import Change, Via
from gdrive.files.rules import media_type
from gdrive.tree import store as tree
from gdrive.tree.model import DriveKind, Kind, NodeId
from kernel.actor import Actor
from kernel.parts import Foundation
from workplace.demo import gdrive_papers as papers
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

HANEUL, SEOJUN, SOL, MINHO = "haneul.kim", "seojun.lee", "sol.lee", "minho.jung"
YUJIN, DOYUN, TAEYUN, EMMA, JIU = (
    "yujin.choi",
    "doyun.park",
    "taeyun.kang",
    "emma.carter",
    "jiu.han",
)


@dataclass(frozen=True)
class Paper:
    """A file: its name, how many days ago, and who wrote the versions, the first one first."""

    name: str
    days: float
    writers: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """A folder of a drive. `place` is its path, with `/` between; '' is the top."""

    owner: str  # a user name for his own drive, `division:<id>` for a division's
    place: str
    papers: tuple[Paper, ...]


def shelf(owner: str, place: str, *files: tuple[str, float, str]) -> Shelf:
    found = (Paper(name, days, tuple(writers.split())) for name, days, writers in files)
    return Shelf(owner, place, tuple(found))


WE = "division:strategy"
SHELVES: tuple[Shelf, ...] = (
    shelf(
        HANEUL, "",
        ("오늘 할 일.txt", 0.05, HANEUL),
        ("전입자 안내.pdf", 26, HANEUL),
        ("출장 신청서(서식).hwpx", 19, HANEUL),
    ),
    shelf(
        HANEUL, "온마루 도입",
        ("온마루 도입 추진계획(안).hwpx", 6, f"{HANEUL} {SOL} {HANEUL} {SEOJUN} {HANEUL}"),
        ("도입 일정표.xlsx", 5, f"{HANEUL} {HANEUL} {SOL}"),
        ("부서별 의견 수렴 결과.xlsx", 3.2, f"{HANEUL} {SOL}"),
        ("두 대의 PC를 한 대로 - 설명자료.odt", 2.4, f"{HANEUL} {HANEUL}"),
        ("질의응답 모음.txt", 1.3, HANEUL),
        ("예산 산출 근거.csv", 4.1, f"{HANEUL} {EMMA}"),
    ),
    shelf(
        HANEUL, "온마루 도입/회의록",
        ("1차 착수회의 결과.hwpx", 24, HANEUL),
        ("2차 실무회의 결과.hwpx", 17, HANEUL),
        ("3차 실무회의 결과.hwpx", 10, f"{HANEUL} {SOL}"),
        ("4차 실무회의 결과.hwpx", 3, f"{HANEUL} {SOL}"),
    ),
    shelf(
        HANEUL, "온마루 도입/시범 운영",
        ("시범 운영 대상자 명단.xlsx", 8, HANEUL),
        ("시범 운영 점검표.xlsx", 2.1, f"{HANEUL} {MINHO}"),
        ("화면 갈무리 1.png", 2, HANEUL),
        ("화면 갈무리 2.png", 2, HANEUL),
    ),
    shelf(
        HANEUL, "받은 자료",
        ("클라우드 보안인증 안내서.pdf", 40, HANEUL),
        ("국가망보안체계 지침 요약.odt", 33, HANEUL),
        ("타 기관 사례 조사.xlsx", 28, HANEUL),
        ("설문 원자료.csv", 21, HANEUL),
    ),
    shelf(
        HANEUL, "개인 메모",
        ("업무 인수인계 초안.txt", 15, f"{HANEUL} {HANEUL}"),
        ("읽을거리.txt", 9, HANEUL),
    ),
    shelf(
        WE, "",
        ("부서 업무분장표.xlsx", 20, f"{SEOJUN} {SOL}"),
        ("주간업무계획.hwpx", 0.9, f"{SOL} {HANEUL} {SEOJUN}"),
        ("비상연락망.xlsx", 12, SOL),
    ),
    shelf(
        WE, "업무계획",
        ("올해 업무계획.hwpx", 90, f"{SEOJUN} {SEOJUN}"),
        ("내년 업무계획(안).hwpx", 4.5, f"{SOL} {HANEUL} {SEOJUN}"),
        ("분기별 성과지표.xlsx", 14, f"{SOL} {SOL}"),
        ("중점과제 카드.odt", 11, SOL),
    ),
    shelf(
        WE, "보고서",
        ("디지털 전환 실태조사 결과보고.hwpx", 30, f"{HANEUL} {SOL} {SEOJUN}"),
        ("전자문서 표준 검토보고.hwpx", 22, f"{SOL} {SEOJUN}"),
        ("장관 보고자료(온마루).pdf", 5.5, SEOJUN),
        ("실태조사 통계표.xlsx", 30, f"{HANEUL} {HANEUL}"),
        ("보도자료 초안.odt", 3.7, f"{HANEUL} {SOL}"),
        ("현장 의견 정리.txt", 3.6, HANEUL),
    ),
    shelf(
        WE, "예산",
        ("내년 예산요구서.xlsx", 35, f"{SEOJUN} {SOL} {SEOJUN}"),
        ("예산 집행 현황(3분기).xlsx", 25, SOL),
        ("예산 집행 현황(4분기).xlsx", 2.8, f"{SOL} {HANEUL}"),
        ("계약 목록.csv", 7, SOL),
    ),
    shelf(
        WE, "국정감사",
        ("국정감사 요구자료 답변.hwpx", 38, f"{HANEUL} {SOL} {SEOJUN}"),
        ("감사 예상 질의답변.hwpx", 37, f"{SOL} {HANEUL}"),
        ("위원별 요구자료 목록.xlsx", 41, HANEUL),
        ("감사 결과 조치계획.pdf", 18, SEOJUN),
    ),
    shelf(
        WE, "회의",
        ("과 주간회의 1주.txt", 27, SOL),
        ("과 주간회의 2주.txt", 20, SOL),
        ("과 주간회의 3주.txt", 13, HANEUL),
        ("과 주간회의 4주.txt", 6, HANEUL),
        ("국장 주재 회의자료.odt", 5, f"{SOL} {SEOJUN}"),
    ),
    shelf(
        WE, "서식",
        ("검토보고 서식.hwpx", 120, SOL),
        ("회의록 서식.hwpx", 120, SOL),
        ("추진계획 서식.hwpx", 120, SOL),
        ("여비 정산 서식.xlsx", 110, SOL),
    ),
    shelf(
        WE, "사진",
        ("착수회의.png", 24, HANEUL),
        ("우수부서 시상.png", 16, SOL),
        ("현장 방문.png", 8, HANEUL),
    ),
    shelf(
        SEOJUN, "",
        ("결재 전 검토 메모.txt", 0.4, SEOJUN),
        ("간부회의 말씀자료.odt", 1.1, f"{SEOJUN} {SEOJUN}"),
        ("과원 면담 일정.xlsx", 6.5, SEOJUN),
    ),
    shelf(
        SEOJUN, "인사",
        ("근무성적 평가 기준.pdf", 29, SEOJUN),
        ("교육 이수 현황.xlsx", 11, SEOJUN),
    ),
    shelf(
        SOL, "전자문서 표준",
        ("개방형 문서 표준 비교.xlsx", 13, f"{SOL} {SOL}"),
        ("HWPX 전환 안내문.odt", 7.5, f"{SOL} {HANEUL}"),
        ("전환 대상 문서 목록.csv", 7, SOL),
        ("질의 회신.pdf", 5, SOL),
    ),
    shelf(
        MINHO, "가상PC",
        ("가상PC 운영 점검표.xlsx", 1.6, f"{MINHO} {JIU} {MINHO}"),
        ("가상PC 이용 안내.pdf", 9, MINHO),
        ("장애 대응 기록.csv", 0.8, f"{MINHO} {JIU}"),
        ("이미지 변경 이력.txt", 4, MINHO),
    ),
    shelf(
        "division:it", "",
        ("당직 근무표.xlsx", 5, f"{MINHO} {JIU}"),
        ("헬프데스크 자주 묻는 질문.odt", 10, f"{JIU} {JIU}"),
    ),
    shelf(
        "division:it", "구성도",
        ("업무망 구성도.png", 50, MINHO),
        ("인터넷망 구성도.png", 50, MINHO),
        ("주소 계획.csv", 44, MINHO),
    ),
    shelf(
        "division:it", "운영 보고",
        ("월간 운영보고 9월.pdf", 52, MINHO),
        ("월간 운영보고 10월.pdf", 21, MINHO),
        ("용량 추이.xlsx", 3, f"{MINHO} {MINHO}"),
    ),
    shelf(
        YUJIN, "현장점검",
        ("다중이용시설 점검계획.hwpx", 12, f"{YUJIN} {YUJIN}"),
        ("점검 대상 목록.csv", 11, YUJIN),
        ("점검 결과 요약.xlsx", 1.4, f"{YUJIN} {YUJIN}"),
    ),
    shelf(
        YUJIN, "현장점검/현장 사진",
        ("비상구 적치물.png", 1.5, YUJIN),
        ("소화기 점검.png", 1.5, YUJIN),
        ("피난 안내도.png", 1.5, YUJIN),
        ("조치 후.png", 1.4, YUJIN),
    ),
    shelf(
        "division:inspection", "",
        ("점검 일정표.xlsx", 4, f"{YUJIN} {YUJIN}"),
        ("과태료 부과 기준.pdf", 60, YUJIN),
    ),
    shelf(
        DOYUN, "보안",
        ("보안 점검 결과.hwpx", 7, DOYUN),
        ("개인정보 접속기록 점검표.xlsx", 2.2, f"{DOYUN} {DOYUN}"),
        ("보안 교육 자료.pdf", 15, DOYUN),
    ),
    shelf(
        TAEYUN, "국민신문고",
        ("민원 처리 현황.xlsx", 1.2, f"{TAEYUN} {TAEYUN}"),
        ("답변 초안.txt", 0.6, TAEYUN),
        ("반복 민원 유형.csv", 8, TAEYUN),
    ),
    shelf(
        EMMA, "International cooperation",
        ("Meeting notes 2.odt", 3, EMMA),
        ("예산 편성 지침(영문).pdf", 13, EMMA),
        ("Visit schedule.xlsx", 6, f"{EMMA} {EMMA}"),
    ),
    shelf(
        WE, "회의/주간업무",
        *((f"주간업무 {week:02}주.hwpx", 78.0 - 7 * week, SOL) for week in range(1, 12)),
    ),
    shelf(
        "division:inspection", "점검 결과",
        *((f"점검 결과 {day:02}일차.xlsx", 30.0 - 2 * day, YUJIN) for day in range(1, 13)),
    ),
    shelf(
        "division:budget", "예산 편성",
        ("예산 편성 지침.hwpx", 45, EMMA),
        ("부처별 요구액.xlsx", 34, f"{EMMA} {EMMA}"),
        ("심의 일정.txt", 31, EMMA),
    ),
)  # fmt: skip
# owner, place, subject, level, days ago
SHARES = (
    (HANEUL, "온마루 도입", SOL, Level.WRITE, 20),
    (HANEUL, "온마루 도입", SEOJUN, Level.WRITE, 20),
    (HANEUL, "온마루 도입", "division:it", Level.READ, 9),
    (HANEUL, "온마루 도입/시범 운영", MINHO, Level.WRITE, 7),
    (HANEUL, "온마루 도입/예산 산출 근거.csv", EMMA, Level.WRITE, 4.3),
    (SOL, "전자문서 표준", HANEUL, Level.WRITE, 12),
    (MINHO, "가상PC/가상PC 이용 안내.pdf", HANEUL, Level.READ, 8),
    (MINHO, "가상PC", JIU, Level.WRITE, 15),
    (YUJIN, "현장점검/현장 사진", HANEUL, Level.READ, 1),
    (EMMA, "International cooperation/예산 편성 지침(영문).pdf", HANEUL, Level.READ, 11),
    (DOYUN, "보안/보안 교육 자료.pdf", "division:digital", Level.READ, 14),
)
THROWN_AWAY = ((HANEUL, "개인 메모/읽을거리.txt", 2), (WE, "회의/과 주간회의 1주.txt", 4))


def load(workplace: Workplace, cast: Cast) -> None:
    """Once: a drive that holds something is somebody's work by now."""
    librarian = Librarian(workplace.base, cast)
    if librarian.has_work():
        return
    for shelf_ in SHELVES:
        librarian.make_folder(shelf_)
    for _, step in sorted(_steps(librarian), key=lambda dated: -dated[0]):
        step()
    for owner, place, days in THROWN_AWAY:
        librarian.throw_away(owner, place, days)


def _steps(librarian: "Librarian") -> Iterator[tuple[float, Callable[[], None]]]:
    """Days ago, and what was done then. Each version but the last is a day older than the next."""
    for found in SHELVES:
        for paper in found.papers:
            for seq in range(1, len(paper.writers) + 1):
                days = paper.days + min(1.0, paper.days) * (len(paper.writers) - seq)
                yield days, partial(librarian.write, found, paper, seq, days)
    for share in SHARES:
        yield share[-1], partial(librarian.share, *share)


class Librarian:
    """Works through the drive's own services, at the hour when the thing is said to have been."""

    def __init__(self, base: Foundation, cast: Cast) -> None:
        self.base = base
        self.cast = cast
        self.places: dict[tuple[str, str], NodeId] = {}

    def at(self, days: float) -> gdrive.Drive:
        then: datetime = self.cast.now - timedelta(days=days)
        return gdrive.build(replace(self.base, now=lambda: then))

    def has_work(self) -> bool:
        with self.base.begin() as tx:
            owner = self.cast.person(HANEUL).id
            drive = tree.find_drive(tx.db, DriveKind.PERSONAL, owner)
            return drive is not None and tree.count_children(tx.db, drive.root_id) > 0

    def make_folder(self, found: Shelf) -> None:
        actor, above = self._actor(found.owner), self._root(found.owner)
        path = ""
        for name in filter(None, found.place.split("/")):
            path = f"{path}/{name}".strip("/")
            if (found.owner, path) not in self.places:
                made = self.at(130).folders.create_folder(actor, above, name)
                self.places[found.owner, path] = made.access.node.id
            above = self.places[found.owner, path]

    def _root(self, owner: str) -> NodeId:
        if (owner, "") not in self.places:
            roots = self.at(131).folders.list_roots(self._actor(owner))
            found = roots.division if owner.startswith("division:") else roots.mine
            self.places[owner, ""] = found.access.node.id
        return self.places[owner, ""]

    def _actor(self, owner: str) -> Actor:
        """The owner himself, or the first in the division."""
        kind, _, division = owner.partition(":")
        if kind == "division":
            return self.cast.actor(self.cast.division(division)[0].user_name)
        return self.cast.actor(owner)

    def write(self, found: Shelf, paper: Paper, seq: int, days: float) -> None:
        """Version `seq` of the paper; the writer's right is asked about as anywhere."""
        drive, actor = self.at(days), self.cast.actor(paper.writers[seq - 1])
        path = f"{found.place}/{paper.name}".strip("/")
        durable = drive.files.make_durable(drive.files.stage([make(paper.name, seq)]))
        with self.base.begin() as tx:
            if (found.owner, path) in self.places:
                known = self.places[found.owner, path]
                node = open_node(tx.db, actor, known, need=Level.WRITE).node
            else:
                folder = self.places[found.owner, found.place]
                parent = open_node(tx.db, actor, folder, need=Level.WRITE)
                node = drive.folders.add_child(tx, parent, Kind.FILE, paper.name)
            change = Change(actor.user_id, Via.UPLOAD, media_type(paper.name))
            drive.files.commit_version(tx, node, durable, change)
        drive.files.staging.remove(durable.staged.stage)
        self.places[found.owner, path] = node.id

    def share(self, owner: str, place: str, subject: str, level: Level, days: float) -> None:
        kind, _, division = subject.partition(":")
        who = (
            Subject(SubjectKind.DIVISION, division)
            if kind == "division"
            else Subject(SubjectKind.PERSON, self.cast.person(subject).id)
        )
        node = self.places[owner, place]
        self.at(days).sharing.share(self._actor(owner), node, who, level)

    def throw_away(self, owner: str, place: str, days: float) -> None:
        actor, node_id = self._actor(owner), self.places[owner, place]
        with self.base.begin() as tx:
            node = open_node(tx.db, actor, node_id, need=Level.WRITE).node
        self.at(days).trash.throw_away(actor, node_id, node.etag)


def make(name: str, seq: int) -> bytes:
    """Contents that fit the name; each version says its number."""
    title, _, ending = name.rpartition(".")
    lines = [
        title,
        f"제{seq}판",
        "",
        *(f"{at}. {title} 관련 사항 {at}" for at in range(1, 6 + seq)),
    ]
    rows = [
        ["구분", "내용", "수량"],
        *([str(at), f"{title} {at}", str(at * seq * 7)] for at in range(1, 20)),
    ]
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: papers.table(rows),
        "hwpx": lambda: papers.hwpx(lines),
        "odt": lambda: papers.odt(lines),
        "pdf": lambda: papers.pdf(lines),
        "png": lambda: papers.picture(_hue(name) + seq),
        "txt": lambda: papers.plain(lines),
        "xlsx": lambda: papers.xlsx(rows),
    }
    return makers[ending]()


def _hue(name: Sequence[str]) -> int:
    return sum(map(ord, name)) % 360
