"""Write many rows of one table at once, below the models: no objects, no signals.

PostgreSQL takes them by COPY, SQLite in statements of many rows: after a trigger that may refuse,
it keeps a way back for every single statement, which costs more than the row. Several times faster
than `bulk_create`, which builds an object for every row; the database's own rules (constraints,
triggers) hold as always.
"""

import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice

from django.db import connections, models, router

COPIED_AT_ONCE, INSERTED_AT_ONCE = 5_000, 500
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
UNSET = "\\N"


def reserve_ids(model: type[models.Model], count: int) -> range:
    """Primary keys nobody else will get, for the transaction that asks; call it inside one.

    Until it ends nobody else adds rows to the table: that makes one step of the sequence enough.
    """
    connection = _connection(model)
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"LOCK TABLE {quoted} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, column])
            sequence = cursor.fetchone()[0]
            cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, count - 1])
            last = cursor.fetchone()[0]
            return range(last - count + 1, last + 1)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = last[0] + 1 if last else 1
        return range(start, start + count)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Insert the rows, values in the order of the field names, and say how many there were.

    A value is what the field's attribute would hold: a key for a foreign key (`unit_id`), a dict
    for JSON. Every column that has no default in the database must be named.
    """
    connection = _connection(model)
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    with connection.cursor() as cursor:
        # psycopg 3, should somebody install it, has another COPY: the statement does as well.
        if connection.vendor == "postgresql" and hasattr(cursor.cursor, "copy_expert"):
            return _copy(cursor, connection, model, fields, rows)
        return _execute(cursor, connection, model, fields, rows)


def _connection(model):
    return connections[router.db_for_write(model)]


def _columns(connection, fields: Sequence[models.Field]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def batches(rows: Iterable, size: int) -> Iterator[list]:
    """`rows` in lists of `size`, the last one shorter."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────


def _copy(cursor, connection, model, fields, rows) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"COPY {table} ({_columns(connection, fields)}) FROM STDIN"
    writers = [_TEXT_OF.get(type(field), _any_text) for field in fields]
    count = 0
    for batch in batches(rows, COPIED_AT_ONCE):
        lines = [
            "\t".join([write(value) for write, value in zip(writers, row, strict=True)])
            for row in batch
        ]
        text = io.StringIO("\n".join(lines) + "\n")
        with connection.wrap_database_errors:
            cursor.cursor.copy_expert(statement, text)
        count += len(batch)
    return count


def _text(value: str | None) -> str:
    # Most texts hold nothing to escape, and looking is quicker than translating.
    if value is None:
        return UNSET
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return value.translate(ESCAPED)
    return value


def _number(value: int | None) -> str:
    return UNSET if value is None else str(int(value))


def _flag(value: bool | None) -> str:
    return UNSET if value is None else "t" if value else "f"


def _json_text(value) -> str:
    return "{}" if value == {} else _text(json.dumps(value, ensure_ascii=False))


def _any_text(value) -> str:
    if value is None:
        return UNSET
    return value.isoformat() if isinstance(value, date | datetime) else _text(str(value))


_TEXT_OF: dict[type[models.Field], Callable] = {
    models.CharField: _text,
    models.TextField: _text,
    models.BooleanField: _flag,
    models.JSONField: _json_text,
    models.ForeignKey: _number,
    models.BigAutoField: _number,
    models.BigIntegerField: _number,
    models.PositiveIntegerField: _number,
}


# ── SQLite and everything else ────────────────────────────────────────────────────────────

# What the driver takes as it stands; other values go through their field.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.ForeignKey,
    models.BigAutoField,
    models.BigIntegerField,
    models.PositiveIntegerField,
)


def _execute(cursor, connection, model, fields, rows) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    start = f"INSERT INTO {table} ({_columns(connection, fields)}) VALUES "
    line = f"({', '.join(['%s'] * len(fields))})"
    special = [
        (index, _Adapted(field, connection))
        for index, field in enumerate(fields)
        if type(field) not in _PLAIN
    ]
    count = 0
    for batch in batches(rows, _rows_at_once(connection, len(fields))):
        values = chain.from_iterable(_adapt(row, special) for row in batch)
        cursor.execute(start + ", ".join([line] * len(batch)), list(values))
        count += len(batch)
    return count


def _rows_at_once(connection, columns: int) -> int:
    """How many rows one statement may hold: the database counts their values."""
    if connection.vendor != "sqlite":
        return INSERTED_AT_ONCE
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return max(1, min(INSERTED_AT_ONCE, most // columns))


def _adapt(row: Sequence, special) -> list:
    values = list(row)
    for index, adapted in special:
        values[index] = adapted(values[index])
    return values


class _Adapted:
    """The values of a column in the form the driver wants; the last one is remembered."""

    def __init__(self, field: models.Field, connection):
        self._field, self._connection = field, connection
        self._last = self._result = None

    def __call__(self, value):
        if value is None:
            return None
        if value != self._last or type(value) is not type(self._last):
            self._last = value
            self._result = self._field.get_db_prep_save(value, self._connection)
        return self._result
