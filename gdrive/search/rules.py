"""What a query asks for."""

from kernel.text import name_key

MOST_WORDS = 8


def words(query: str) -> list[str]:
    """The parts that a name must all hold, as keys."""
    return name_key(query).split()[:MOST_WORDS]


def as_pattern(word: str) -> str:
    """For LIKE: the word's own signs mean themselves."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
