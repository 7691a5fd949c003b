"""Before a library workbook is confirmed, the bureau sees what it does to each unit's list."""

from datetime import date

import pytest
from django.urls import reverse

from matters.library.kept import plan_of
from tasks.library.effects import EffectKind
from tasks.library.forecast import forecast
from tasks.models import Entry
from tests.matters.library_books import line
from units.models import Event

from .new_library import apply, lines_with, receive

ON = date(2018, 4, 3)


@pytest.fixture
def upload(submitted, admin):
    """One name changed, one matter gone, one new, one moved to 市公安局, one volume changed."""
    rows = Entry.objects.filter(task=submitted).in_order().select_related("matter")
    first, second, third, fourth, *_rest = [row.matter for row in rows]
    changes = {
        first: {"事项名称": "甲"},
        third: {"所属部门": "市公安局"},
        fourth: {"2017年办件量": 5},
    }
    added = [line("N1", "许可-95001-000")]
    return receive(lines_with(changes, gone=[second], added=added), admin)


def counts_of(upload):
    found = forecast(plan_of(upload), on=ON)
    return {one.unit.short_name: {k.value: n for k, n in one.counts.items()} for one in found.lines}


def test_the_consequences_are_counted_by_unit_beforehand(upload):
    assert counts_of(upload) == {
        "市人力社保局": {"reopens": 1, "leaves": 2, "shows": 1, "joins": 1},
        "市公安局": {"joins": 1},
    }


def test_what_was_foreseen_is_what_happens(upload, admin):
    foreseen = forecast(plan_of(upload), on=ON).counts
    before = Event.objects.filter(subject="tasks.entry").count()
    apply(upload, admin)
    assert Event.objects.filter(subject="tasks.entry").count() - before == sum(foreseen.values())
    assert Entry.objects.filter(state="cancelled").count() == foreseen[EffectKind.LEAVES]
    assert Entry.objects.filter(state="returned").count() == foreseen[EffectKind.REOPENS]


def page(upload):
    return reverse("tasks:library-effects", args=[upload.pk])


def test_the_page_shows_each_unit(upload, as_user, admin, only_reads):
    client = as_user(admin)
    with only_reads():
        text = client.get(page(upload)).text
    assert "市人力社保局" in text and "市公安局" in text
    assert "杭智办〔2018〕2号" in text


def test_the_page_of_the_upload_asks_for_the_sums(upload, as_user, admin):
    client = as_user(admin)
    url = reverse("matters:upload-detail", args=[upload.pk])
    assert f'hx-get="{page(upload)}"' in client.get(url).text
    sums = client.get(page(upload), headers={"HX-Request": "true"}).text
    assert "<html" not in sums
    assert "需复核" in sums and page(upload) in sums


def test_afterwards_the_page_says_how_many_rows_followed(upload, as_user, admin):
    apply(upload, admin)
    assert "有 6 行随之更新" in as_user(admin).get(page(upload)).text


def test_a_workbook_without_consequences_says_so(submitted, as_user, admin):
    upload = receive(lines_with(), admin)
    assert "没有任何一行受影响" in as_user(admin).get(page(upload)).text


def test_many_changes_cost_as_few_queries_as_one(
    submitted, as_user, admin, django_assert_max_num_queries
):
    rows = Entry.objects.filter(task=submitted).select_related("matter")
    upload = receive(lines_with({row.matter: {"事项名称": f"新{row.pk}"} for row in rows}), admin)
    client = as_user(admin)
    with django_assert_max_num_queries(20):
        client.get(page(upload))
