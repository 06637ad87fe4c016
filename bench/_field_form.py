"""A form of 250 questions and its answers, for measurements of the field."""

from collections.abc import Sequence
from random import Random
from uuid import uuid4

from kernel.actor import UserId
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import Content, Form, Made, State
from mobile_admin.forms.rules import version_of
from mobile_admin.xforms.form import read
from tests.support.world import World

QUESTIONS = 250
FORM_ID, VERSION = "bench250", "1"
_KINDS = ("choice", "number", "text", "date", "why")


def xform() -> bytes:
    """Every fifth of each: choices, bounded numbers, texts, days, and what depends on a choice."""
    fields = "".join(f"<q{n}/>" for n in range(QUESTIONS))
    binds = "".join(_bind(n) for n in range(QUESTIONS))
    body = "".join(_control(n) for n in range(QUESTIONS))
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>점검 250</h:title><model>'
        f'<instance><data id="{FORM_ID}" version="{VERSION}">{fields}<meta><instanceID/></meta>'
        f"</data></instance>{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def _bind(n: int) -> str:
    at, kind = f'nodeset="/data/q{n}"', _KINDS[n % 5]
    if kind == "choice":
        return f'<bind {at} type="string" required="true()"/>'
    if kind == "number":
        return f'<bind {at} type="int" constraint=". &gt;= 0 and . &lt;= 100"/>'
    if kind == "date":
        return f'<bind {at} type="date"/>'
    if kind == "why":
        return f'<bind {at} type="string" relevant="/data/q{n - 4} = \'no\'"/>'
    return f'<bind {at} type="string" constraint="string-length(.) &lt; 200"/>'


def _control(n: int) -> str:
    label = f"<label>질문 {n}: 바닥과 벽이 청결하고 물이 고이지 않는다</label>"
    if _KINDS[n % 5] == "choice":
        items = "".join(
            f"<item><label>{word}</label><value>{value}</value></item>"
            for value, word in (("yes", "적합"), ("no", "부적합"), ("none", "해당 없음"))
        )
        return f'<select1 ref="/data/q{n}">{label}{items}</select1>'
    return f'<input ref="/data/q{n}">{label}</input>'


def answers(instance: str = "") -> str:
    """Of one inspection; each call is another instance, and no two are answered alike."""
    named = instance or f"uuid:{uuid4()}"
    random = Random(named)  # noqa: S311 - what an inspector finds is no secret
    said: list[str] = []
    for n in range(QUESTIONS):
        said.append(_answer(random, _KINDS[n % 5], said))
    fields = "".join(f"<q{n}>{answer}</q{n}>" for n, answer in enumerate(said))
    return (
        f'<data id="{FORM_ID}" version="{VERSION}">{fields}'
        f"<meta><instanceID>{named}</instanceID></meta></data>"
    )


def _answer(random: Random, kind: str, before: Sequence[str]) -> str:
    """Most is well, as in a real inspection; where it is not, a sentence says why."""
    if kind == "choice":
        return random.choice(("yes",) * 8 + ("no", "none"))
    if kind == "number":
        return str(random.randrange(101))
    if kind == "date":
        return f"2026-{random.randrange(10, 13)}-{random.randrange(1, 29):02}"
    if kind == "text":
        return "이상 없음" if random.random() < 0.7 else f"{random.randrange(10_000)}번 구역 확인"
    return f"{random.randrange(10_000)}번 배수구에 물이 고임" if before[-4] == "no" else ""


def open_form(world: World, head: UserId) -> None:
    found, now = read(xform()), world.now()
    with world.begin() as tx:
        there = forms.ensure(tx.db, Form("bench-form", "div", FORM_ID, found.title, now))
        draft = version_of(found, Made(xform(), (), {}), (), head, now)
        values = {
            **vars(draft), "form_key": there.id, "seq": 1, "state": State.OPEN, "opened_at": now,
        }  # fmt: skip
        forms.add(tx.db, type(draft)(**values), Content("bench.xlsx", b"PK", xform()))
