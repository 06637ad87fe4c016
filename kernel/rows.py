"""Rows of several tables written by one statement, each value under its table's name."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import CTE, Table, bindparam, select
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert


def param(table: Table, name: str) -> str:
    return f"{table.name}_{name}"


def named(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What `made` is asked with."""
    return {param(table, name): value for name, value in row.items()}


def made(table: Table, names: Iterable[str], after: CTE | None = None) -> Insert:
    """An insertion of one row, to be asked many times; for each row that `after` returns."""
    values = {name: bindparam(param(table, name), type_=table.c[name].type) for name in names}
    if after is None:
        return upsert(table).values(values)
    return upsert(table).from_select(list(values), select(*values.values()).select_from(after))
