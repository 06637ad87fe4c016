"""Which conditions find rows of a list by one column, instead of asking each row."""

from dataclasses import dataclass

Token = tuple[str, str]
# What a part of the rows would answer differently from all of them.
_PLACED = {"or", "position", "last"}


@dataclass(frozen=True)
class Key:
    """`is_whole` where nothing else is asked of a row."""

    column: str
    wanted: list[Token]
    is_whole: bool


def key_of(tokens: list[Token]) -> Key | None:
    """Of `column = what is alike for every row`, alone or before an `and`: both sides."""
    words = [text for _, text in tokens]
    if words[1:2] != ["="] or tokens[0][0] != "name" or _PLACED & set(words):
        return None
    wanted = tokens[2 : words.index("and") if "and" in words else len(words)]
    return Key(words[0], wanted, "and" not in words) if _is_fixed(wanted) else None


def _is_fixed(tokens: list[Token]) -> bool:
    """A word, a place of the answers, or one that begins with `current()`."""
    words = [text for _, text in tokens]
    if len(tokens) == 1:
        return tokens[0][0] == "string"
    steps = tokens[3:] if words[:3] == ["current", "(", ")"] else tokens
    is_path = all(kind == "name" or text in {"/", ".."} for kind, text in steps)
    return is_path and [text for _, text in steps][:1] == ["/"]
