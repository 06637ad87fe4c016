"""What may cross, decided from values alone: both display protocols and the drive ask here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from pydantic import JsonValue, TypeAdapter, ValidationError

from daas_broker.policies import entering, signs
from daas_broker.policies.model import (
    NUMBERS,
    Advice,
    Answer,
    Body,
    Clipboard,
    Draft,
    Files,
    Kind,
    NeedsReason,
    Passed,
    Policy,
    Printing,
    Refused,
    Scope,
    ScopeKind,
    Sign,
    Subject,
    Turn,
    Verdict,
    Version,
    Way,
)
from daas_broker.policies.signs import Found
from kernel.errors import Invalid, Stale
from kernel.settings import Zone

_POLICY: TypeAdapter[Policy] = TypeAdapter(Policy)
FIELDS = frozenset(field.name for field in fields(Policy))
MIB = 1024 * 1024
SHORTEST_REASON = 5  # characters
LONGEST_REASON = 500

# An installation begins with these. S is the grade of work: nothing of it leaves but through the
# drive. Into the Internet goes what is no number of a person and carries no mark of a grade.
_STRICT: Mapping[Sign, Answer] = {
    Sign.RESIDENT_NUMBER: Answer.REFUSE,
    Sign.RESIDENT_NUMBER_LIKELY: Answer.REASON,
    Sign.CARD_NUMBER: Answer.MASK,
    Sign.SECRET_MARK: Answer.REFUSE,
    Sign.RESTRICTED_MARK: Answer.REFUSE,
}
DEFAULTS: Mapping[Zone, Policy] = {
    Zone.WORK: Policy(
        clipboard_in=Clipboard(is_open=True, most_bytes=MIB),
        clipboard_out=Clipboard(is_open=False, content=_STRICT),
        files_in=Files(is_open=True),
        files_out=Files(is_open=True),
        printing=Printing.PRINT,
        watermark=True,
    ),
    Zone.INTERNET: Policy(
        clipboard_in=Clipboard(is_open=True, content=_STRICT),
        clipboard_out=Clipboard(is_open=True, most_bytes=256 * 1024),
        files_in=Files(is_open=False),
        files_out=Files(is_open=True),
        watermark=False,
        links=True,
        characters_per_second=200,
    ),
}


class PolicyMalformed(Invalid):
    """`field` says which part, `why` what is wrong with it."""

    code = "policy_malformed"


class PolicyMoved(Stale):
    """Somebody applied another change to the same scope since this one was drafted."""

    code = "policy_moved"


def parse(body: Body) -> Policy:
    try:
        policy = _POLICY.validate_python(dict(body))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PolicyMalformed(field=".".join(map(str, first["loc"])), why=first["msg"]) from error
    for name in ("clipboard_in", "clipboard_out"):
        clipboard: Clipboard = getattr(policy, name)
        for sign, answer in clipboard.content.items():
            if answer is Answer.MASK and sign not in NUMBERS:
                raise PolicyMalformed(field=f"{name}.content.{sign}", why="a mark is not masked")
    if policy.recording.is_on and len(policy.recording.basis.strip()) < SHORTEST_REASON:
        raise PolicyMalformed(field="recording.basis", why="nothing is recorded without a basis")
    if part := entering.fault(policy.access):
        raise PolicyMalformed(field=part, why="no such time, or no network (10.20.0.0/16)")
    return policy


def body_of(policy: Policy) -> dict[str, JsonValue]:
    body: dict[str, JsonValue] = _POLICY.dump_python(policy, mode="json")
    for name in ("clipboard_in", "clipboard_out"):
        clipboard = body[name]
        if isinstance(clipboard, dict):
            clipboard["kinds"] = sorted(clipboard["kinds"])  # type: ignore[arg-type, type-var]
    for one in body["access"]["hours"]:  # type: ignore[call-overload, index, union-attr]
        one["days"] = sorted(one["days"])  # type: ignore[arg-type, call-overload, index, type-var]
    return body


def check(scope: Scope, body: Body | None) -> None:
    """Raise PolicyMalformed unless `scope` may have `body`: a zone has all, others have some."""
    if scope.kind is ScopeKind.ZONE and body is None:
        raise PolicyMalformed(field="body", why="a zone always has a policy")
    if body is None:
        return
    unknown = sorted(set(body) - FIELDS)
    if unknown:
        raise PolicyMalformed(field=unknown[0], why="no such field")
    whole = scope.kind is ScopeKind.ZONE
    parse(body if whole else {**body_of(DEFAULTS[Zone.WORK]), **body})


def turns(scope: Scope, before: Body | None, after: Body | None) -> list[Turn]:
    """Each act that differs, as it was and as it is, with all that belongs to it."""
    old, new = _whole(scope, before), _whole(scope, after)
    named = (field.name for field in fields(Policy))
    return [Turn(n, old.get(n), new.get(n)) for n in named if old.get(n) != new.get(n)]


def _whole(scope: Scope, body: Body | None) -> Body:
    """Of an exception only what it names."""
    is_zone = scope.kind is ScopeKind.ZONE
    base = body_of(DEFAULTS[Zone(scope.id) if is_zone else Zone.WORK])
    whole = body_of(parse({**base, **(body or {})}))
    return whole if is_zone else {name: whole[name] for name in body or {}}


def check_base(draft: Draft, current: int) -> None:
    if draft.base != current:
        raise PolicyMoved(base=draft.base, current=current)  # [DLP2]


def applies(scope: Scope, subject: Subject) -> bool:
    match scope.kind:
        case ScopeKind.ZONE:
            return scope.id == subject.zone.value
        case ScopeKind.DIVISION:
            return scope.id in subject.divisions
        case ScopeKind.POOL:
            return scope.id == subject.pool_id
        case ScopeKind.PERSON:
            return scope.id == subject.person_id


def in_force(subject: Subject, current: Iterable[Version]) -> Policy:
    """The zone's policy, with what nearer scopes change of it [DLP1]."""
    return merged(subject.zone, layers(subject, current))


def layers(subject: Subject, current: Iterable[Version]) -> tuple[Version, ...]:
    """What changes the zone's policy for them, the nearest last."""
    found = [v for v in current if v.body is not None and applies(v.scope, subject)]
    return tuple(sorted(found, key=lambda v: _nearness(v.scope, subject.divisions)))


def merged(zone: Zone, layers_: Iterable[Version]) -> Policy:
    body = body_of(DEFAULTS[zone])
    for version in layers_:
        body.update(version.body or {})
    return parse(body)


def _nearness(scope: Scope, divisions: Sequence[str]) -> tuple[int, int]:
    depth = -divisions.index(scope.id) if scope.kind is ScopeKind.DIVISION else 0
    return list(ScopeKind).index(scope.kind), depth


@dataclass(frozen=True)
class Wish:
    """A text that is to cross. `found` where it was looked through already, and what a policy
    said of it then."""

    text: str
    reason: str = ""
    found: Sequence[Found] | None = None
    said: tuple[Policy, Verdict] | None = None


def decide_text(policy: Policy, way: Way, text: str, today: date, reason: str = "") -> Verdict:
    return decide(policy, way, Wish(text, reason), today)


def looked_through(
    policy: Policy, way: Way, text: str, today: date, between: Callable[[], object]
) -> Wish:
    """A long text, for which others would wait: see signs.each."""
    found, seen = [], set[Sign]()
    for one in signs.each(text, today, between):
        if one.sign in NUMBERS or one.sign not in seen:  # of a mark is asked only whether it is
            found.append(one)
            seen.add(one.sign)
    wish = Wish(text, found=found)
    return replace(wish, said=(policy, decide(policy, way, wish, today)))


def decide(policy: Policy, way: Way, wish: Wish, today: date) -> Verdict:
    """Whether a text may cross by the clipboard, or as one bulk through the text bridge [DLP4]."""
    if wish.said is not None and wish.said[0] == policy:
        return wish.said[1]
    text, reason = wish.text, wish.reason
    refusal = _closed(policy, way, Kind.TEXT, len(text.encode(errors="replace")))
    if refusal is not None:
        return refusal
    found = signs.find(text, today) if wish.found is None else list(wish.found)
    content = _clipboard(policy, way).content
    answers = {one.sign: content.get(one.sign, Answer.ALLOW) for one in found}
    refused = frozenset(sign for sign, answer in answers.items() if answer is Answer.REFUSE)
    if refused:
        return Refused(f"content_{way}", Advice.REMOVE, refused)  # [DLP5]
    asked = frozenset(sign for sign, answer in answers.items() if answer is Answer.REASON)
    if asked and len(reason.strip()) < SHORTEST_REASON:
        return NeedsReason(asked)
    hidden = [one for one in found if answers[one.sign] is Answer.MASK]
    return Passed(signs.masked(text, hidden), frozenset(answers), is_masked=bool(hidden))


def decide_picture(policy: Policy, way: Way, size_bytes: int) -> Refused | None:
    """Nobody reads what is drawn in it: whoever opens a way for pictures opens it for all."""
    return _closed(policy, way, Kind.PNG, size_bytes)


def wrong_kind(policy: Policy, way: Way) -> Refused:
    """It is not what it says, or this desktop has no room for such a thing."""
    return Refused(f"clipboard_{way}_kind", _elsewhere(policy, way))


def decide_file(policy: Policy, way: Way, size_bytes: int) -> Refused | None:
    files = policy.files_in if way is Way.IN else policy.files_out
    if not files.is_open:
        return Refused(f"files_{way}_closed", Advice.ASK)
    if size_bytes > files.most_bytes:
        return Refused(f"files_{way}_size", Advice.SHORTER, limit=files.most_bytes)
    return None


def decide_print(policy: Policy, to: Printing, size_bytes: int) -> Refused | None:
    """`to` is the drive or a printer. It is a file as others are, and as large at most."""
    if policy.printing is Printing.OFF:
        return Refused("printing_closed", _elsewhere(policy, Way.OUT))
    if to is Printing.PRINT and policy.printing is Printing.DRIVE:
        return Refused("printing_drive", Advice.SAVE)
    if size_bytes > policy.files_out.most_bytes:
        return Refused("files_out_size", Advice.SHORTER, limit=policy.files_out.most_bytes)
    return None


def decide_microphone(policy: Policy) -> Refused | None:
    return None if policy.microphone else Refused("microphone_closed", Advice.ASK)


def too_big(policy: Policy, way: Way) -> Refused:
    return Refused(
        f"clipboard_{way}_size", _elsewhere(policy, way), limit=_clipboard(policy, way).most_bytes
    )


def takes_pictures(policy: Policy, way: Way) -> bool:
    clipboard = _clipboard(policy, way)
    return clipboard.is_open and Kind.PNG in clipboard.kinds


def picture_too_big(policy: Policy, way: Way) -> Refused:
    """Where pictures do not pass at all, that is what is said."""
    most = _clipboard(policy, way).most_bytes
    return decide_picture(policy, way, most + 1) or too_big(policy, way)


def is_open(policy: Policy, way: Way) -> bool:
    return _clipboard(policy, way).is_open


def closed(policy: Policy, way: Way) -> Refused:
    return Refused(f"clipboard_{way}_closed", _elsewhere(policy, way))


def _closed(policy: Policy, way: Way, kind: Kind, size_bytes: int) -> Refused | None:
    clipboard = _clipboard(policy, way)
    if not clipboard.is_open:
        return closed(policy, way)
    if kind not in clipboard.kinds:
        return wrong_kind(policy, way)
    return too_big(policy, way) if size_bytes > clipboard.most_bytes else None


def _clipboard(policy: Policy, way: Way) -> Clipboard:
    return policy.clipboard_in if way is Way.IN else policy.clipboard_out


def _elsewhere(policy: Policy, way: Way) -> Advice:
    """A refusal shows a way that is really open [DLP6]."""
    files = policy.files_in if way is Way.IN else policy.files_out
    return Advice.DRIVE if files.is_open else Advice.ASK


def differences(before: Policy, after: Policy) -> list[str]:
    """Names of what changes, `clipboard_in.most_bytes` for a part of a part."""
    old, new = body_of(before), body_of(after)
    changed = []
    for name, value in new.items():
        was = old[name]
        if isinstance(value, dict) and isinstance(was, dict):
            keys = sorted(set(value) | set(was))
            changed += [f"{name}.{key}" for key in keys if value.get(key) != was.get(key)]
        elif value != was:
            changed.append(name)
    return changed
