"""`search()` of XLSForm said as everybody understands it: a choice from a list in a file.

Only ODK Collect knows the appearance. Source: docs.getodk.org/form-datasets, "Select from CSV using
search()"; what pyxform 4.5 makes of it.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from mobile_admin.xforms.safe import LARGEST_FORM, XmlRefused, local, parse

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no other name for it
_CALL = re.compile(r"search\((?P<said>(?:[^()'\"]|'[^']*'|\"[^\"]*\"|\([^()]*\))*)\)")
_ARGUMENT = re.compile(r"\s*('[^']*'|\"[^\"]*\"|(?:[^,()'\"]|\([^()]*\))+)\s*(?:,|$)")
_COLUMN = re.compile(r"[^\W\d][\w.-]*$")
_TESTS = {
    "contains": "contains({column}, {value})", "matches": "{column} = {value}",
    "startswith": "starts-with({column}, {value})", "endswith": "ends-with({column}, {value})",
}  # fmt: skip


class NotPlain(Exception):
    """More than a list in a file can say; the appearance stays, and is refused with advice."""


def plain(xform: bytes) -> bytes:
    """The form without `search()`, where each of its uses can be said otherwise."""
    if b"search(" not in xform:
        return xform
    try:
        root = parse(xform, LARGEST_FORM)
    except XmlRefused:
        return xform  # whoever reads it says why
    for control in list(root.iter()):
        found = _CALL.search(control.get("appearance") or "")
        if found and local(control.tag) in {"select", "select1"}:
            try:
                _change(root, control, found)
            except NotPlain:
                continue
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _change(root: Element, control: Element, call: re.Match[str]) -> None:
    arguments = [_spoken(each) for each in _ARGUMENT.findall(call["said"])]
    name = _text(arguments[0] if arguments else "")
    items = [child for child in control if local(child.tag) == "item"]
    if not _COLUMN.match(name) or len(items) != 1:
        raise NotPlain  # choices of the sheet's own stand beside those of the file
    value, label = _value(items[0]), _label(root, items[0])
    tests = " and ".join(_tests(arguments[1:]))
    _name_file(root, name)
    itemset = etree.SubElement(control, f"{{{etree.QName(control).namespace}}}itemset")
    itemset.set("nodeset", f"instance('{name}')/root/item{f'[{tests}]' if tests else ''}")
    for tag, ref in (("value", value), ("label", label)):
        etree.SubElement(itemset, f"{{{etree.QName(control).namespace}}}{tag}").set("ref", ref)
    control.remove(items[0])
    rest = " ".join((control.get("appearance") or "").replace(call[0], " ").split())
    control.attrib.pop("appearance")
    if rest:
        control.set("appearance", rest)


def _tests(arguments: list[str]) -> Iterator[str]:
    """`type, columns, text` and then `column, value`."""
    if len(arguments) not in {0, 3, 5}:
        raise NotPlain
    if arguments:
        form = _TESTS.get(_text(arguments[0]))
        columns = [_column(each) for each in _text(arguments[1]).split(",")]
        if form is None:
            raise NotPlain
        any_of = " or ".join(form.format(column=c, value=arguments[2]) for c in columns)
        yield f"({any_of})" if len(columns) > 1 else any_of
    if arguments[3:]:
        yield f"{_column(_text(arguments[3]))} = {arguments[4]}"


def _spoken(argument: str) -> str:
    """Inside the brackets of a list, what leans on the question would lean on the row."""
    argument = argument.strip()
    return f"current()/{argument}" if argument.startswith("..") else argument


def _text(argument: str) -> str:
    return argument[1:-1].strip() if argument[:1] in {"'", '"'} else ""


def _column(name: str) -> str:
    if not _COLUMN.match(name.strip()):
        raise NotPlain
    return name.strip()


def _value(item: Element) -> str:
    return _column("".join(next(c for c in item if local(c.tag) == "value").itertext()))


def _label(root: Element, item: Element) -> str:
    """A file has one label a row: the same column in every language, or none of this."""
    label = next(c for c in item if local(c.tag) == "label")
    ref = re.fullmatch(r"jr:itext\('([^']+)'\)", label.get("ref") or "")
    said = {"".join(label.itertext()).strip()} if ref is None else set(_texts(root, ref[1]))
    if len(said) != 1:
        raise NotPlain
    return _column(said.pop())


def _texts(root: Element, name: str) -> Iterator[str]:
    for text in root.iter():
        if local(text.tag) == "text" and text.get("id") == name:
            yield from ("".join(v.itertext()).strip() for v in text if v.get("form") is None)


def _name_file(root: Element, name: str) -> None:
    instances = [e for e in root.iter() if local(e.tag) == "instance"]
    same = next((each for each in instances if each.get("id") == name), None)
    if same is not None and not (same.get("src") or "").startswith("jr://file"):
        raise NotPlain  # a list of the sheet has this name already
    if same is None:
        file = etree.Element(instances[-1].tag, id=name, src=f"jr://file-csv/{name}.csv")
        instances[-1].addnext(file)
