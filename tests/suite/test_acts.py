"""Each act that the code can write into the audit chain has a name where people read the chain."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from daas_broker.continuity.model import What
from daas_broker.helpdesk.model import Wish
from daas_broker.images.model import Stage
from daas_broker.operations.model import Act
from daas_broker.policies.model import Way
from daas_broker.releases.service import OUTCOMES
from daas_broker.requests.service import ACTS
from daas_broker.transfers.service import FILE
from mobile_admin.cases.model import CaseStep
from mobile_admin.forms.model import State
from mobile_admin.handing.model import Arrival
from mobile_admin.outcomes.rules import REMARK
from mobile_admin.works.model import Ruling
from tests.suite.test_house import ROOT
from vpn.devices.model import State as DeviceState

DOMAINS = ("identity", "daas_broker", "vpn", "gdrive", "weboffice", "messenger", "mobile_admin")
NAMES = ROOT / "web/src/identity/trail"
ENTRY = "audit.Entry"


def words(kind: type[StrEnum]) -> list[str]:
    return [one.value for one in kind]


# What cannot be read off a constant: the file, the expression, and what it may say.
SAID = {
    ("daas_broker/continuity/service.py", "line.what.value"): words(What),
    ("daas_broker/helpdesk/service.py", "wish.value"): words(Wish),
    ("daas_broker/helpdesk/service.py", "said.wish.value"): words(Wish),
    ("daas_broker/images/tasks.py", "new.stage.value"): [Stage.REMOVED.value, Stage.STABLE.value],
    ("daas_broker/operations/service.py", "act.value"): words(Act),
    ("daas_broker/operations/service.py", "event.reason"): [
        "grace_over", "lost", "outdated", "pool_removed", "session_ended", "signed_off", "surplus",
    ],
    ("daas_broker/policies/permits.py", "_outcome(crossing)"): [
        "asked", "done", "masked", "refused",
    ],
    ("daas_broker/policies/permits.py", "crossing.way"): words(Way),
    ("daas_broker/releases/service.py", "OUTCOMES.get(release.stage, 'done')"): [
        *OUTCOMES.values(), "done",
    ],
    ("daas_broker/requests/service.py", "ACTS[stage]"): list(ACTS.values()),
    ("daas_broker/transfers/service.py", "FILE[Way.IN]"): [FILE[Way.IN]],
    ("daas_broker/transfers/service.py", "FILE[Way.OUT]"): [FILE[Way.OUT]],
    ("daas_broker/transfers/service.py", "FILE[way]"): list(FILE.values()),
    ("daas_broker/transfers/service.py", "f'{act}_stopped'"): [
        f"{act}_stopped" for act in FILE.values()
    ],
    ("identity/sessions/service.py", "reason"): ["replaced", "revoked", "signed_out"],
    ("mobile_admin/cases/service.py", "what[0]"): ["change_site", "change_subject"],
    ("mobile_admin/cases/service.py", "f'{act}_case'"): [
        f"{word}_case"
        for word in (
            *words(CaseStep), "open", "change_site", "change_subject", REMARK, "work_held",
            *(f"work_{ruling}" for ruling in words(Ruling)),
        )
    ],
    ("mobile_admin/forms/service.py", "to.value"): words(State),
    ("mobile_admin/handing/service.py", "act.value"): words(Arrival),
    ("vpn/sessions/service.py", "session.end_reason or 'done'"): [
        "asleep", "by_person", "cloned", "device", "done", "idle", "moved", "posture", "signed_out",
        "time",
    ],
    ("vpn/devices/service.py", "state.value"): [
        state for state in words(DeviceState) if state not in {"waiting", "active"}
    ],
}  # fmt: skip


class Call(NamedTuple):
    file: Path
    within: ast.FunctionDef
    call: ast.Call


def calls() -> Iterator[tuple[str, Call]]:
    """Of the slices that write into the chain, by the name of what is called."""
    for domain in DOMAINS:
        slices = {
            file.parent for file in (ROOT / domain).rglob("*.py") if ENTRY in file.read_text()
        }
        for file in sorted(each for folder in slices for each in folder.glob("*.py")):
            if file.stem not in {"api", "model", "store", "rules"}:
                yield from _calls_in(file)


def _calls_in(file: Path) -> Iterator[tuple[str, Call]]:
    for function in ast.walk(tree_of(file)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield name_of(node.func), Call(file, function, node)


def name_of(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


@cache
def called() -> dict[str, list[Call]]:
    found = defaultdict(list)
    for name, call in calls():
        found[name].append(call)
    return found


def values(call: Call, said: ast.expr) -> set[str]:
    """What an expression can say within a function."""
    known = SAID.get((str(call.file.relative_to(ROOT)), ast.unparse(said)))
    if known is not None:
        return set(known)
    match said:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=one, orelse=other):
            return values(call, one) | values(call, other)
        case ast.JoinedStr(values=parts):
            whole = {""}
            for part in parts:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                whole = {text + more for text in whole for more in values(call, inner)}
            return whole
        case _:
            return _followed(call, said)


def _followed(call: Call, said: ast.expr) -> set[str]:
    found = set().union(*(values(*each) for each in _sources(call, said)))
    assert found, f"{call.file}: what can {ast.unparse(said)} say? Tell it in SAID"
    return found


def _sources(call: Call, said: ast.expr) -> Iterator[tuple[Call, ast.expr]]:
    """Where a name gets its value: here, as a constant of the file, or from whoever calls."""
    name = ast.unparse(said)
    own = list(_assigned(name, ast.walk(call.within)))
    if own or name not in _parameters(call.within):
        yield from ((call, value) for value in own or _assigned(name, tree_of(call.file).body))
        return
    place = _parameters(call.within).index(name)
    is_private = call.within.name.startswith("_")
    for caller in called()[call.within.name]:
        is_near = (
            (caller.file == call.file) if is_private else caller.file.parent == call.file.parent
        )
        if is_near and caller.within.name != call.within.name:
            given = [k.value for k in caller.call.keywords if k.arg == name]
            yield from ((caller, value) for value in given or caller.call.args[place : place + 1])


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args if each.arg != "self"]


def _assigned(name: str, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                yield from (value for to, value in pairs if ast.unparse(to) == name)


def written() -> set[str]:
    """All acts that the code can write."""
    found: set[str] = set()
    for call in called()["Entry"]:
        if ast.unparse(call.call.func) == ENTRY:
            found |= values(call, call.call.args[2])
    return found


def named(language: str) -> set[str]:
    """All acts that have a name in a language."""
    found, domain = set(), ""
    for line in (NAMES / f"acts.{language}.ts").read_text().splitlines():
        if head := re.match(r"  (\w+): \{$", line):
            domain = head[1]
        elif word := re.match(r"    (\w+):", line):
            found.add(f"{domain}.{word[1]}")
    return found


def test_each_act_that_can_be_written_has_a_name_in_both_languages() -> None:
    acts = written() - {"daas_broker.release_"}  # an empty act of a release is not written
    assert {"identity.sign_in", "daas_broker.message_desktop", "vpn.device_lost"} <= acts
    for language in ("ko", "en"):
        assert sorted(acts - named(language)) == []
        assert sorted(named(language) - acts) == [], "named, and never written"
