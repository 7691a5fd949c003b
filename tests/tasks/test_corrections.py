"""What comes back is corrected first: the task page leads to the rows, then up again."""

from datetime import timedelta

from django.urls import reverse

from tasks.filling import grid
from tasks.models import RowState
from tasks.review import decisions
from tests.factories import DURING

from .acts import because, rows

LATER = DURING + timedelta(hours=1)


def returned_row(submitted, reviewer):
    row = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(
        submitted, {row.pk: because("联系人不是本单位")}, by=reviewer, at=DURING
    )
    return row


def primary_of(page):
    start = page.text.index("button--primary")
    return page.text[start : start + 120]


def test_an_uncorrected_return_leads_to_its_rows(submitted, reviewer, filler, as_user):
    returned_row(submitted, reviewer)
    page = as_user(filler).get(reverse("tasks:task-detail", args=[submitted.pk]))
    assert "待本单位修改 1 行" in page.text
    assert "修改退回内容" in primary_of(page)


def test_a_corrected_return_leads_up_again(submitted, reviewer, filler, as_user):
    row = returned_row(submitted, reviewer)
    cell = {"id": row.pk, "field": "contact", "was": row.contact, "now": "本单位人"}
    grid.save_cells(submitted, [cell], by=filler, at=LATER)
    page = as_user(filler).get(reverse("tasks:task-detail", args=[submitted.pk]))
    assert "退回的行已修改，请重新送审报送" in page.text
    assert "送处室负责人审核" in primary_of(page)


def test_the_form_of_a_returned_row_goes_on_to_the_next_that_is_open(
    submitted, reviewer, filler, as_user
):
    first, *_locked, last = rows(submitted, RowState.SUBMITTED)
    reasons = {first.pk: because("请写全称"), last.pk: because("请写全称")}
    decisions.send_back_rows(submitted, reasons, by=reviewer, at=DURING)
    form = as_user(filler).get(reverse("tasks:entry-form", args=[first.pk])).text
    assert f'name="next_row" value="{last.pk}"' in form
    form = as_user(filler).get(reverse("tasks:entry-form", args=[last.pk])).text
    assert "保存并填下一行" not in form
