"""The exported catalogue is itself a library workbook."""

import io

import openpyxl
from django.urls import reverse

from matters import catalogue
from matters.models import Matter
from matters.resources import MatterTable
from tests.matters.library_books import THREE, imported, line
from yichuang.xlsx.writing import write_data


def test_what_is_exported_reads_back_without_any_change(admin):
    district = line(
        "D1", 区县="上城区", 所属部门="区人力社保局", 就近可办="是", 办理对象="个人、法人"
    )
    blank = line("A9", 系统层级="", 系统名称=None) | {"2017年办件量": None, "状态": "暂停"}
    imported([*THREE, district, blank], admin)
    table, stream = MatterTable(reader=admin), io.BytesIO()
    write_data(stream, table.columns, table.rows(Matter.objects.all()))
    stream.seek(0)
    plan = catalogue.read_library(stream)
    assert plan.adds_up
    assert (plan.counts["unchanged"], plan.counts["rows"], plan.withdrawn) == (5, 5, [])


def test_the_admin_site_exports_but_offers_no_change(as_user, admin):
    imported(THREE, admin)
    browser = as_user(admin)
    matter = Matter.objects.first()
    page = browser.get(reverse("admin:matters_matter_change", args=[matter.pk]))
    assert page.status_code == 200 and 'name="_save"' not in page.text
    for name, arguments in (("add", []), ("delete", [matter.pk])):
        url = reverse(f"admin:matters_matter_{name}", args=arguments)
        assert browser.post(url, {"post": "yes"}).status_code == 403
    answer = browser.post(reverse("admin:matters_matter_export"), {"format": "0", "resource": "0"})
    content = b"".join(answer.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet["A"]] == ["权力内部编码", "A1", "A2", "B1"]
