"""What is a submission, and what it is worth. Source: OpenRosa Form Submission API 1.0."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Conflict, Denied, Invalid
from kernel.text import storable
from mobile_admin.forms.model import State, Version
from mobile_admin.submissions.model import Answer, Attachment, Standing
from mobile_admin.xforms.check import Facts, Finding, check
from mobile_admin.xforms.form import Form, Question
from mobile_admin.xforms.safe import LARGEST_ANSWERS, as_node, parse
from mobile_admin.xforms.values import Node
from mobile_admin.xforms.words import spoken, within

LARGEST_FILE = 64 << 20
MOST_FILES = 400
LONGEST_NAME = 160
CASE_NUMBER = "case_number"
AUDIT = "audit.csv"


class NoSubmission(Invalid):
    """`reason`: no_xml, no_instance, no_form, too_many_files, bad_name."""

    code = "no_submission"


class OtherContent(Conflict):
    """The same instance with other answers; `there` and `came` are SHA-256."""

    code = "other_content"


class OthersSubmission(Denied):
    """A file for what somebody else has sent: only who sent it adds to it."""

    code = "others_submission"


@dataclass(frozen=True)
class Sent:
    form_id: str
    version: str
    instance_id: str
    root: Node
    deprecated_id: str | None = None
    name: str = ""


def read(data: bytes) -> Sent:
    """Raise XmlRefused [FS6] or NoSubmission."""
    root = as_node(parse(data, LARGEST_ANSWERS))
    form_id, version = root.attributes.get("id", ""), root.attributes.get("version", "")
    if not form_id:
        raise NoSubmission(reason="no_form")
    instance_id = _named_in_meta(root, "instanceID")
    if not instance_id:
        raise NoSubmission(reason="no_instance")
    former = _named_in_meta(root, "deprecatedID")
    name = storable(_named_in_meta(root, "instanceName") or "")
    former = None if former == instance_id else former
    return Sent(form_id, version, instance_id, root, former, name)


def _named_in_meta(root: Node, name: str) -> str | None:
    found = (n.value.strip() for m in root.named("meta") for n in m.named(name))
    return next(found, "")[:200] or None


def case_number(root: Node) -> str:
    """What a question named `case_number` was answered with, wherever it stands."""
    if not root.children:
        return root.value.strip() if root.name == CASE_NUMBER else ""
    return next(filter(None, map(case_number, root.children)), "")


def clean_name(name: str) -> str:
    """Of a file; raise NoSubmission where it is a path or nothing."""
    if not name or len(name) > LONGEST_NAME or name in {".", ".."} or set(name) & set("/\\\0"):
        raise NoSubmission(reason="bad_name")
    return name


def refuse_new(there: Mapping[str, Attachment], came: Mapping[str, str]) -> None:
    """Raise OthersSubmission for a file that is not there as it came; `came`: SHA-256 by name."""
    if any(name not in there or there[name].sha256 != sha256 for name, sha256 in came.items()):
        raise OthersSubmission  # [FS3]


def standing_of(version: Version) -> Standing:
    """Nothing is turned away because its form was closed meanwhile [FS5]."""
    return Standing.HELD if version.state is State.CLOSED else Standing.RECEIVED


def findings_of(form: Form, root: Node, files: Collection[str], now: datetime) -> list[Finding]:
    return check(form, root, Facts(now, files))  # [FS4]


def expected(form: Form, root: Node) -> set[str]:
    """Names of files that answers tell of, and of the log of how it was filled in."""
    asked = {answer.value for answer in answers(form, root) if answer.is_file}
    return asked | ({AUDIT} if _named_in_meta(root, "audit") == AUDIT else set())


def answers(form: Form, root: Node) -> Iterator[Answer]:
    """In the order of what was sent, without what was left empty."""

    def walk(node: Node, path: str, at: str, around: str) -> Iterator[Answer]:
        question = form.questions.get(path)
        if node.children:
            turns: Counter[str] = Counter()
            for child in node.children:
                turns[child.name] += 1
                inside, turn = f"{path}/{child.name}", turns[child.name]
                node_at, called = f"{at}/{child.name}", around
                if inside in form.repeats or turn > 1:
                    node_at += f"[{turn}]"
                    called = within(around, form.turn(inside, turn))
                yield from walk(child, inside, node_at, called)
        elif question and question.control and node.value.strip():
            yield _answer(question, node.value.strip(), (at, around))

    yield from walk(root, f"/{root.name}", f"/{root.name}", "")


def _answer(question: Question, value: str, at: tuple[str, str]) -> Answer:
    labels = question.labels
    is_file = question.type == "binary"
    if labels:
        shown = ", ".join(labels.get(word, word) for word in value.split())
    else:
        is_tick = question.control == "trigger" and value == "OK"
        shown = "확인함" if is_tick else spoken(question.type, question.looks, value)
    return Answer(question.path, question.label, value, shown, is_file, *at)
