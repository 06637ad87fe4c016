"""The templates: the papers that an office writes most, in the form it expects."""

from kernel.errors import Invalid
from weboffice.templates.model import Template
from weboffice.ydoc.model import Block, Heading, Item, ItemKind, Mark, Paragraph, Run, Table


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
TEMPLATES = [
    Template("blank", "제목 없는 문서", "처음부터 씁니다", [Paragraph()]),
    Template("report", "보고서", "요지, 현황, 문제점, 개선 방안", REPORT),
    Template("plan", "추진 계획(안)", "배경, 방향, 세부 계획, 일정, 예산", PLAN),
    Template("minutes", "회의록", "안건, 논의, 결정, 할 일", MINUTES),
]
_BY_ID = {template.id: template for template in TEMPLATES}


def get_template(template_id: str) -> Template:
    """Raise TemplateUnknown, naming those there are."""
    if template_id not in _BY_ID:
        raise TemplateUnknown(known=list(_BY_ID))
    return _BY_ID[template_id]
