"""Reading everything as of one instant, whatever others write meanwhile (trust C6)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads inside see the database as the first of them found it; nothing is written.

    PostgreSQL: REPEATABLE READ READ ONLY. SQLite, whose transactions here begin IMMEDIATE and
    would keep everybody else from writing: a deferred one, which in WAL mode reads one version
    while others go on. Durable: inside another transaction it would see what that one saw.
    """
    with _deferred(), transaction.atomic(durable=True):
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode
