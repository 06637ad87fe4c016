"""A form's definition (XForms as OpenRosa clients read it), made ready to check answers by."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from lxml import etree

from mobile_admin.xforms.alone import is_alone
from mobile_admin.xforms.expressions import compiled
from mobile_admin.xforms.files import LAST_SAVED, Wanted, sources, wanted
from mobile_admin.xforms.functions import FUNCTIONS, UNREPEATABLE
from mobile_admin.xforms.lists import read_list
from mobile_admin.xforms.safe import LARGEST_FORM, XmlRefused, as_node, local, parse
from mobile_admin.xforms.setting import Evaluate, Malformed, Unsupported
from mobile_admin.xforms.values import Node

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no other name for it
META = "meta"  # what says of a form which it is, and asks nothing
CHOOSING = {"select", "select1", "rank"}
CONTROLS = CHOOSING | {"input", "upload", "range", "trigger", "secret"}
MOST_SOUND, LONGEST_SOUND = 128, 16  # answers of a question, as scores to 100; letters of one
NONE: AbstractSet[str] = frozenset()
_LIST = re.compile(r"\s*(?:randomize\()?instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item")
_ITEXT = re.compile(r"jr:itext\((\w+)\)")
_JR = "{http://openrosa.org/javarosa}"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Itemset:
    """Choices that depend on other answers: where, and which child holds the value."""

    nodes: Evaluate
    value: str


@dataclass(frozen=True)
class Question:
    """One place of the form; None where an expression was not given or is not ours to evaluate."""

    path: str
    type: str
    label: str
    control: str
    relevant: Evaluate | None = None
    required: Evaluate | None = None
    constraint: Evaluate | None = None
    calculate: Evaluate | None = None
    said: str = ""  # what the form says where the constraint does not hold
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    mediatype: str = ""
    looks: str = ""
    is_alone: bool = False  # not free text, and right or wrong whatever else was said
    sound: set[str] = field(default_factory=set, compare=False)  # answers that were found right

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def note_sound(self, answer: str) -> None:
        """Most inspections answer with the same few words, which need not be looked at again."""
        if not self.is_alone or len(answer) > LONGEST_SOUND:
            return
        if len(self.sound) >= MOST_SOUND:
            self.sound.clear()  # the days of a spring are not answered in autumn
        self.sound.add(answer)

    @cached_property
    def values(self) -> frozenset[str]:
        """Of its choices."""
        return frozenset(self.labels)

    def offers(self, value: str) -> bool:
        """Whether that is a choice whatever else was answered."""
        return self.itemset is None and value in self.values

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Of its choices, by their values."""
        return {choice.value: choice.label for choice in self.choices}


@dataclass(frozen=True)
class Place:
    """A place of the form with what lies in it, by name and without `meta`. `sound` are answers
    that are right there whenever they are given."""

    path: str
    question: Question | None
    is_group: bool
    inside: "Mapping[str, Place]"
    sound: AbstractSet[str]


@dataclass(frozen=True)
class Gap:
    """Something that the server cannot check again, and why; where nobody can do it, `instead`
    names what is written in its place."""

    path: str
    column: str
    what: str
    is_malformed: bool = False
    instead: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Form:
    form_id: str
    version: str
    title: str
    template: Node
    questions: Mapping[str, Question]  # by path, in the order of the form
    repeats: Mapping[str, str]  # by path, what one turn of it is called
    instances: Mapping[str, Node]
    files: tuple[Wanted, ...]  # that it cannot do without
    languages: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def asked(self) -> list[Question]:
        """What a person is asked: without what is calculated or only groups."""
        return [q for q in self.questions.values() if q.control]

    @cached_property
    def place(self) -> Place:
        """The whole of it, as answers are looked at."""
        return self._place(self.template, f"/{self.template.name}")

    def _place(self, template: Node, path: str) -> Place:
        inside = {
            child.name: self._place(child, f"{path}/{child.name}")
            for child in template.children
            if child.name != META
        }
        question, is_group = self.questions.get(path), bool(template.children)
        if question is None or question.relevant or is_group:
            return Place(path, question, is_group, inside, NONE)
        return Place(path, question, is_group, inside, question.sound)

    def turn(self, path: str, number: int) -> str:
        """What people call it: 시설 2."""
        return f"{self.repeats.get(path) or path.rpartition('/')[2]} {number}"


@dataclass
class _Reader:
    """What is gathered while the definition is read."""

    texts: Mapping[str, str]
    instances: Mapping[str, Node]
    controls: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def compile(self, path: str, column: str, text: str | None) -> Evaluate | None:
        if not text or not text.strip():
            return None
        try:
            return compiled(text, FUNCTIONS)
        except Unsupported as unknown:
            self.gaps.append(Gap(path, column, str(unknown), isinstance(unknown, Malformed)))
            return None

    def walk(self, element: Element, around: str = "") -> None:
        for child in element:
            name = local(child.tag)
            path = _joined(around, child.get("ref") or child.get("nodeset") or "")
            if name == "repeat":
                self.repeats[path] = self.label_of(element) or self.label_of(child)
            if name in CONTROLS:
                self.controls[path] = child
                self.look(path, child)
            if name in CONTROLS or name == "group":
                self.labels[path] = self.label_of(child)
            if name in {"group", "repeat"}:
                self.walk(child, path or around)

    def look(self, path: str, control: Element) -> None:
        """Ways to large lists that only one client knows: they are named, not half done."""
        if "search(" in (control.get("appearance") or ""):
            self.refuse(path, "appearance", "search()", "search_instead")
        if control.get("query"):
            self.refuse(path, "type", "select_one_external", "external_instead")

    def refuse(self, path: str, column: str, what: str, instead: str) -> None:
        self.gaps.append(Gap(path, column, what, is_malformed=True, instead=instead))

    def label_of(self, element: Element) -> str:
        """Of the first language that stands in the form."""
        label = next((c for c in element if local(c.tag) == "label"), None)
        if label is None:
            return ""
        ref = label.get("ref") or ""
        if ref.startswith("jr:itext("):
            return self.texts.get(ref[9:-1].strip("'\""), "")
        return _shown(label)

    def said_by(self, item: Node, ref: str) -> str:
        """The label of an item of a list: its own words, or the name of a text."""
        name = _ITEXT.match(ref)
        return self.texts.get(_child(item, name[1]), "") if name else _child(item, ref)


def read(data: bytes, lists: Mapping[str, bytes] | None = None) -> Form:
    """With the lists that lie in files, as far as they are given; raise XmlRefused."""
    html = parse(data, LARGEST_FORM)
    model, body = _find(html, "model"), _find(html, "body")
    instances = [c for c in model if local(c.tag) == "instance"]
    if not instances or len(instances[0]) != 1:
        raise XmlRefused(reason="not_a_form")
    primary = instances[0][0]
    secondary = {**_secondary(instances[1:]), **_in_files(model, lists or {})}
    reader = _Reader(_texts(model), secondary)
    reader.walk(body)
    for path in _last_saved(model, instances):
        reader.refuse(path, "default", "last-saved", "last_saved_instead")
    template = as_node(primary)
    binds = [c for c in model if local(c.tag) == "bind"]
    questions = [_question(bind, reader) for bind in binds]
    return Form(
        primary.get("id") or "", primary.get("version") or "", _title(html), template,
        {q.path: q for q in questions}, reader.repeats, secondary,
        wanted(model, body),
        _languages(model), tuple(reader.gaps),
    )  # fmt: skip


def _last_saved(model: Element, instances: list[Element]) -> list[str]:
    """Questions that begin with what was answered the last time; "" where none is found."""
    names = [str(each.get("id")) for each in instances if each.get("src") == LAST_SAVED]
    told = [e for e in model if any(n in str(v) for n in names for v in e.attrib.values())]
    found = [e.get("ref") or e.get("nodeset") or "" for e in told if local(e.tag) != "instance"]
    return found or [""] * len(names)


def _find(html: Element, name: str) -> Element:
    found = next((e for e in html.iter() if local(e.tag) == name), None)
    if found is None:
        raise XmlRefused(reason="not_a_form")
    return found


def _title(html: Element) -> str:
    found = next((e for e in html.iter() if local(e.tag) == "title"), None)
    return "" if found is None else _shown(found)


def _shown(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _joined(around: str, ref: str) -> str:
    return ref if ref.startswith("/") or not ref else f"{around}/{ref}"


def _texts(model: Element) -> dict[str, str]:
    """Labels by id, in the language that a reader sees first."""
    languages = [e for e in model.iter() if local(e.tag) == "translation"]
    first = next((e for e in languages if e.get("default")), None)
    chosen = first if first is not None else (languages[0] if languages else None)
    if chosen is None:
        return {}
    return {
        str(text.get("id")): _shown(value)
        for text in chosen
        for value in text
        if local(value.tag) == "value" and value.get("form") is None
    }


def _languages(model: Element) -> tuple[str, ...]:
    found = [str(e.get("lang")) for e in model.iter() if local(e.tag) == "translation"]
    return tuple(name for name in found if name != "default")


def _secondary(instances: list[Element]) -> dict[str, Node]:
    """Lists that lie in the form."""
    inside = [each for each in instances if len(each) and not each.get("src")]
    return {str(instance.get("id")): as_node(instance[0]) for instance in inside}


def _in_files(model: Element, lists: Mapping[str, bytes]) -> dict[str, Node]:
    return {
        name: read_list(file, lists[file]) for name, file in sources(model).items() if file in lists
    }


def _question(bind: Element, reader: _Reader) -> Question:
    path = bind.get("nodeset") or ""
    control = reader.controls.get(path)
    calculate = bind.get("calculate") or ""
    is_fixed = not any(word in calculate for word in UNREPEATABLE)
    kind = "" if control is None else local(control.tag)
    itemset = _itemset(control, path, reader) if control is not None and kind in CHOOSING else None
    return Question(
        path,
        local_type(bind.get("type") or "string"),
        reader.labels.get(path, ""),
        kind,
        reader.compile(path, "relevant", bind.get("relevant")),
        reader.compile(path, "required", bind.get("required")),
        reader.compile(path, "constraint", bind.get("constraint")),
        reader.compile(path, "calculation", calculate) if is_fixed else None,
        _said(bind.get(f"{_JR}constraintMsg") or "", reader),
        _choices(control, reader) if control is not None and kind in CHOOSING else (),
        itemset,
        "" if control is None else control.get("mediatype") or "",
        "" if control is None else control.get("appearance") or "",
        not calculate and itemset is None and _is_alone(bind, kind),
    )


def _is_alone(bind: Element, control: str) -> bool:
    """By its type, choices and constraint: a file is right where it came, and what people write in
    their own words is nobody's to remember."""
    kind = local_type(bind.get("type") or "string")
    if kind == "binary" or (kind == "string" and control not in CHOOSING):
        return False
    try:
        return is_alone(bind.get("constraint") or "")
    except Unsupported:
        return False


def local_type(name: str) -> str:
    return name.rpartition(":")[2]


def _said(text: str, reader: _Reader) -> str:
    return reader.texts.get(text[9:-1].strip("'\""), "") if text.startswith("jr:itext(") else text


def _choices(control: Element, reader: _Reader) -> tuple[Choice, ...]:
    found = []
    for item in control:
        if local(item.tag) == "item":
            value = next((_shown(c) for c in item if local(c.tag) == "value"), "")
            found.append(Choice(value, reader.label_of(item)))
        if local(item.tag) == "itemset":
            found += _listed(item, reader)
    return tuple(found)


def _listed(itemset: Element, reader: _Reader) -> list[Choice]:
    """All of its list, whatever a filter leaves of it."""
    source = _LIST.match(itemset.get("nodeset") or "")
    root = reader.instances.get(source[1]) if source else None
    refs = {local(c.tag): c.get("ref") or "" for c in itemset}
    value, label = refs.get("value", "name"), refs.get("label", "label")
    return [
        Choice(_child(item, value), reader.said_by(item, label))
        for item in (root.named("item") if root else ())
    ]


def _child(item: Node, name: str) -> str:
    return next((child.value for child in item.named(name)), "")


def _itemset(control: Element, path: str, reader: _Reader) -> Itemset | None:
    itemset = next((c for c in control if local(c.tag) == "itemset"), None)
    if itemset is None or "[" not in (itemset.get("nodeset") or ""):
        return None
    nodes = reader.compile(path, "choice_filter", itemset.get("nodeset"))
    if nodes is None:
        return None
    refs = {local(c.tag): c.get("ref") or "" for c in itemset}
    return Itemset(nodes, refs.get("value", "name"))
