"""Names of hosts in a zone's rules: a name means itself and all that lies beneath it. Pure."""

import re
from collections.abc import Collection
from typing import Annotated

import idna
from pydantic import Field

MOST_NAMES = 500
LONGEST_NAME = 253  # RFC 1035, 2.3.4, without the last dot
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# The last label has a letter, so that no address is taken for a name (RFC 3696, 2).
SHAPE = re.compile(rf"(?:{LABEL}\.)*(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
HostName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


def host_name(text: str) -> str | None:
    """As it stands in a question to a name server: `한국.kr` is `xn--3e0b707e.kr`.

    `*.korea.kr` and `.korea.kr` say what `korea.kr` says. None where it is no name.
    """
    name = text.strip().removeprefix("*").removeprefix(".").removesuffix(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError:
            return None
    return name if len(name) <= LONGEST_NAME and SHAPE.fullmatch(name) else None


def shown_name(name: str) -> str:
    """As people write it."""
    try:
        return idna.decode(name)
    except idna.IDNAError:
        return name


def lies_beneath(host: str, names: Collection[str]) -> bool:
    """Whether `host` is one of the names or lies beneath one."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))
