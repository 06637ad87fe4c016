"""What lies beside the text of a DOCX and never comes along, counted [FM1]."""

from collections import Counter

from weboffice.paper.docx.rels import Relation, relations_of
from weboffice.paper.features import Feature, Losses
from weboffice.paper.safe import Package, Refusal, local

DOCUMENT = "word/document.xml"


def left_out(package: Package) -> Losses:
    """Blocks of text to be put in, fonts that the file brings, signatures, and what it plugs in.

    A signature is of the file that was: here it could only be a wrong one. A template, the list
    of a mail merge, buttons and extensions run or fetch something when the file is opened.
    """
    beside = _related(package, DOCUMENT)
    fonts = _below(package, [one for one in beside if one.kind == "fontTable"], "font")
    settings = [one for one in beside if one.kind == "settings"]
    signed = [one for one in _related(package, "") if one.kind == "origin"]
    blocks = sum(_blocks(package, one) for one in beside if one.kind == "glossaryDocument")
    return +Counter(
        {
            Feature.BUILDING_BLOCK: blocks,
            Feature.EMBEDDED_FONT: len({one.target for one in fonts}),
            Feature.SIGNATURE: len(_below(package, signed, "signature")),
            Feature.ATTACHED_TEMPLATE: len(_below(package, settings, "attachedTemplate")),
            Feature.MAIL_MERGE: sum(_has(package, one, "mailMerge") for one in settings),
            Feature.CUSTOM_UI: _named(package, "customui/"),
            Feature.WEB_EXTENSION: _named(package, "word/webextensions/webextension"),
        }
    )


def _has(package: Package, one: Relation, name: str) -> bool:
    try:
        root = package.find_xml(one.target)
    except Refusal:
        return False
    return root is not None and any(local(element) == name for element in root)


def _named(package: Package, start: str) -> int:
    """Parts that only newer kinds of relations lead to, by their usual names."""
    return sum(n.lower().startswith(start) and n.endswith(".xml") for n in package.names)


def _below(package: Package, owners: list[Relation], kind: str) -> list[Relation]:
    return [one for owner in owners for one in _related(package, owner.target) if one.kind == kind]


def _related(package: Package, part: str) -> list[Relation]:
    try:
        return relations_of(package, part)
    except Refusal:
        return []  # what cannot be read beside the text is in nobody's way


def _blocks(package: Package, glossary: Relation) -> int:
    try:
        root = package.find_xml(glossary.target)
    except Refusal:
        return 1
    return 0 if root is None else max(1, sum(local(one) == "docPart" for one in root.iter()))
