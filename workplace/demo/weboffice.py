"""The demonstration's documents: a welcome for everybody who opens the house, three of a team."""

from dataclasses import dataclass

from gdrive.tree import store as tree
from kernel.actor import Actor
from weboffice.ydoc.model import Block, Heading, Item, ItemKind, Mark, Paragraph, Rule, Run, Table
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

HANEUL, SEOJUN, SOL = "haneul.kim", "seojun.lee", "sol.lee"


@dataclass(frozen=True)
class Piece:
    """A document: its title, its template's name, who made it and who has opened it since."""

    title: str
    template: str
    maker: str
    readers: tuple[str, ...]
    blocks: list[Block]


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once: a title that is there already is left alone."""
    roots = workplace.drive.folders.list_roots(cast.actor(SEOJUN))
    team = roots.division.access.node.id
    with workplace.base.begin() as tx:
        there = tree.child_keys(tx.db, team)
    for piece in PIECES:
        if piece.title.casefold() not in there:
            _make(workplace, cast, piece, team)


def _make(workplace: Workplace, cast: Cast, piece: Piece, folder: str) -> None:
    documents = workplace.office.documents
    maker: Actor = cast.actor(piece.maker)
    file = documents.create_with(maker, piece.template, (folder, piece.title), piece.blocks)
    for reader in piece.readers:
        documents.open_document(cast.actor(reader), file.id)


def _p(text: str, align: str | None = None) -> Block:
    return Paragraph((Run(text),) if text else (), align)


def _bold(first: str, rest: str) -> Block:
    return Paragraph((Run(first, (Mark.BOLD,)), Run(rest)))


def _h(text: str, level: int = 2, align: str | None = None) -> Block:
    return Heading((Run(text),), level, align)


def _o(level: int, text: str, label: str = "") -> Block:
    runs = (Run(f"({label})", (Mark.BOLD,)), Run(f" {text}")) if label else (Run(text),)
    return Item(runs, ItemKind.OUTLINE, level)


def _n(text: str) -> Block:
    return Item((Run(text),), ItemKind.NUMBER)


WELCOME = [
    _h("온마루에 오신 것을 환영합니다", 1, "center"),
    _p("이 문서는 우리 과 모두가 함께 고칠 수 있습니다. 마음껏 써 보십시오.", "center"),
    Rule(),
    _h("함께 쓰기"),
    _o(1, "같은 문서를 여럿이 열면 서로의 커서와 이름이 보입니다"),
    _o(2, "한글을 조합하는 동안에는 남이 쓴 글이 끼어들지 않습니다"),
    _o(2, "실행 취소(Ctrl+Z)는 내가 쓴 것만 되돌립니다"),
    _o(1, "쓰는 대로 저장됩니다"),
    _o(2, "제목 옆에 ‘저장됨’과 시각이 보이면 서버의 디스크에까지 적힌 것입니다"),
    _o(2, "연결이 끊기면 이 기기에 보관했다가 이어지면 합칩니다"),
    _h("빠르게 쓰기"),
    Table(
        (
            ("이렇게 치면", "이렇게 됩니다"),
            ("ㅁ 또는 □ 다음에 빈칸", "개조식 1수준 □"),
            ("ㅇ 또는 ○ 다음에 빈칸", "개조식 2수준 ○"),
            ("- 다음에 빈칸", "개조식 3수준 -"),
            ("Tab, Shift+Tab", "한 수준 아래로, 위로"),
            ("# 다음에 빈칸", "제목 1"),
            ("Ctrl+B, Ctrl+U", "굵게, 밑줄"),
        )
    ),
    _h("다음에 할 일"),
    _n("문서함에서 이 문서를 찾아 동료에게 보여 주십시오."),
    _n("메신저에서 이 문서를 카드로 보내 보십시오."),
    _n("새 문서를 만들어 오늘 회의를 적어 보십시오."),
    _p(""),
]
PLAN = [
    _h("한 대의 노트북으로 일하기 추진 계획(안)", 1, "center"),
    _p("디지털전략과", "right"),
    _h("Ⅰ. 추진 배경"),
    _o(1, "업무용과 인터넷용 PC를 두 대씩 쓰면서 책상과 예산이 나뉘고 있음"),
    _o(2, "PC 두 대의 구매·유지 비용이 해마다 늘어남"),
    _o(2, "출장과 재택에서는 업무용 PC에 닿을 길이 없음"),
    _o(1, "개방형 운영체제와 가상 데스크톱으로 한 대에서 두 망의 일을 할 수 있게 됨"),
    _h("Ⅱ. 추진 방향"),
    _o(1, "현장에서 끝나는 일, 한 번에 찾는 문서, 끊기지 않는 협업", "목표"),
    _o(1, "막기보다 허용된 길을 먼저 안내함", "원칙"),
    _h("Ⅲ. 세부 추진 계획"),
    _o(1, "시범 운영"),
    _o(2, "세 개 과 42명을 대상으로 6주 동안 운영"),
    _o(3, "전용 프로그램이 필요한 직원은 2단계에서 대상에 넣음"),
    _o(1, "전면 전환"),
    _o(2, "과별 전환일을 정하고 전환 주간에는 도우미를 한 명씩 둠"),
    _o(3, "전환 전날 문서함으로 자료를 옮기고 결과표를 확인함"),
    _h("Ⅳ. 추진 일정"),
    Table(
        (
            ("단계", "내용", "기간", "담당"),
            ("준비", "대상자 확정, 단말 점검, 교육", "4주", "김하늘"),
            ("시범", "3개 과 운영, 매주 의견 수렴", "6주", "이솔"),
            ("확대", "전 과 전환, 옛 PC 회수", "12주", "이서준"),
        )
    ),
    _h("Ⅴ. 소요 예산"),
    _o(1, "단말 교체와 교육에 드는 비용은 기존 PC 교체 예산 안에서 충당"),
    _o(2, "산출 근거는 문서함의 ‘예산 산출 근거’에 있음"),
    _h("Ⅵ. 행정 사항"),
    _o(1, "각 과는 업무에 꼭 필요한 프로그램 목록을 이달 말까지 제출"),
    _p(""),
]
MINUTES = [
    _h("4차 실무회의 회의록", 1, "center"),
    Table(
        (
            ("회의명", "한 대의 노트북으로 일하기 4차 실무회의"),
            ("장소", "별관 3층 소회의실"),
            ("참석자", "이서준 과장, 이솔 사무관, 김하늘 주무관 외 4명"),
            ("작성자", "김하늘"),
        ),
        head_is_row=False,
    ),
    _h("안건"),
    _n("시범 운영 2주차 결과"),
    _n("전용 프로그램이 있는 직원의 전환 시기"),
    _h("논의 내용"),
    _o(1, "시범 운영 2주차 결과"),
    _o(2, "화면 지연 문의가 9건에서 2건으로 줄었음"),
    _o(2, "인쇄 문의 5건은 모두 복합기 설정 때문이었음"),
    _o(3, "설정 방법을 한 쪽으로 정리해 나눠 주기로 함"),
    _o(1, "전용 프로그램이 있는 직원의 전환 시기"),
    _o(2, "당장 옮기기보다 2단계에 함께 하자는 의견이 많았음"),
    _h("결정 사항"),
    _o(1, "전용 프로그램 사용자 7명은 2단계에서 전환한다"),
    _o(1, "다음 회의부터 의견은 이 문서에 미리 적어 둔다"),
    _h("할 일"),
    Table(
        (
            ("할 일", "담당", "기한"),
            ("복합기 설정 안내 한 쪽 만들기", "김하늘", "이번 주"),
            ("전용 프로그램 목록 다시 확인", "이솔", "다음 회의 전"),
            ("2단계 대상자 초안", "이서준", "이달 말"),
        )
    ),
    _p(""),
]
REPORT = [
    _h("시범 운영 의견 수렴 결과 보고", 1, "center"),
    _p("디지털전략과 · 이솔", "right"),
    _h("보고 요지"),
    _o(1, "시범 운영에 참여한 42명 가운데 36명이 계속 쓰기를 바람"),
    _o(1, "가장 많은 요청은 ‘화면 반응 속도’와 ‘한글 입력의 안정’이었음"),
    _h("현황"),
    Table(
        (
            ("항목", "만족", "보통", "불만"),
            ("문서 함께 쓰기", "31", "9", "2"),
            ("문서함", "28", "11", "3"),
            ("인터넷 데스크톱", "22", "13", "7"),
            ("메신저", "30", "8", "4"),
        )
    ),
    _h("문제점"),
    _o(1, "오전 9시 무렵 데스크톱이 열리기까지 기다리는 때가 있음"),
    _o(2, "미리 켜 둔 대수가 출근 시간의 요청보다 적었기 때문"),
    _h("개선 방안"),
    _o(2, "출근 시간에는 미리 켜 둘 대수를 두 배로 늘림", "단기"),
    _o(2, "요청을 미리 헤아려 스스로 늘고 줄게 함", "중기"),
    _bold("붙임", "  의견 원문 1부.  끝."),
    _p(""),
]
PIECES = (
    Piece("환영합니다", "blank", SEOJUN, (SOL, HANEUL), WELCOME),
    Piece("추진 계획(안) - 한 대의 노트북", "plan", HANEUL, (SEOJUN, SOL), PLAN),
    Piece("4차 실무회의 회의록", "minutes", HANEUL, (SOL,), MINUTES),
    Piece("시범 운영 의견 수렴 결과 보고", "report", SOL, (HANEUL, SEOJUN), REPORT),
)
