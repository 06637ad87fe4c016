"""Reads Mapbox vector tiles back, by the specification and not by what writes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReadFeature:
    kind: int
    tags: dict[str, Any]
    paths: list[list[tuple[int, int]]]


def read_tile(data: bytes) -> dict[str, list[ReadFeature]]:
    """By layer; a layer that comes twice is no tile."""
    found: dict[str, list[ReadFeature]] = {}
    for field, body in fields(data):
        assert field == 3
        parts = list(fields(body))
        [name] = [value.decode() for number, value in parts if number == 1]
        assert name not in found
        assert [value for number, value in parts if number in {5, 15}] == [4096, 2]
        keys = [value.decode() for number, value in parts if number == 3]
        values = [_value(value) for number, value in parts if number == 4]
        found[name] = [_feature(value, keys, values) for number, value in parts if number == 2]
    return found


def fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, at = _varint(data, at)
        if tag & 7 == 2:
            assert at + number <= len(data)
            yield tag >> 3, data[at : at + number]
            at += number
        else:
            assert tag & 7 == 0
            yield tag >> 3, number


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return number, at


def _numbers(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        number, at = _varint(data, at)
        yield number


def _value(data: bytes) -> Any:
    [(field, value)] = fields(data)
    return value.decode() if field == 1 else value


def _feature(data: bytes, keys: list[str], values: list[Any]) -> ReadFeature:
    told = dict(fields(data))
    tags = list(_numbers(told.get(2, b"")))
    pairs = zip(tags[::2], tags[1::2], strict=True)
    return ReadFeature(told[3], {keys[k]: values[v] for k, v in pairs}, _paths(told[4]))


def _paths(data: bytes) -> list[list[tuple[int, int]]]:
    paths: list[list[tuple[int, int]]] = []
    x = y = 0
    numbers = _numbers(data)
    for command in numbers:
        what, times = command & 7, command >> 3
        if what == 7:
            continue
        for _ in range(times):
            x, y = x + _signed(next(numbers)), y + _signed(next(numbers))
            if what == 1:
                paths.append([])
            paths[-1].append((x, y))
    return paths


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)
