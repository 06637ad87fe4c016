"""The templates: the papers that an office writes most, in the form it expects."""

from kernel.errors import Invalid
from weboffice.templates.model import Template
from weboffice.ydoc.model import Block, Heading, Item, ItemKind, Mark, Paragraph, Rule, Run, Table


class TemplateUnknown(Invalid):
    code = "template_unknown"


def _title(text: str) -> Block:
    return Heading((Run(text),), 1, "center")


def _section(text: str) -> Block:
    return Heading((Run(text),), 2)


def _line(text: str, align: str | None = None) -> Block:
    return Paragraph((Run(text),) if text else (), align)


def _outline(level: int, text: str) -> Block:
    return Item((Run(text),), ItemKind.OUTLINE, level)


def _number(level: int, text: str) -> Block:
    """1. 가. 1) 가) by level."""
    return Item((Run(text),), ItemKind.NUMBER, level)


def _labelled(level: int, label: str, text: str) -> Block:
    """(label) in bold, then the text."""
    return Item((Run(f"({label})", (Mark.BOLD,)), Run(f" {text}")), ItemKind.OUTLINE, level)


REPORT = [
    _title("제목을 쓰십시오"),
    _line("부서명 · 작성자 · 0000. 00. 00.", "right"),
    _section("보고 요지"),
    _outline(1, "핵심을 한두 문장으로 씁니다"),
    _section("현황"),
    _outline(1, "지금의 상태"),
    _outline(2, "숫자와 기준일을 함께 적습니다"),
    _section("문제점"),
    _outline(1, "무엇이 왜 문제인지"),
    _outline(2, "근거"),
    _section("개선 방안"),
    _outline(1, "방안"),
    _labelled(2, "단기", "바로 할 일"),
    _labelled(2, "중기", "제도나 예산이 필요한 일"),
    _section("향후 계획"),
    Table((("할 일", "담당", "기한"), ("", "", ""), ("", "", ""))),
    _line(""),
]
PLAN = [
    _title("○○○ 추진 계획(안)"),
    _line("0000. 00. 00. 부서명", "right"),
    _section("Ⅰ. 추진 배경"),
    _outline(1, "배경과 필요성"),
    _outline(2, "관련 법령·지시 사항"),
    _section("Ⅱ. 추진 방향"),
    _labelled(1, "목표", "무엇을 언제까지 이루는가"),
    _labelled(1, "원칙", "무엇을 지키는가"),
    _section("Ⅲ. 세부 추진 계획"),
    _outline(1, "과제 1"),
    _outline(2, "추진 내용"),
    _outline(3, "세부 사항"),
    _outline(1, "과제 2"),
    _outline(2, "추진 내용"),
    _section("Ⅳ. 추진 일정"),
    Table((("단계", "내용", "기간", "담당"), ("준비", "", "", ""), ("시행", "", "", ""))),
    _section("Ⅴ. 소요 예산"),
    _outline(1, "총액과 산출 근거"),
    _section("Ⅵ. 행정 사항"),
    _outline(1, "협조 요청 사항"),
    _line(""),
]
MINUTES = [
    _title("회의록"),
    Table(
        (("회의명", ""), ("일시", ""), ("장소", ""), ("참석자", ""), ("작성자", "")),
        head_is_row=False,
    ),
    _section("안건"),
    Item((Run("안건 1"),), ItemKind.NUMBER),
    Item((Run("안건 2"),), ItemKind.NUMBER),
    _section("논의 내용"),
    _outline(1, "안건 1"),
    _outline(2, "의견"),
    _section("결정 사항"),
    _outline(1, "결정한 내용"),
    _section("할 일"),
    Table((("할 일", "담당", "기한"), ("", "", ""), ("", "", ""))),
    _line(""),
]
PRESS = [
    _title("보도자료"),
    Table(
        (("보도 시점", "0000. 00. 00.(요일) 00:00"), ("배포", "0000. 00. 00.(요일) 00:00")),
        head_is_row=False,
    ),
    _line(""),
    Heading((Run("제목: 국민이 알게 될 한 문장"),), 1, "center"),
    _line("- 부제: 무엇이 언제부터 어떻게 달라지는가 -", "center"),
    _line(""),
    _outline(1, "(첫 문단) ○○부는 00월 00일 누가 무엇을 왜 하는지 밝혔다"),
    _outline(2, "핵심 숫자와 기준일"),
    _outline(1, "(배경) 그동안 무엇이 불편하거나 부족했는지"),
    _outline(1, "(주요 내용) 달라지는 것"),
    _labelled(2, "대상", "누가"),
    _labelled(2, "시기", "언제부터"),
    _labelled(2, "방법", "어떻게"),
    _outline(1, "(관계자 말) 직위와 이름, “큰따옴표로 한두 문장”"),
    _outline(1, "(향후 계획) 다음 일정"),
    _line(""),
    _line("붙임  사진 또는 설명 자료 1부.  끝."),
    _line(""),
    Table(
        (
            ("담당 부서", "책임자", "담당자", "전화"),
            ("○○국 ○○과", "과장 ○○○", "사무관 ○○○", "00-0000-0000"),
        )
    ),
    _line("이 자료는 공공누리 출처표시 조건에 따라 쓸 수 있습니다.", "center"),
]
# In the order that the regulation on administrative efficiency gives: head, body to 끝., who sends
# it, who signed, then number and address.
OFFICIAL = [
    Heading((Run("○ ○ 부"),), 1, "center"),
    _line("수신  수신자 참조"),
    _line("(경유)"),
    Paragraph((Run("제목  ", (Mark.BOLD,)), Run("○○○ 협조 요청", (Mark.BOLD,)))),
    Rule(),
    _number(1, "관련: ○○과-0000(0000. 00. 00.)"),
    _number(
        1, "위와 관련하여 다음과 같이 협조를 요청하니 0000. 00. 00.까지 회신하여 주시기 바랍니다."
    ),
    _number(2, "요청 사항: 무엇을"),
    _number(2, "제출 방법: 온마루 문서함 또는 전자우편"),
    _number(3, "작성할 서식"),
    _number(3, "문의할 곳"),
    _line(""),
    _line("붙임  협조 요청 서식 1부.  끝."),
    _line(""),
    Heading((Run("○ ○ 부 장 관"),), 2, "center"),
    _line(""),
    _line("수신자  ○○청장, ○○원장"),
    Rule(),
    Table(
        (
            ("기안자", "검토자", "결재권자"),
            ("주무관 ○○○", "사무관 ○○○", "과장 ○○○"),
        )
    ),
    _line("협조자"),
    _line("시행  ○○과-0000(0000. 00. 00.)        접수  ○○과-0000(0000. 00. 00.)"),
    _line("우 00000  ○○시 ○○로 00, ○층  /  누리집 주소"),
    _line("전화 (00)0000-0000  전송 (00)0000-0000  /  전자우편  /  대국민 공개"),
]
TEMPLATES = [
    Template("blank", "제목 없는 문서", "처음부터 씁니다", [Paragraph()]),
    Template("report", "보고서", "요지, 현황, 문제점, 개선 방안", REPORT),
    Template("plan", "추진 계획(안)", "배경, 방향, 세부 계획, 일정, 예산", PLAN),
    Template("minutes", "회의록", "안건, 논의, 결정, 할 일", MINUTES),
    Template("press", "보도자료", "보도 시점, 제목, 본문, 담당 부서", PRESS),
    Template("official", "공문", "수신, 제목, 본문, 붙임, 결재, 시행", OFFICIAL),
]
_BY_ID = {template.id: template for template in TEMPLATES}


def get_template(template_id: str) -> Template:
    """Raise TemplateUnknown, naming those there are."""
    if template_id not in _BY_ID:
        raise TemplateUnknown(known=list(_BY_ID))
    return _BY_ID[template_id]
