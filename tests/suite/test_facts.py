"""What the code can say beside an act in the audit chain has words where people read the chain."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any

from daas_broker.continuity.model import Why
from daas_broker.costs.model import AtLimit
from daas_broker.desktops.homes import Reset
from daas_broker.desktops.model import LIBVIRT, PODMAN, DesktopSize, Wiped
from daas_broker.egress.model import ZoneRules
from daas_broker.entitlement.model import Audience
from daas_broker.forecast.model import Readiness
from daas_broker.helpdesk.model import Step
from daas_broker.images.model import Stage
from daas_broker.metrics.model import Name as Metric
from daas_broker.policies.model import (
    Access,
    Answer,
    Clipboard,
    Policy,
    Printing,
    Recording,
    ScopeKind,
    Sign,
)
from daas_broker.policies.model import Kind as PictureKind
from daas_broker.pools.model import Kind as PoolKind
from daas_broker.pools.model import PoolWish
from daas_broker.recordings.model import Chain, End
from daas_broker.releases.model import Approver, Finding, Lane, Source
from gdrive.access.model import Level, SubjectKind
from identity.address_holds.model import Tries
from identity.audit_trail.model import AuditFilter
from identity.sessions.model import Method
from kernel.actor import Role
from kernel.settings import Zone
from mobile_admin.cases.model import CaseState
from mobile_admin.decisions.model import Measure
from mobile_admin.dispatches.service import TOLD
from mobile_admin.handing.model import Asks
from mobile_admin.pockets.model import Way
from mobile_admin.reviews.model import Verdict
from tests.suite.test_acts import ENTRY, NAMES, Call, called, name_of, tree_of, values
from tests.suite.test_house import ROOT
from vpn.alarms.model import Kind as AlarmKind
from vpn.devices.model import Owner, Platform, Trust
from vpn.devices.model import State as DeviceState
from vpn.gateways.model import Gateway
from vpn.policy.model import Conditions, Effect, Needed, Proof, Subject
from vpn.policy.model import Policy as TunnelPolicy
from vpn.posture.model import Answer as Secured
from weboffice.editing.batches import State as BatchState
from weboffice.editing.returning import Concern
from weboffice.wopi.model import Mode
from workplace.bridges.audit_names import ADMINISTERED


def names_of(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


# Facts that cannot be read off the code: the file, the expression, and what it may be called.
KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("identity/address_holds/service.py", "vars(seen)"): names_of(Tries),
    ("identity/audit_trail/service.py", "{key: str(value) for key, value in vars(wanted).items() "
     "if value is not None and key != 'limit'}"): names_of(AuditFilter),
    ("daas_broker/continuity/service.py", "line.facts"): (
        "entitlement", "person", "session", "desktop", "connection", "caller", "why"),
    ("daas_broker/transfers/service.py", "_seen(passing)"): ("sha256", "virus_scan"),
    ("daas_broker/transfers/service.py", "infected.facts"): ("malware",),
    ("daas_broker/pools/service.py", "store.values_of(pool.wish)"): (
        *(each for each in names_of(PoolWish) if each != "keeping"),
        "grace_seconds", "linger_seconds"),
    ("daas_broker/pools/tasks.py", "{name: getattr(receipt, name) for name in kept}"): (
        "generation", "containers", "paths", "freed_bytes"),
    ("vpn/policy/service.py", "store.BODY.dump_python(policy, mode='json')"):
        names_of(TunnelPolicy),
    ("vpn/policy/service.py", "store.BODY.dump_python(before, mode='json')"): (),
    ("mobile_admin/dispatches/service.py", "{key: ids for key, ids in told.items() if ids}"): tuple(
        each.value for each in TOLD),
}  # fmt: skip
# What is nested in a fact has names as well.
NESTED = {
    *names_of(Policy), *names_of(Clipboard), *names_of(Recording), *names_of(Access),
    *names_of(DesktopSize), *names_of(Wiped), *names_of(Audience), *names_of(Readiness),
    *names_of(Conditions),
    *names_of(Lane), *names_of(ZoneRules), *names_of(Gateway),
} - {"to", "zone", "rules", "keeping", "changed_at", "changed_by", "revision"}  # fmt: skip
# By fact: each word that it may say, where it is one of a few.
WORDS: dict[str, Iterable[type[Enum] | str]] = {
    "about": ["audit", "leaves", "display", "edit", "console", "unknown"],
    "approver": [Approver],
    "asks": [Asks],
    "at_limit": [AtLimit],
    "chain": [Chain],
    "content": [Sign, Answer],
    "decision": [BatchState],
    "disk": [Secured],
    "effect": [Effect],
    "end": [End],
    "files": ["all"],
    "findings": [Finding],
    "kind": [PictureKind, Measure, AlarmKind, PoolKind],
    "kinds": [PictureKind],
    "level": [level.name.lower() for level in Level],
    "lock": [Secured],
    "method": [Method],
    "metric": [Metric],
    "mode": [Mode],
    "needs": [Role],
    "owner": [Owner],
    "platform": [Platform],
    "printing": [Printing],
    "proof": [Proof],
    "provider": [PODMAN, LIBVIRT],
    "refuses": [Finding],
    "roles": [Role],
    "rule": [
        "clipboard_flood", "paste_rate", "content_in", "content_out", "clipboard_in_kind",
        "clipboard_out_kind", "clipboard_in_size", "clipboard_out_size", "clipboard_in_closed",
        "clipboard_out_closed", "files_in_closed", "files_out_closed", "files_in_size",
        "files_out_size", "printing_closed", "printing_drive", "microphone_closed", "links_closed",
        "access_place", "access_hours", "audit_away", "malware",
    ],
    "scope": [ScopeKind],
    "signs": [Sign],
    "source": [Source],
    "stage": [Stage],
    "state": [DeviceState],
    "step": [Step],
    "subject": [Subject, SubjectKind],
    "to": [Zone, CaseState, "drive", "printer"],
    "trust": [Trust, Needed],
    "verdict": [Verdict],
    "virus_scan": ["clean", "unscanned"],
    "way": [Way],
    "what": [Reset],
    "why": [Concern, Why],
    "zone": [Zone],
}  # fmt: skip
NOT_OURS = {"format"}  # a file's ending is called so in every language

Fact = tuple[str, Call, ast.expr | None]


def facts(call: Call, said: ast.expr) -> Iterator[Fact]:
    """The names of what an expression holds, each with the expression of its value."""
    known = KEYS.get((str(call.file.relative_to(ROOT)), ast.unparse(said)))
    if known is not None:
        yield from ((name, call, None) for name in known)
    elif isinstance(said, ast.Dict):
        yield from _of_dict(call, said)
    elif parts := _parts(said):
        for part in parts:
            yield from facts(call, part)
    else:
        name = ast.unparse(said)
        found = [*_built(call, name), *_given(call, name)]
        where = f"{call.file}:{call.call.lineno}"
        assert found, f"{where}: what is in {name}? Tell it in KEYS"
        yield from (each for each in found if each[0])


def _of_dict(call: Call, said: ast.Dict) -> Iterator[Fact]:
    for name, value in zip(said.keys, said.values, strict=True):
        if name is None:
            yield from facts(call, value)
        else:
            yield str(ast.literal_eval(name)), call, value


def _parts(said: ast.expr) -> Sequence[ast.expr]:
    """Of what is put together here, or is one of two."""
    match said:
        case ast.Call(func=ast.Name(id="dict"), args=[whole]):
            return [whole]
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BoolOp(values=each):
            return each
        case _:
            return []


def _built(call: Call, name: str) -> Iterator[Fact]:
    """A name that gets its value here, at once and piece by piece."""
    for node in ast.walk(call.within):
        for to, value in _set(node):
            if ast.unparse(to) == name:
                yield "", call, None
                yield from facts(call, value)
            elif isinstance(to, ast.Subscript) and ast.unparse(to.value) == name:
                yield str(ast.literal_eval(to.slice)), call, value


def _set(node: ast.AST) -> Iterable[tuple[ast.expr, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            return zip(names, values, strict=True)
        case ast.Assign(targets=[to], value=value) | ast.AugAssign(target=to, value=value):
            return [(to, value)]
        case ast.AnnAssign(target=to, value=ast.expr() as value):
            return [(to, value)]
        case _:
            return []


def _given(call: Call, name: str) -> Iterator[Fact]:
    """What callers give it, by place, by name or as whatever else they say."""
    wanted = call.within.args
    names = [each.arg for each in wanted.args if each.arg != "self"]
    named = {*names, *(each.arg for each in wanted.kwonlyargs)}
    is_rest = wanted.kwarg is not None and wanted.kwarg.arg == name
    if not is_rest and name not in named:
        return
    for caller in called()[call.within.name]:
        if _is_near(call, caller):
            yield "", call, None
            yield from _rest(caller, named) if is_rest else _said(caller, names, name)


def _is_near(call: Call, caller: Call) -> bool:
    if caller.within is call.within:
        return False
    if call.within.name.startswith("_"):
        return caller.file == call.file
    return caller.file.parent == call.file.parent


def _rest(caller: Call, named: Collection[str]) -> Iterator[Fact]:
    for said in caller.call.keywords:
        if said.arg is None:
            yield from facts(caller, said.value)
        elif said.arg not in named:
            yield said.arg, caller, said.value


def _said(caller: Call, names: list[str], name: str) -> Iterator[Fact]:
    by_name = [k.value for k in caller.call.keywords if k.arg == name]
    for value in by_name or caller.call.args[names.index(name) :][:1]:
        yield from facts(caller, value)


def written() -> Iterator[Fact]:
    """All facts that the code can write beside an act."""
    for call in called()["Entry"]:
        if ast.unparse(call.call.func) == ENTRY:
            said = [k.value for k in call.call.keywords if k.arg == "facts"]
            for value in said or call.call.args[5:6]:
                yield from facts(call, value)


def table(file: str, within: str = "") -> set[str]:
    """The keys of a table of words, each of which has Korean and English."""
    text = (NAMES / file).read_text()
    found = set()
    for key, korean, english in re.findall(
        r"^  '?([\w.]+)'?: \['(.*)', '(.*)'\],$", text, re.MULTILINE
    ):
        assert korean, key
        assert english, key
        found.add(key)
    return found


def chosen() -> set[str]:
    text = (NAMES / "values.ts").read_text()
    return set(re.findall(r"^  '(\w+)',$", text, re.MULTILINE))


def ends() -> set[str]:
    """Why a desktop went from its person: an event carries it to where the entry is made."""
    found = set()
    for file in (ROOT / "daas_broker").rglob("*.py"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and name_of(node.func) in {"recycle", "_end", "Recycle"}:
                said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found |= {each for each in said if isinstance(each, str)}
    assert {"session_ended", "restarted", "surplus"} <= found
    return found


def under(section: str) -> list[set[str]]:
    """The keys of a section of the page's words, in each language."""
    text = (NAMES / "words.ts").read_text()
    parts = re.findall(rf"^    {section}: {{\n(.*?)^    }},", text, re.MULTILINE | re.DOTALL)
    return [set(re.findall(r"^      (\w+):", part, re.MULTILINE)) for part in parts]


def test_each_fact_that_can_be_written_has_a_name() -> None:
    names = {name for name, _, _ in written()} | NESTED
    assert {"address", "findings", "clipboard_in", "wiped"} <= names
    assert sorted(names - table("facts.ts")) == []


def test_each_value_that_is_one_of_a_few_has_a_word() -> None:
    assert sorted(chosen() ^ WORDS.keys()) == []
    words = table("values.ts")
    for fact, kinds in WORDS.items():
        for kind in kinds:
            for said in [kind] if isinstance(kind, str) else [each.value for each in kind]:
                assert {said, f"{fact}.{said}"} & words, f"{fact} may say {said}"


def test_a_fact_that_comes_of_an_enumeration_is_among_them() -> None:
    said = {
        name
        for name, _, value in written()
        if isinstance(value, ast.Attribute) and value.attr == "value"
    }
    assert sorted(said - WORDS.keys() - NOT_OURS) == []


def test_each_outcome_has_a_word() -> None:
    outcomes = {"not_found"} | ends()  # one is put in its place after an entry was made
    for call in called()["Entry"]:
        if ast.unparse(call.call.func) == ENTRY:
            said = [k.value for k in call.call.keywords if k.arg == "outcome"]
            for value in said or call.call.args[4:5]:
                outcomes |= values(call, value)
    assert {"masked", "failed", "signed_out", "asleep"} <= outcomes
    for language in under("outcomes"):
        assert sorted(outcomes - language) == []


def test_each_kind_of_thing_that_has_a_name_has_a_word() -> None:
    kinds = {str(value) for key, value in ADMINISTERED.compile().params.items() if "param" in key}
    for language in under("kinds"):
        assert sorted({"room", "file", "folder", "document", *kinds} - language - {" "}) == []
