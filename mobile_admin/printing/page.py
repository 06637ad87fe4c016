"""A paper as HTML: our own words and style around text that is escaped, and nothing to fetch."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import segno

from mobile_admin.printing.paper import Hand, Paper
from mobile_admin.printing.seal_picture import seal_svg

STYLE = Path(__file__).with_name("page.css")


def html_of(paper: Paper) -> str:
    style = STYLE.read_text()
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{_(paper.title)}'
        f'</title><meta name="author" content="{_(paper.sender.agency)}">'
        f'<meta name="description" content="{_(paper.number)} · {_(paper.code)}">'
        f'<meta name="generator" content="Onmaru"><style>{style}</style></head>'
        f"<body>{_foot(paper)}{_head(paper)}{_body(paper)}{_end(paper)}</body></html>"
    )


def _(text: str) -> str:
    return escape(text)


def _lines(text: str) -> str:
    return "<br>".join(_(line) for line in text.strip().splitlines())


def _head(paper: Paper) -> str:
    to = f"{_(paper.to)}{' 귀하' if paper.is_personal else ''}"
    address = f' <span class="address">({_(paper.address)})</span>' if paper.address else ""
    return (
        f'<h1>{_(paper.sender.agency)}</h1><dl class="head">'
        f"<div><dt>수신</dt><dd>{to}{address}</dd></div>"
        "<div><dt>(경유)</dt><dd></dd></div>"
        f'<div class="title"><dt>제목</dt><dd>{_(paper.title)}</dd></div></dl>'
    )


def _body(paper: Paper) -> str:
    rows = "".join(f"<tr><th>{_(k)}</th><td>{_lines(v)}</td></tr>" for k, v in paper.shares if v)
    at = 2
    parts = [f"<p class='said'><b>1.</b> {_lines(paper.opening)}</p>"]
    if rows:
        parts.append(f"<p class='said'><b>2.</b> 내용은 다음과 같습니다.</p><table>{rows}</table>")
        at = 3
    for number, (head, text) in enumerate(paper.closing, at):
        parts.append(f"<p class='said'><b>{number}. {_(head)}</b><br>{_lines(text)}</p>")
    # Name and seal alone on a page would be a signature under nothing: the last words go with them.
    return (
        f"<main>{''.join(parts[:-1])}<div class='last'>{parts[-1]}{_enclosed(paper)}</div></main>"
    )


def _enclosed(paper: Paper) -> str:
    if not paper.enclosed:
        return "<p class='said'>끝.</p>"
    listed = [f"{at}. {_(each)} 1부." for at, each in enumerate(paper.enclosed, 1)]
    return f"<p class='enclosed'><span>붙임</span><span>{'<br>'.join(listed)}&nbsp; 끝.</span></p>"


def _end(paper: Paper) -> str:
    seal = seal_svg(paper.sender.name)
    hands = "".join(_hand(hand) for hand in paper.hands)
    sender = paper.sender
    contact = [sender.address, sender.homepage]
    reach = [f"전화 {sender.phone}" if sender.phone else "", sender.email, "비공개(6)"]
    return (
        f'<section class="end"><p class="sender"><span>{_(sender.name)}{seal}</span></p>'
        f'<div class="hands">{hands}</div><div class="facts">'
        f"<p><b>시행</b> {_(paper.number)} ({_(paper.day)})</p>"
        f"<p>{_joined(contact)}</p><p>{_joined(reach)}</p></div>{_proof(paper)}</section>"
    )


def _joined(words: Iterable[str]) -> str:
    return " / ".join(_(word) for word in words if word)


def _hand(hand: Hand) -> str:
    mark = f'<i class="mark">{_(hand.mark)}</i>' if hand.mark else ""
    return f"<span>{_(hand.role)} {_(hand.post)} {mark}<b>{_(hand.name)}</b></span>"


def _proof(paper: Paper) -> str:
    """The box at the end: a phone reads the square, a person the sixteen letters."""
    replaced = f"<p>이 문서는 {_(paper.replaces)} 문서를 대신합니다.</p>" if paper.replaces else ""
    said = (
        "이 문서는 전자서명된 공문서입니다. QR 코드를 찍거나 아래 주소에 문서확인번호를 넣으면"
        " 진본인지, 정정·취소되었는지 확인할 수 있습니다."
    )
    return (
        f'<div class="proof">{_qr(paper.qr)}<div><p class="code">{_(paper.code)}</p>'
        f"<p>{said}</p><p><b>{_(paper.place)}</b> · 등록번호 {_(paper.registered)}</p>{replaced}"
        "</div></div>"
    )


def _qr(text: str) -> str:
    code: Any = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return drawn


def _foot(paper: Paper) -> str:
    return f'<div class="foot">{_(paper.number)} · {_(paper.code)}</div>'
