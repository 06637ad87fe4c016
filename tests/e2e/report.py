"""A report of five pages as an official writes it, as HTML that is pasted into the editor."""

import re
from base64 import b64encode
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

SIGNS = {"□": 1, "○": 2, "-": 3, "·": 4}
HEADINGS = {"#": "h1", "##": "h2", "###": "h3"}
NOTE = re.compile(r"\{(.+?)\}")
RESULTS = """<table><tr><th rowspan="2">기관</th><th colspan="2">처리 기간(일)</th>
<th rowspan="2">줄어든<br>비율</th><th colspan="2">만족도(점)</th></tr>
<tr><th>전</th><th>후</th><th>전</th><th>후</th></tr>{rows}
<tr><td><b>평균</b></td><td>14.2</td><td>9.6</td><td>32%</td><td>71</td><td>84</td></tr></table>"""
MEASURED = (
    ("한빛시", "15.1", "8.8", "42%", "70", "86"),
    ("새론군", "13.9", "8.2", "41%", "72", "87"),
    ("다온구", "14.8", "11.9", "20%", "69", "78"),
    ("아름시", "13.2", "9.3", "30%", "73", "84"),
    ("누리군", "14.6", "10.1", "31%", "70", "83"),
    ("가온구", "13.6", "9.3", "32%", "72", "86"),
)
SCHEDULE = """<table><tr><th>과제</th><th>할 일</th><th>기한</th><th>담당</th><th>예산</th></tr>
<tr><td rowspan="3">서류를 한 번만<br>내는 민원</td><td>서류 142종의 화면 고치기</td>
<td>11. 30.</td><td rowspan="2">정보화과</td><td rowspan="3">24억 원</td></tr>
<tr><td>제출 서류 보관함 열기</td><td>12. 15.</td></tr>
<tr><td>열람 기록 알림</td><td>12. 31.</td><td>보안과</td></tr>
<tr><td rowspan="2">기관 사이의<br>공동 심사</td><td>담당자 지정과 교육</td><td>12. 5.</td>
<td>행정혁신과</td><td rowspan="2">10억 원</td></tr>
<tr><td>공동 심사 시작</td><td>12. 22.</td><td>관계 기관</td></tr>
<tr><td>쉬운 결과 안내</td><td>안내문 86종 다시 쓰기, 도우미 배치</td><td>12. 31.</td>
<td>민원과</td><td>8억 원</td></tr></table>"""
CHART = """<body style="margin:0;width:640px;height:180px;font:15px sans-serif;display:flex;
align-items:end;justify-content:space-around;border-bottom:2px solid #333">{bars}</body>"""


CELL = re.compile(r"<(t[hd](?: [^>]*)?)>(.*?)</t[hd]>", re.DOTALL)


def chart(browser: Browser) -> bytes:
    """PNG of 640 x 182 pixels: how long it took, by month."""
    values = (14.2, 13.8, 12.7, 11.5, 10.2, 9.6)
    bars = "".join(
        f'<div style="text-align:center">{value}<div style="width:48px;height:{value * 9}px;'
        f'background:#2f5fa8"></div>{month + 1}월</div>'
        for month, value in enumerate(values)
    )
    page = browser.new_page(viewport={"width": 640, "height": 182})
    page.set_content(CHART.format(bars=bars))
    made = page.screenshot()
    page.close()
    return made


def report(picture: bytes) -> str:
    text = (Path(__file__).parent / "report.txt").read_text()
    lines = "".join(_line(*line.split(" ", 1), picture) for line in text.splitlines())
    return f'<div data-pm-slice="0 0 []">{lines}</div>'  # as the editor itself copies


def _line(*parts: str | bytes) -> str:
    sign, rest, picture = str(parts[0]), parts[-2], parts[-1]
    assert isinstance(picture, bytes)
    text = NOTE.sub(r'<sup data-footnote="\1"></sup>', escape(str(rest), quote=False))
    if sign in HEADINGS:
        align = ' data-align="center"' if sign == "#" else ""
        return f"<{HEADINGS[sign]}{align}>{text}</{HEADINGS[sign]}>"
    if sign in SIGNS:
        return f'<p data-kind="outline" data-level="{SIGNS[sign]}">{text}</p>'
    if sign in ("=", "~"):
        kind = "tabular" if sign == "=" else "figure"
        return f'<p data-caption="{kind}" data-align="center">{text}</p>'
    if sign == ">":
        return f'<p data-align="right">{text}</p>'
    if sign == "[그림]":
        source = f"data:image/png;base64,{b64encode(picture).decode()}"
        return f'<p data-align="center"><img src="{source}" alt="월별 평균 처리 기간"></p>'
    rows = "".join(f"<tr><td>{'</td><td>'.join(one)}</td></tr>" for one in MEASURED)
    table = RESULTS.format(rows=rows) if sign == "[결과]" else SCHEDULE
    return CELL.sub(r'<\1><p data-align="center">\2</p></td>', table)
