"""What may be decided, by whom, and in which words. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kernel.actor import Actor, Role
from kernel.errors import Conflict, Denied, Invalid, Stale
from mobile_admin.decisions.model import (
    By,
    Content,
    Decision,
    Measure,
    Outcome,
    Passage,
    Provisional,
    Recipient,
    Share,
    Template,
    Wish,
)
from mobile_admin.reviews.model import Review, Verdict
from mobile_admin.submissions.model import Answer, Links, Standing, Submission
from mobile_admin.xforms.form import Form
from mobile_admin.xforms.words import within

DELEGATED = "전결"
MOST_SHARES, MOST_OUTCOMES, MOST_RECIPIENTS = 30, 12, 20
UNSAID = {"binary", "barcode", "geopoint", "geotrace", "geoshape"}  # no words for a citizen
USUAL_SHARES = 8
_ID = re.compile(r"[a-z0-9_]{1,40}")
_NAME = re.compile(r"\{([^{}\s]{1,100})\}")
PROVISIONAL = "임시-"
# A phone knows itself and, where it was told, its office (design: mobile.md §7), and counts. What
# ends the number nobody guesses [FO10]; phones of before leave it out.
_COUNTED = rf"{PROVISIONAL}(?:[0-9]{{7}}-)?[A-Za-z0-9]{{1,12}}-[0-9]{{1,6}}"
_PROVISIONAL = re.compile(f"({_COUNTED})(-[0-9A-Z]{{6}})?")


def is_guessable(number: str) -> bool:
    """Of a paper: who knows one knows the next."""
    found = _PROVISIONAL.fullmatch(number)
    return number.startswith(PROVISIONAL) and not (found and found[2])


class TemplateWrong(Invalid):
    """`unknown` are paths that the version does not ask; `reason` otherwise."""

    code = "decision_template_wrong"


class DecidedMeanwhile(Stale):
    """Somebody else has decided since; look again."""

    code = "decided_meanwhile"


class NotDecidable(Conflict):
    """`why`: held, sent_back, set_aside, findings, corrected."""

    code = "not_decidable"


class NotYours(Denied):
    """`why`: head_only, or own_submission where nobody was given that power."""

    code = "not_yours_to_decide"


class DecisionIncomplete(Invalid):
    """`missing`: recipient, due, amount, reason, outcome, provisional."""

    code = "decision_incomplete"


def check_template(template: Template, form: Form) -> None:
    named = [path for share in template.shares for path in share.paths]
    named += [template.recipient, template.address, template.measure, template.due, template.amount]
    unknown = sorted({path for path in named if path and path not in form.questions})
    if unknown:
        raise TemplateWrong(unknown=unknown, reason="unknown_path")
    ids = [outcome.id for outcome in template.outcomes]
    is_bounded = len(template.shares) <= MOST_SHARES and 0 < len(ids) <= MOST_OUTCOMES
    if not is_bounded or len(set(ids)) < len(ids) or not all(map(_ID.fullmatch, ids)):
        raise TemplateWrong(unknown=[], reason="outcomes")


def usual(form: Form) -> Template:
    """Of a version that says nothing of its own: its first questions, and the usual four."""
    asked = [q for q in form.asked if q.type not in UNSAID and q.control != "trigger"]
    shares = [Share(q.label, (q.path,)) for q in asked[:USUAL_SHARES] if q.label]
    return Template(shares, USUAL_OUTCOMES)


def check_decidable(submission: Submission, last: Review | None, actor: Actor) -> None:
    """What is held, sent back or set aside is decided by nobody [NO3]."""
    if submission.standing is Standing.HELD and (last is None or not _accepted(last)):
        raise NotDecidable(why="held")
    if last and not _accepted(last):
        raise NotDecidable(why=last.verdict.value)
    if submission.findings and not last and Role.MANAGER not in actor.roles:
        raise NotDecidable(why="findings")


def check_latest(links: Links, last: Decision | None, provisional: Provisional | None) -> None:
    """What was corrected is not decided upon any more: the correction is [NO3] [FS7]. A decision
    that was made can be gone back on, and a paper that was left at the door is kept."""
    if links.corrected_by and last is None and provisional is None:
        raise NotDecidable(why="corrected")


def check_power(outcome: Outcome, submission: Submission, actor: Actor) -> str:
    """The mark of whoever decides; raise NotYours [NO3]."""
    is_own = submission.person_id == actor.user_id
    if outcome.by is By.HEAD and is_own:
        raise NotYours(why="own_submission")
    if outcome.by is By.HEAD and Role.MANAGER not in actor.roles:
        raise NotYours(why="head_only")
    return DELEGATED


def check_wish(wish: Wish, outcome: Outcome, last: Decision | None) -> None:
    if wish.seen != (last.seq if last else 0):
        raise DecidedMeanwhile(seen=wish.seen)  # [NO2]
    named = [r for r in wish.recipients if r.name.strip()]
    if not named or len(named) != len(wish.recipients) or len(named) > MOST_RECIPIENTS:
        raise DecisionIncomplete(missing="recipient")
    if outcome.wants_due and wish.due is None:
        raise DecisionIncomplete(missing="due")
    if outcome.wants_amount and not wish.amount:
        raise DecisionIncomplete(missing="amount")
    if last and len(wish.reason.strip()) < 2:  # noqa: PLR2004 - one letter is no reason
        raise DecisionIncomplete(missing="reason")  # [NO9]
    check_provisional(wish.provisional)


def check_provisional(provisional: Provisional | None) -> None:
    if provisional and not _PROVISIONAL.fullmatch(provisional.number):
        raise DecisionIncomplete(missing="provisional")


def outcome_of(template: Template, outcome_id: str) -> Outcome:
    found = next((o for o in template.outcomes if o.id == outcome_id), None)
    if found is None:
        raise DecisionIncomplete(missing="outcome")
    return found


def content_of(
    template: Template, outcome: Outcome, answers: Sequence[Answer], wish: Wish
) -> Content:
    """The words that go out: the form's answers as the server keeps them, not as a page says."""
    words = names_of(answers)
    shares = [*shares_of(template.shares, answers), *_decided(outcome, wish)]
    return Content(
        outcome.label, filled(outcome.title, words), filled(outcome.opening, words), shares,
        [(each.head, filled(each.text, words)) for each in outcome.closing],
        [Recipient(r.name.strip(), r.address.strip()) for r in wish.recipients],
        template.is_personal,
    )  # fmt: skip


def shares_of(shares: Iterable[Share], answers: Sequence[Answer]) -> list[tuple[str, str]]:
    found = [(share.label, _value(share, answers)) for share in shares]
    return [(label, value) for label, value in found if value]


def _value(share: Share, answers: Sequence[Answer]) -> str:
    if share.choice:
        chosen = (a for a in answers if a.value == share.choice and a.label)
        return "\n".join(within(a.turn, a.label) for a in chosen)
    found = (a for path in share.paths for a in answers if a.path == path)
    return "\n".join(within(a.turn, a.shown) for a in found)


def _decided(outcome: Outcome, wish: Wish) -> list[tuple[str, str]]:
    due = as_day(wish.due) if wish.due and outcome.wants_due else ""
    amount = f"{wish.amount:,}원" if wish.amount and outcome.wants_amount else ""
    what = "과태료 금액" if outcome.kind is Measure.FINE else "금액"
    until = "의견 제출 기한" if outcome.kind in {Measure.FINE, Measure.SUSPENSION} else "시정 기한"
    found = (("처분 내용", outcome.label), (what, amount), ("처분 사유", wish.grounds.strip()),
             ("법적 근거", outcome.basis), (until, due))  # fmt: skip
    return [(label, value) for label, value in found if value]


def as_day(day: date) -> str:
    """행정업무규정 §7⑤: numbers and full stops."""
    return f"{day.year}. {day.month}. {day.day}."


def names_of(answers: Iterable[Answer]) -> dict[str, str]:
    """By the last word of a question's path; of repeats, the first."""
    found: dict[str, str] = {}
    for answer in answers:
        found.setdefault(answer.path.rpartition("/")[2], answer.shown)
    return found


def filled(text: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: words.get(found[1], ""), text)


def answer_at(path: str, answers: Iterable[Answer]) -> str:
    return next((a.shown for a in answers if path and a.path == path), "")


def value_at(path: str, answers: Iterable[Answer]) -> str:
    """As it was answered: what a field of the page takes, and no words for people."""
    return next((a.value for a in answers if path and a.path == path), "")


def suggested(template: Template, answers: Sequence[Answer]) -> str:
    """The outcome that the inspector's own opinion names; empty where there is none."""
    said = next((a.value for a in answers if a.path == template.measure), "")
    return next((o.id for o in template.outcomes if o.when and o.when == said), "")


def _accepted(review: Review) -> bool:
    return review.verdict is Verdict.ACCEPTED


_OBJECT = Passage(
    "이의가 있을 때",
    "이 처분에 불복하면 처분이 있음을 안 날부터 90일 안에 「행정심판법」에 따른 행정심판을"
    " 청구하거나 「행정소송법」에 따른 취소소송을 제기할 수 있습니다.",
)
_SAY = Passage(
    "의견을 내려면",
    "「행정절차법」 제21조에 따라 위 기한까지 서면, 말 또는 정보통신망으로 의견을 낼 수 있습니다."
    " 기한까지 의견을 내지 않으면 의견이 없는 것으로 봅니다.",
)
USUAL_OUTCOMES = (
    Outcome(
        "fit", Measure.FIT, "적합", "현장조사 결과(적합) 통지",
        "현장조사 결과 관계 법령에 적합함을 알려 드립니다. 조사에 협조하여 주셔서 감사합니다.",
        "「행정조사기본법」 제24조", (),
    ),
    Outcome(
        "guidance", Measure.GUIDANCE, "행정지도", "현장조사 결과에 따른 행정지도",
        "현장조사 결과를 알려 드리니 아래 사항을 스스로 고쳐 주시기 바랍니다.",
        "「행정절차법」 제48조",
        (Passage("알아 두실 것", "따르지 않았다는 이유로 불이익한 조치를 하지 않습니다."),),
    ),
    Outcome(
        "correction", Measure.CORRECTION, "시정명령", "현장조사 결과에 따른 시정명령",
        "현장조사 결과 아래와 같이 위반 사항이 확인되어 「행정절차법」 제24조에 따라"
        " 시정을 명합니다. 기한까지 시정하고 그 결과를 알려 주시기 바랍니다.",
        "", (_OBJECT,), wants_due=True,
    ),
    Outcome(
        "fine", Measure.FINE, "과태료 부과 사전통지", "과태료 부과 사전통지",
        "현장조사 결과 아래와 같이 위반 사항이 확인되어 「질서위반행위규제법」 제16조에 따라"
        " 과태료를 부과하기 전에 미리 알려 드립니다.",
        "「질서위반행위규제법」 제16조",
        (
            _SAY,
            Passage("미리 내면", "위 기한까지 자진하여 내면 100분의 20까지 줄일 수 있습니다."),
        ),
        wants_due=True, wants_amount=True,
    ),
)  # fmt: skip
