"""The fixed parts of a DOCX: styles of an office paper, numbering, the package's own tables."""

from weboffice.paper.markup import HEAD
from weboffice.paper.model import OUTLINE_SIGNS, Form, Line

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
BODY_FONT = "맑은 고딕"
HEAD_STYLE, HEAD_NAME = "TableHead", "표 머리"
CELL_STYLE = "TableText"
INDENT = 400  # twentieths of a point by level
KINDS = {"outline": 1, "bullet": 2, "number": 3}
_SIZES = {1: 32, 2: 28, 3: 24, 4: 22, 5: 22, 6: 22}  # half points
_BODY = 22
NOTE_SIZE = 9.0  # points

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)


def _fonts() -> str:
    return (
        f'<w:rFonts w:ascii="{BODY_FONT}" w:hAnsi="{BODY_FONT}" w:eastAsia="{BODY_FONT}" '
        f'w:cs="{BODY_FONT}"/>'
    )


def size_of(line: Line) -> float:
    """Of its letters, in points."""
    return (_SIZES[line.level] if line.form is Form.HEADING else _BODY) / 2


def styles() -> bytes:
    headings = "".join(_heading(level) for level in _SIZES)
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts()}'
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-US" w:eastAsia="ko-KR"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="80" w:line="336" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:jc w:val="both"/></w:pPr></w:style>'
        f"{headings}"
        '<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{HEAD_STYLE}">'
        f'<w:name w:val="{HEAD_NAME}"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/><w:jc w:val="center"/>'
        "</w:pPr>"
        "<w:rPr><w:b/></w:rPr></w:style>"
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{CELL_STYLE}">'
        '<w:name w:val="표 본문"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="0B50D0"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
        '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference">'
        '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
        "</w:styles>"
    ).encode()


def _heading(level: int) -> str:
    before = 360 if level == 1 else 240
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
        f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="120"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{_SIZES[level]}"/></w:rPr></w:style>'
    )


def numbering(restarts: int) -> bytes:
    """Kinds 1 to 3, then `restarts` more lists of numbers that each begin at 1."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(_level(kind, depth) for depth in range(4))
        + "</w:abstractNum>"
        for kind, number in KINDS.items()
    )
    lists = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in KINDS.values()
    )
    again = "".join(
        f'<w:num w:numId="{4 + n}"><w:abstractNumId w:val="3"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(restarts)
    )
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{lists}{again}</w:numbering>'.encode()


def _level(kind: str, depth: int) -> str:
    form, text = "bullet", "•"
    if kind == "number":
        form, text = "decimal", f"%{depth + 1}."
    elif kind == "outline":
        text = OUTLINE_SIGNS[depth]
    left = INDENT * (depth + 1)
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{INDENT}"/></w:pPr>'
        f"<w:rPr>{_fonts()}</w:rPr></w:lvl>"
    )


def content_types(parts: dict[str, str], extensions: dict[str, str]) -> bytes:
    """`parts` by name with their types; `extensions` of pictures."""
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **extensions,
    }
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        + "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults.items())
        + "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in parts.items())
        + "</Types>"
    ).encode()


def relations(found: list[tuple[str, str, str, bool]]) -> bytes:
    """Id, kind, target (already quoted) and whether it is outside the package."""
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{kind}" Target={target}'
            + (' TargetMode="External"/>' if is_outside else "/>")
            for key, kind, target, is_outside in found
        )
        + "</Relationships>"
    ).encode()


def note(number: int, runs: str) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f"{runs}</w:p></w:footnote>"
    )
