"""Reading what an office says of itself at /hosting/discovery."""

import re
from typing import Any
from urllib.parse import urlsplit

from weboffice.paper.safe import Reason, Refusal, local, parse
from weboffice.wopi.model import Discovery, Mode, Problem, PublicKey
from weboffice.wopi.proofs import public_key

MOST_TYPES = 500
LONGEST_URL = 2000
_ENDING = re.compile(r"[a-z0-9]{1,12}")
_MODES = {mode.value: mode for mode in Mode}


class Unusable(Exception):
    """It was answered, and the answer does not help."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem


def read(data: bytes, origin: str) -> Discovery:
    """Only addresses within `origin` count: the page's policy lets nothing else in [WO1].

    Raise Unusable.
    """
    try:
        root = parse(data)
    except Refusal as refused:
        detail = "entities" if refused.reason is Reason.ENTITIES else refused.detail
        raise Unusable(Problem.NOT_DISCOVERY, detail) from refused
    if local(root) != "wopi-discovery":
        raise Unusable(Problem.NOT_DISCOVERY)
    found: dict[str, dict[Mode, str]] = {}
    foreign = False
    for element in root.iter("{*}action"):
        mode, name = _MODES.get(element.get("name", "")), element.get("ext", "").lower()
        if mode is None or not _ENDING.fullmatch(name):
            continue
        source = element.get("urlsrc", "")
        if not _is_within(source, origin):
            foreign = True
        elif len(found) < MOST_TYPES or name in found:
            found.setdefault(name, {}).setdefault(mode, source)
    if not found:
        raise Unusable(Problem.OTHER_ORIGIN if foreign else Problem.NO_TYPES)
    return Discovery(found, _keys(root))


def _is_within(source: str, origin: str) -> bool:
    try:
        parts = urlsplit(source)
        port = parts.port
    except ValueError:
        return False
    if "@" in parts.netloc or len(source) > LONGEST_URL:
        return False
    named = f"{parts.scheme}://{parts.hostname}"
    return (named if port in {None, 443} else f"{named}:{port}") == origin


def _keys(root: Any) -> tuple[PublicKey, ...]:
    element = next(root.iter("{*}proof-key"), None)
    if element is None:
        return ()
    pairs = [(element.get(f"{age}modulus"), element.get(f"{age}exponent")) for age in ("", "old")]
    keys = tuple(PublicKey(*pair) for pair in pairs if all(pair))
    try:
        for key in keys:
            public_key(key)
    except ValueError as error:
        raise Unusable(Problem.WEAK_KEY) from error
    return keys
