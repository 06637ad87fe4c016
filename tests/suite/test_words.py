"""Words of the interface that a reader of English would stumble over."""

import re
from pathlib import Path

from kernel.settings import ROOT

_ENTRY = re.compile(r"^ *(\w+):\s*(['\"`])((?:(?!\2).)*)\2", re.MULTILINE)
_MANY = re.compile(r"\{\{count\}\} (?!of )(?:more )?([a-z]{2,}s)\b")
_NO_NOUNS = {"is", "was", "has", "as", "its", "this", "ms"}


def _without_one(file: Path) -> list[str]:
    told = file.read_text()
    entries = [(found[1], found[3]) for found in _ENTRY.finditer(told)]
    keys = {key for key, _ in entries}
    return [
        f"{file.relative_to(ROOT)}: {key}: {text}"
        for key, text in entries
        if not key.endswith("_one")
        and f"{key}_one" not in keys
        and any(noun not in _NO_NOUNS for noun in _MANY.findall(text))
    ]


def test_english_has_a_form_for_one_of_what_is_counted() -> None:
    """`1 items` is no English; `defineWords` takes an `items_one` beside `items`."""
    files = [f for f in (ROOT / "web/src").rglob("*.ts") if "{{count}}" in f.read_text()]
    assert [line for file in sorted(files) for line in _without_one(file)] == []
