"""Answers of a form for a spreadsheet and for programs that read OData; only for its head."""

import csv
from collections.abc import Iterator, Sequence
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
from mobile_admin.exports.model import Book, Filter, Page, Record, Row, Table
from mobile_admin.forms import store as forms
from mobile_admin.forms.model import State
from mobile_admin.forms.service import division_of
from mobile_admin.xforms.form import Form, read

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

    def page(
        self, actor: Actor, form_key: str, table: str, part: slice, wanted: Filter | None
    ) -> tuple[Book, Page]:
        """Rows of one table for the submissions in `part`; raise NotFound for no such table."""
        with self.begin() as tx:
            book = self._open(tx, actor, form_key)
            found = next((t for t in book.tables if t.name == table), None)
            if found is None:
                raise NotFound
            total = store.total(tx.db, form_key, wanted)
            records = store.page(tx.db, form_key, wanted, part)
            self._note(tx, actor, form_key, "read_table")
        rows = [(each, rows_of(found, each)) for each in records]
        return book, Page(found, rows, total, total > part.stop)

    def archive(self, actor: Actor, form_key: str, wanted: Filter | None) -> tuple[str, IO[bytes]]:
        """A zip of one CSV a table; the caller closes it."""
        with ExitStack() as stack, self.begin() as tx:
            book = self._open(tx, actor, form_key)
            out = stack.enter_context(TemporaryFile())
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                for table in book.tables:
                    name = ".".join((book.form_id, *table.at))
                    with archive.open(f"{name}.csv", "w", force_zip64=True) as file:
                        _write(file, table, store.every(tx.db, form_key, wanted))
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
        return Book(form.title, form.form_id, rules.tables_of(read_all.values()), read_all)

    def _read(self, tx: Tx, form_key: str) -> dict[str, Form]:
        found = {}
        for version in forms.versions_of(tx.db, [form_key]):
            content = forms.content(tx.db, form_key, version.version)
            if content and version.state is not State.DRAFT:
                found[version.version] = read(content.xform)
        return found

    def _note(self, tx: Tx, actor: Actor, form_key: str, act: str) -> None:
        told = audit.Entry(self.now(), actor.user_id, f"mobile_admin.{act}", form_key)
        audit.append(tx.db, told)


def rows_of(table: Table, record: Record) -> Sequence[Row]:
    return rules.rows_of(table, record.submission.instance_id, record.root)


def _write(file: IO[bytes], table: Table, records: Iterator[Record]) -> None:
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    sheet = csv.writer(text)
    own = ("PARENT_KEY", "KEY") if table.at else OWN
    names = ("-".join(column.path) for column in table.columns)
    sheet.writerow([rules.cell(each) for each in (*own, *names)])
    for record in records:
        for row in rows_of(table, record):
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
