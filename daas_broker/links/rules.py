"""What is a link that may be opened outside. Pure: nothing is ever fetched here [DX10]."""

import re
from urllib.parse import urlsplit

from daas_broker.policies.model import Advice, Policy, Refused
from kernel.errors import Invalid

LONGEST = 2000
# As the desktop's own bridge takes them (deploy/desktops/PROTOCOL.md §9).
_LINK = re.compile(r"https?://[^\s\"<>\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]{2,45}\]")


class LinkMalformed(Invalid):
    """`why` is long, form, scheme, host or credentials."""

    code = "link_malformed"


def check(link: str) -> str:
    """The link with its host in ASCII; raise LinkMalformed."""
    link = link.strip()
    if len(link) > LONGEST:
        raise LinkMalformed(why="long", most=LONGEST)
    if not link.lower().startswith(("http://", "https://")):
        raise LinkMalformed(why="scheme")
    if not _LINK.fullmatch(link):
        raise LinkMalformed(why="form")
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError as error:
        raise LinkMalformed(why="form") from error
    if "@" in parts.netloc:
        raise LinkMalformed(why="credentials")
    host = _host(parts.netloc.removesuffix(f":{port}" if port is not None else ""))
    netloc = host if port is None else f"{host}:{port}"
    made = parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()
    if len(made) > LONGEST:
        raise LinkMalformed(why="long", most=LONGEST)
    return made


def is_link(link: object) -> bool:
    """Whether a desktop said one; a stranger's word."""
    try:
        return isinstance(link, str) and bool(check(link))
    except LinkMalformed:
        return False


def decide(policy: Policy) -> Refused | None:
    return None if policy.links else Refused("links_closed", Advice.ASK)


def _host(said: str) -> str:
    """Letters that look like others are told apart: 온마루.한국 is xn--…"""
    host = said
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise LinkMalformed(why="host") from error
    if not _HOST.fullmatch(host):
        raise LinkMalformed(why="host")
    return host
