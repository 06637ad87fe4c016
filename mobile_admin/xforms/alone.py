"""Which conditions are judged by the answer itself, whatever else was answered and whenever."""

from collections.abc import Sequence

from mobile_admin.xforms.expressions import tokens

_SIGNS = {".", "(", ")", ",", "=", "!=", "<", "<=", ">", ">=", "+", "-"}
_WORDS = {"and", "or", "div", "mod"}
# Of the functions in `FUNCTIONS`, those that look at nothing but their arguments.
_FUNCTIONS = {
    "selected", "selected-at", "count-selected", "if", "coalesce", "regex", "int", "number",
    "string", "boolean", "boolean-from-string", "true", "false", "not", "round", "floor", "ceiling",
    "abs", "sqrt", "pow", "min", "max", "join", "concat", "contains", "starts-with", "ends-with",
    "substr", "substring", "substring-before", "substring-after", "string-length",
    "normalize-space", "translate", "date",
}  # fmt: skip


def is_alone(condition: str) -> bool:
    """Of an expression that can be compiled."""
    words = tokens(condition)
    return all(_is_own(words, at) for at in range(len(words)))


def _is_own(words: Sequence[tuple[str, str]], at: int) -> bool:
    kind, text = words[at]
    if kind != "name":
        return kind in {"number", "string"} or text in _SIGNS
    is_call = words[at + 1 : at + 2] == [("op", "(")]
    return text in _FUNCTIONS if is_call else text in _WORDS
