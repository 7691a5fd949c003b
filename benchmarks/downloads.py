"""The cases of the export: our admin page, the peer's, and a bare query into a bare stream."""

import io
import zipfile

import python_calamine

from benchmarks.imports import number_of, start
from benchmarks.reimport import FULL
from benchmarks.sheets import raw_sheet

HEADER_ROWS = 1


def ours(meter) -> dict:
    client = start(meter, FULL)
    with meter:
        answer = client.post("/admin/matters/matter/export/", {"format": 0, "resource": ""})
        content = b"".join(answer.streaming_content)
    return said_of(content)


def stock(meter, *, ready: str = FULL, user: str = "bench") -> dict:
    client = start(meter, ready, user)
    address = "/stock/peer/plainmatter/export/"
    asked = client.get(address).context["form"]
    form = dict.fromkeys(asked.fields, "on") | {"format": number_of(asked, "xlsx"), "resource": 0}
    del form["export_items"]  # all rows
    with meter:
        answer = client.post(address, form)
    assert "spreadsheetml" in answer["Content-Type"], answer.context["form"].errors
    return said_of(answer.content)


def raw(meter, *, ready: str = FULL, user: str = "bench") -> dict:
    start(meter, ready, user)
    from benchmarks.peer.models import PlainMatter

    stream = io.BytesIO()
    with meter, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        lines = PlainMatter.objects.order_by("pk").values_list().iterator(chunk_size=2000)
        count = raw_sheet(archive, lines)
    return {"rows": count, "size": len(stream.getvalue()) / 1e6}


def said_of(content: bytes) -> dict:
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    return {"rows": sum(1 for _ in sheet.iter_rows()) - HEADER_ROWS, "size": len(content) / 1e6}
