"""Questions that no page of ours asks: every endpoint of the contract, with words of random shape.

Bodies and queries follow the contract's schemas closely enough to come past the parsers, and leave
them often enough to try those. What answers say is kept, so that paths name things that exist.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

WORDS = (
    *("", " ", "0", "-1", "9" * 400, "NaN", "1e400", "true", "한글", "가" * 300, "a" * 70_000),
    *("\x00", "x\x00y", "\u202e", "e\u0301", "../../etc/passwd", "<script>", "2026-13-45"),
    *("2026-11-27", "0001-01-01", "9999-12-31", "2026-11-27T00:00:00Z"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
)
NUMBERS = (0, -1, 1, 1.5, 1e308, 2**31, 2**63, -(2**63) - 1, 10**30, True)
BYTES = (b"", b"\x00\xff" * 50, b"PK\x03\x04" + b"A" * 100, b'<?xml version="1.0"?><a/>')
ODD, REFERENCE, DEEPEST = 0.06, "$ref", 6
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    content_type: str


@dataclass
class Asker:
    contract: Schema
    chance: Random
    names: list[str] = field(default_factory=lambda: ["x"])

    def round(self) -> Iterator[Question]:
        """One of each endpoint; those that only read come first and name what the others change."""
        asked = [
            (path, method, operation)
            for path, methods in self.contract["paths"].items()
            for method, operation in methods.items()
        ]
        self.chance.shuffle(asked)
        for path, method, operation in sorted(asked, key=lambda one: one[1] != "get"):
            yield self._question(path, method, operation)

    def hear(self, answer: object) -> None:
        match answer:
            case dict():
                for key, value in answer.items():
                    if isinstance(value, str) and key in {"id", "key", "name"}:
                        self.names.append(value)
                    self.hear(value)
            case list():
                for each in answer:
                    self.hear(each)
            case _:
                return

    def _question(self, path: str, method: str, operation: Schema) -> Question:
        query = {
            one["name"]: self._as_text(self.value(one.get("schema", {})))
            for one in operation.get("parameters", ())
            if one["in"] == "query" and self.chance.random() < 0.7
        }
        body, kind = self._body(operation.get("requestBody", {}).get("content", {}))
        return Question(method.upper(), self._filled(path), query, body, kind)

    def _body(self, kinds: Mapping[str, Schema]) -> tuple[bytes, str]:
        if "application/json" in kinds:
            said = self.value(kinds["application/json"]["schema"])
            return json.dumps(said).encode(), "application/json"
        return self.chance.choice(BYTES), next(iter(kinds), "application/octet-stream")

    def _filled(self, path: str) -> str:
        before, opened, rest = path.partition("{")
        if not opened:
            return path
        words = self.names if self.chance.random() < 0.7 else WORDS
        word = quote(self.chance.choice(words)[:3000], safe="") or "x"
        return before + word + self._filled(rest.partition("}")[2])

    def _as_text(self, value: object) -> str:
        return value if isinstance(value, str) else json.dumps(value)

    def value(self, schema: Schema, depth: int = 0) -> Any:
        while REFERENCE in schema:
            name = schema[REFERENCE].rpartition("/")[2]
            schema = self.contract["components"]["schemas"][name]
        if self.chance.random() < ODD:
            return self.chance.choice((None, [], {}, *WORDS, *NUMBERS))
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.value(self.chance.choice(schema[several]), depth)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        return self._of_type(schema, depth)

    def _of_type(self, schema: Schema, depth: int) -> Any:
        match schema.get("type"):
            case "string":
                return self._word(schema)
            case "integer" | "number":
                near = (schema.get("minimum", 0), schema.get("maximum", 7))
                return self.chance.choice((*near, *near, 3, *NUMBERS))
            case "boolean":
                return self.chance.random() < 0.5
            case "array":
                count = max(schema.get("minItems", 0), self.chance.choice((0, 1, 2, 3)))
                return [self.value(schema.get("items", {}), depth + 1) for _ in range(count)]
            case _:
                return self._object(schema, depth)

    def _word(self, schema: Schema) -> str:
        fitting = "한a1" * max(1, schema.get("minLength", 1) // 3)
        return self.chance.choice(
            (*WORDS, *len(WORDS) // 2 * (self.chance.choice(self.names), fitting))
        )

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        if depth > DEEPEST:
            return {}
        needed = schema.get("required", ())
        said = {
            name: self.value(part, depth + 1)
            for name, part in schema.get("properties", {}).items()
            if self.chance.random() < (0.97 if name in needed else 0.6)
        }
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            said[self.chance.choice(WORDS)] = self.value(more, depth + 1)
        return said
