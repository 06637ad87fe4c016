"""Which words of the audit may be ids of things that have a name."""

from collections.abc import Iterable, Iterator
from itertools import islice

from identity.audit_trail.model import AuditLine

MOST = 40  # words of one line that are looked up
LONGEST = 64  # letters; what is longer was written by people, or is a seal


def ids_in(lines: Iterable[AuditLine]) -> set[str]:
    """Also those that stand behind their kind: `person:h0001`."""
    said = (word for line in lines for word in (line.object, *islice(_words(line.facts), MOST)))
    return {part for word in said for part in (word, word.partition(":")[2]) if _may_be(part)}


def _may_be(word: str) -> bool:
    return 0 < len(word) <= LONGEST and word.isascii() and not any(c.isspace() for c in word)


def _words(fact: object) -> Iterator[str]:
    match fact:
        case str():
            yield fact
        case dict():
            for each in fact.values():
                yield from _words(each)
        case list():
            for each in fact:
                yield from _words(each)
        case _:
            pass
