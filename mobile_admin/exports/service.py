"""Answers of a form for a spreadsheet and for programs that read OData; only for its head."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from mobile_admin.exports import rules, store
from mobile_admin.exports.model import Asked, Book, Cursor, Filter, Page, Record, Row, Table
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import Form, State, Version
from mobile_admin.forms.service import definition_of, division_of
from mobile_admin.xforms.form import Form as Definition

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # Excel takes a file for UTF-8 only with it
OWN = ("KEY", "SubmissionDate", "SubmitterName", "FormVersion", "ReviewState", "CaseNumber",
       "Standing")  # fmt: skip


@dataclass(frozen=True)
class Exports:
    begin: Begin
    now: Now

    def book(self, actor: Actor, form_key: str) -> Book:
        with self.begin() as tx:
            return self._open(tx, actor, form_key)

    def key_of(self, actor: Actor, form_id: str) -> str:
        """Of the asker's division's form by its own name."""
        with self.begin() as tx:
            own = forms.of_division(tx.db, division_of(tx, actor))
            key = next((form.id for form in own if form.form_id == form_id), None)
            if key is None:
                raise NotFound
            self._open(tx, actor, key)
            return key

    def known(self, actor: Actor) -> list[tuple[Form, Version]]:
        """Forms that the asker may read, each in the version that is open or was last."""
        if Role.MANAGER not in actor.roles:
            return []
        with self.begin() as tx:
            own = forms.of_division(tx.db, division_of(tx, actor))
            versions = forms.versions_of(tx.db, [form.id for form in own])
        ever = [v for v in versions if v.state is not State.DRAFT]
        return [
            (form, max(mine, key=lambda v: (v.state is State.OPEN, v.opened_at)))
            for form in own
            if (mine := [v for v in ever if v.form_key == form.id])
        ]

    def page(self, actor: Actor, form_key: str, table: Table, asked: Asked) -> Page:
        """Rows of one of the book's tables."""
        at = "/".join(table.at)
        with self.begin() as tx:
            book = self._open(tx, actor, form_key)
            store.count_rows(tx.db, form_key, book)
            total = store.total(tx.db, form_key, at, asked.wanted) if asked.is_counted else 0
            found = store.page(tx.db, form_key, at, asked)
            rows, ends_at = _taken(book, table, asked.size, found)
            self._note(tx, actor, form_key, "read_table")
        return Page(table, rows, total, ends_at)

    def record(self, actor: Actor, form_key: str, instance_id: str) -> Record:
        with self.begin() as tx:
            self._open(tx, actor, form_key)
            found = store.find(tx.db, form_key, instance_id)
            if found is None:
                raise NotFound
            self._note(tx, actor, form_key, "read_table")
        return found

    def sent(self, actor: Actor, form_key: str) -> list[Record]:
        """All of a form, the latest first."""
        with self.begin() as tx:
            self._open(tx, actor, form_key)
            found = list(store.every(tx.db, form_key, None))
            self._note(tx, actor, form_key, "read_table")
        return found

    def archive(self, actor: Actor, form_key: str, wanted: Filter | None) -> tuple[str, IO[bytes]]:
        """A zip of one CSV a table; the caller closes it."""
        with ExitStack() as stack, self.begin() as tx:
            book = self._open(tx, actor, form_key)
            out = stack.enter_context(TemporaryFile())
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                for table in book.tables:
                    name = ".".join((book.form_id, *table.at))
                    with archive.open(f"{name}.csv", "w", force_zip64=True) as file:
                        _write(file, book, table, store.every(tx.db, form_key, wanted))
            self._note(tx, actor, form_key, "export_form")
            out.seek(0)
            stack.pop_all()  # the caller has it
        return book.form_id, out

    def _open(self, tx: Tx, actor: Actor, form_key: str) -> Book:
        """The head of the form's division alone."""
        form = forms.find(tx.db, form_key)
        is_head = Role.MANAGER in actor.roles
        if form is None or not is_head or form.division_id != division_of(tx, actor):
            raise NotFound
        read_all = self._read(tx, form_key)
        repeats = {version: rules.repeats_of(each) for version, each in read_all.items()}
        tables = rules.tables_of(read_all.values())
        return Book(form.title, form.form_id, tables, read_all, repeats)

    def _read(self, tx: Tx, form_key: str) -> dict[str, Definition]:
        found: dict[str, Definition] = {}
        for version in forms.versions_of(tx.db, [form_key]):
            if version.state is not State.DRAFT:
                read = definition_of(tx, form_key, version.version)
                found |= {version.version: read} if read else {}
        return found

    def _note(self, tx: Tx, actor: Actor, form_key: str, act: str) -> None:
        told = audit.Entry(self.now(), actor.user_id, f"mobile_admin.{act}", form_key)
        audit.append(tx.db, told)


def _taken(
    book: Book,
    table: Table,
    size: int,
    found: Iterator[tuple[Record, int, tuple[str, ...]]],
) -> tuple[list[tuple[Record, Row]], Cursor | None]:
    """A page's rows, and where it ends if something follows."""
    rows: list[tuple[Record, Row]] = []
    last = None
    for record, before, values in found if size else ():
        own = rules.rows_of(book, table, record)
        took = own[before : before + size - len(rows)]
        if len(rows) == size and own[before:]:
            return rows, last
        rows += [(record, row) for row in took]
        last = Cursor(values, record.submission.id, before + len(took))
        if before + len(took) < len(own):
            return rows, last
    return rows, None


def _write(file: IO[bytes], book: Book, table: Table, records: Iterator[Record]) -> None:
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    sheet = csv.writer(text)
    own = ("PARENT_KEY", "KEY") if table.at else OWN
    names = ("-".join(column.path) for column in table.columns)
    sheet.writerow([rules.cell(each) for each in (*own, *names)])
    for record in records:
        for row in rules.rows_of(book, table, record):
            told = (row.parent, row.key) if table.at else _own(record)
            answers = (rules.value_of(row.node, column) for column in table.columns)
            sheet.writerow([rules.cell(each) for each in (*told, *answers)])
    text.flush()
    text.detach()


def _own(record: Record) -> tuple[str, ...]:
    sent = record.submission
    return (
        sent.instance_id, sent.received_at.isoformat(), record.sender, sent.version,
        record.review, record.case_number, sent.standing.value,
    )  # fmt: skip
