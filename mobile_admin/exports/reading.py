"""A form's tables as an OData service, wherever it stands; sources as in `machine` and `asking`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from kernel.actor import Actor
from kernel.errors import NotFound, NotSignedIn, Refused
from kernel.http import STATUS
from mobile_admin.exports import asking, rules
from mobile_admin.exports.machine import Telling
from mobile_admin.exports.model import Asked, Book, Cursor, Page, Record, Row
from mobile_admin.exports.rules import Names
from mobile_admin.exports.service import Exports
from mobile_admin.exports.shape import Dialect, Shape, links_of, metadata, selected, shapes_of

VERSION = {"OData-Version": "4.0", "Cache-Control": "private, no-store"}
COUNT = "$count"
_SEGMENT = re.compile(r"/?([^/()']+)(?:\('((?:[^']|'')*)'\))?")
_PREFERRED = re.compile(r"\b(?:odata\.)?maxpagesize=(\d{1,6})")


class RowsQuery(BaseModel):
    """OData's own names."""

    model_config = ConfigDict(populate_by_name=True)
    top: int | None = Field(default=None, alias="$top", ge=0, le=1_000_000)
    skip: int = Field(default=0, alias="$skip", ge=0, le=1_000_000_000)
    count: bool = Field(default=False, alias="$count")
    filter: str = Field(default="", alias="$filter", max_length=1000)
    orderby: str = Field(default="", alias="$orderby", max_length=300)
    select: str = Field(default="", alias="$select", max_length=4000)
    expand: str = Field(default="", alias="$expand", max_length=10)
    skiptoken: str = Field(default="", alias="$skiptoken", max_length=1000)


@dataclass(frozen=True)
class Reading:
    """Somebody reads a form; `base` is the service's root."""

    exports: Exports
    actor: Actor
    form_key: str
    base: str
    dialect: Dialect

    @cached_property
    def book(self) -> Book:
        return self.exports.book(self.actor, self.form_key)

    @cached_property
    def shapes(self) -> Mapping[Names, Shape]:
        return shapes_of(self.book, self.dialect)

    def services(self) -> Response:
        return answer(Telling(self.base, self.shapes).services())

    def metadata(self) -> Response:
        told = metadata(self.shapes)
        return Response(told, content_type="application/xml", headers=VERSION)

    def resource(self, path: str, query: RowsQuery) -> Response:
        """Raise NotFound for what the form does not have."""
        (name, key), *steps = _steps(path)
        shape = self._named(name)
        if key is not None and not shape.table.at:
            return self._below(key, steps, query)
        if key is None and [each for each, _ in steps] == [COUNT]:
            asked = Asked(0, asking.filtered(query.filter, self.exports.now()), is_counted=True)
            total = self.exports.page(self.actor, self.form_key, shape.table, asked).total
            return Response(str(total), content_type="text/plain", headers=VERSION)
        if key is not None or steps:
            raise NotFound
        return self._rows(shape, query)

    def _named(self, name: str) -> Shape:
        """Also by ODK Central's name, with dots."""
        for shape in self.shapes.values():
            if name in {shape.name, shape.table.name}:
                return shape
        raise NotFound

    def _rows(self, shape: Shape, query: RowsQuery) -> Response:
        most, preferred = _most()
        order = asking.ordered(query.orderby)
        asked = Asked(
            min(query.top if query.top is not None else most, most),
            asking.filtered(query.filter, self.exports.now()),
            order,
            0 if query.skiptoken else query.skip,
            asking.cursor_of(query.skiptoken, order),
            query.count,
        )
        telling = self._telling(shape, query)
        page = self.exports.page(self.actor, self.form_key, shape.table, asked)
        link = self._next(shape, query, page)
        found = telling.rows(page, is_counted=query.count, next_link=link)
        return answer(found, {"Preference-Applied": preferred} if preferred else {})

    def _telling(self, shape: Shape, query: RowsQuery) -> Telling:
        picked = selected(shape, query.select)
        return Telling(self.base, self.shapes, picked, query.expand == "*")

    def _next(self, shape: Shape, query: RowsQuery, page: Page) -> str:
        """Who asks for a part gets that part; who asks for more than a page is led through it."""
        left = None if query.top is None else query.top - len(page.rows)
        if page.ends_at is None or left == 0:
            return ""
        return f"{self.base}/{shape.name}?{_query(query, left, page.ends_at)}"

    def _below(
        self, instance_id: str, steps: list[tuple[str, str | None]], query: RowsQuery
    ) -> Response:
        """One submission, or rows in it on the way that `steps` go."""
        record = self.exports.record(self.actor, self.form_key, instance_id)
        shape, rows, is_one = self._walked(record, steps)
        telling = self._telling(shape, query)
        if is_one:
            return answer(telling.row(shape.table, record, rows[0]))
        page = Page(shape.table, [(record, row) for row in rows], len(rows), None)
        return answer(telling.rows(page, is_counted=query.count, next_link=""))

    def _walked(
        self, record: Record, steps: list[tuple[str, str | None]]
    ) -> tuple[Shape, list[Row], bool]:
        shape, rows = self.shapes[()], rules.rows_of(self.book, self.shapes[()].table, record)
        names: Names = ()
        is_one = True
        for name, key in steps:
            names = (*names, name)
            table = links_of(shape).get(names)
            if table is None and key is None and is_one:
                continue
            if table is None or not is_one:
                raise NotFound
            shape, names, is_one = self.shapes[table.at], (), key is not None
            rows = [r for r in rules.below(table, rows[0]) if key is None or r.key == key]
            if is_one and not rows:
                raise NotFound
        if names:
            raise NotFound
        return shape, rows, is_one


def _steps(path: str) -> list[tuple[str, str | None]]:
    found, at = [], 0
    while at < len(path):
        step = _SEGMENT.match(path, at)
        if step is None:
            raise NotFound
        found.append((step[1], step[2] if step[2] is None else step[2].replace("''", "'")))
        at = step.end()
    if not found:
        raise NotFound
    return found


def _most() -> tuple[int, str]:
    """How many rows a page has, and what of the asker's preference that is (RFC 7240)."""
    told = _PREFERRED.search(request.headers.get("Prefer", ""))
    if told is None or not int(told[1]):
        return rules.MOST_PAGE, ""
    size = min(int(told[1]), rules.MOST_PAGE)
    return size, f"odata.maxpagesize={size}"


def _query(query: RowsQuery, left: int | None, ends_at: Cursor) -> str:
    told: dict[str, Any] = {} if left is None else {"$top": left}
    if query.count:
        told["$count"] = "true"
    kept = ("filter", "orderby", "select", "expand")
    told |= {f"${name}": value for name in kept if (value := getattr(query, name))}
    return urlencode({**told, "$skiptoken": asking.token_of(ends_at)})


def answer(found: object, more: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    kind = "application/json; odata.metadata=minimal"
    return Response(text, content_type=kind, headers={**VERSION, **(more or {})})


def refused(error: Refused) -> Response:
    """OData's own shape of an error (JSON Format 4.01 §21.1), and what Excel asks a name upon."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    told = {"error": {"code": error.code, "message": f"{error} {error.facts or ''}".strip()}}
    response = Response(json.dumps(told, default=str), status, content_type="application/json")
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = 'Basic realm="Onmaru", charset="UTF-8"'
    return response
