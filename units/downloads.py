"""Handing out a file at once: who was given what, and how many rows of it, is in the trail."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.db.models import Model
from django.http import FileResponse

from yichuang.xlsx.writing import write_data

from .models import Event, Unit, User
from .tables import TableResource


def download(
    name: str,
    write: Callable[[BinaryIO], int],
    *,
    by: User,
    at: datetime,
    subject: Model | None = None,
    unit: Unit | None = None,
) -> FileResponse:
    """The file that `write` makes; it says how many rows it holds."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    rows = write(stream)
    Event.objects.record_export(name, rows=rows, by=by, at=at, subject=subject or by, unit=unit)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name)


def workbook_of(resource: TableResource, rows, *, by: User, at: datetime) -> FileResponse:
    """What a list shows, in the columns of its resource."""
    name = resource.get_display_name()

    def write(stream):
        return write_data(stream, resource.columns, resource.rows(rows), name=name)

    return download(f"{name}.xlsx", write, by=by, at=at)
