"""A list that was reported, and its exports read back."""

import io

from openpyxl import load_workbook

from tasks.exports.attachments import Edition, Export, Table
from tests.factories import DURING

FORMULA = '=HYPERLINK("http://evil.example","点我")'
FACTS = {
    "system_level": "city_built",
    "system_name": "杭州市人社一体化系统",
    "volume": 1234567,
    "contact": "方填报",
    "phone": "19900000011",
    "scope": "whole_city",
}


def export(campaign, table, edition, reader, **kwargs):
    return Export(
        campaign=campaign, table=Table(table), edition=Edition(edition), reader=reader, **kwargs
    )


def book(campaign, table, edition, reader, **kwargs):
    stream = io.BytesIO()
    export(campaign, table, edition, reader, **kwargs).write(stream, at=DURING)
    stream.seek(0)
    return load_workbook(stream)


def values(sheet, row, columns=None):
    return [cell.value for cell in sheet[row]][:columns]


def downloaded(response):
    assert response.status_code == 200, response.status_code
    return io.BytesIO(b"".join(response.streaming_content))
