"""How large an uploaded workbook may be; shown to the person before and named when exceeded."""

from django.conf import settings

from yichuang.xlsx.limits import Limits


def limits() -> Limits:
    return Limits(
        file_bytes=settings.LARGEST_UPLOAD,
        unpacked_bytes=settings.LARGEST_UNPACKED,
        rows=settings.LARGEST_SHEET_ROWS,
        columns=settings.LARGEST_SHEET_COLUMNS,
        sheets=settings.MOST_SHEETS,
    )
