"""What a click on the desk does: one row, several, an export, columns and views of one's own."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import BulkApproval, Entry, RowState, SavedView, Severity
from tests.factories import DURING
from units.models import Action, Event

from .acts import page, rows
from .export_books import FORMULA


@pytest.fixture
def browser(as_user, reviewer, submitted):
    return as_user(reviewer)


def waiting(task):
    return rows(task, RowState.SUBMITTED)


def key(row):
    return f"{row.pk}:{row.version}"


def confirmation(answer, which="plan"):
    """What the confirmation page would send."""
    context = answer.context
    plan = context[which]
    return {
        "all": "yes",
        "shown": context["shown"],
        "expected": plan.count,
        "fingerprint": plan.fingerprint,
    }


def test_one_row_is_approved_whatever_was_found(browser, submitted):
    row = waiting(submitted)[0]
    Entry.objects.filter(pk=row.pk).update(severity=Severity.HIGH)
    answer = browser.post(page("desk-approve"), {"row": key(row)}, follow=True)
    assert "已通过 1 行。" in answer.text
    assert rows(submitted, RowState.APPROVED) == [row]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"version": 7}, "该单位已重新报送"),
        ({"system_level": "unknown"}, "不能通过，请退回补充"),
    ],
)
def test_one_row_that_may_not_be_approved_says_why(browser, submitted, facts, sentence):
    row = waiting(submitted)[0]
    Entry.objects.filter(pk=row.pk).update(**facts)
    answer = browser.post(page("desk-approve"), {"row": key(row)}, follow=True)
    assert sentence in answer.text
    assert len(waiting(submitted)) == 8


def test_several_rows_are_shown_before_anything_happens(browser, submitted):
    grave, *others = waiting(submitted)[:3]
    Entry.objects.filter(pk=grave.pk).update(severity=Severity.HIGH)
    answer = browser.post(page("desk-approve"), {"row": [key(row) for row in (grave, *others)]})
    assert "通过 2 行" in answer.text
    assert "疑点：严重" in answer.text and grave.matter.full_name in answer.text
    assert len(waiting(submitted)) == 8


def test_all_that_match_are_approved_and_the_result_says_whose(browser, submitted):
    shown = browser.get(page("desk")).context["shown"]
    answer = browser.post(page("desk-approve"), {"all": "yes", "shown": shown})
    answer = browser.post(page("bulk-start"), confirmation(answer), follow=True)
    assert "8/8（100.0%）" in answer.text
    assert "市人力社保局" in answer.text
    assert browser.get(page("bulk-list")).text.count("8/8（100.0%）") == 1


def test_what_changed_meanwhile_is_shown_again_and_not_approved(browser, submitted):
    asked = confirmation(browser.post(page("desk-approve"), {"all": "yes"}))
    Entry.objects.filter(pk=waiting(submitted)[0].pk).update(severity=Severity.HIGH)
    answer = browser.post(page("bulk-start"), asked)
    assert answer.status_code == 422
    assert "可通过的行已变化" in answer.text and "通过 7 行" in answer.text
    assert not BulkApproval.objects.exists()


def test_the_filter_says_what_all_means(browser, submitted):
    odd = waiting(submitted)[:2]
    Entry.objects.filter(pk__in=[row.pk for row in odd]).update(scope="city_level")
    address = f"{page('desk-approve')}?scope=city_level"
    answer = browser.post(address, {"all": "yes"})
    browser.post(f"{page('bulk-start')}?scope=city_level", confirmation(answer))
    assert rows(submitted, RowState.APPROVED) == odd
    assert BulkApproval.objects.get().query == "scope=city_level"


def test_nothing_ticked_is_said(browser):
    for name in ("desk-approve", "desk-return"):
        assert "请先勾选" in browser.post(page(name), follow=True).text


def test_a_leader_reads_and_has_no_boxes(submitted, leader, as_user):
    text = as_user(leader).get(page("desk")).text
    assert "人社事项1" in text
    assert 'name="row"' not in text and "通过所选" not in text


def sheet(answer):
    workbook = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in workbook.active.iter_rows(values_only=True)]


def test_the_export_holds_the_shown_columns_as_text(browser, submitted, reviewer):
    first = waiting(submitted)[0]
    Entry.objects.filter(pk=first.pk).update(remark=FORMULA, severity=Severity.HIGH)
    browser.post(page("desk-columns"), {"column": ["remark", "unit", "volume"]})
    head, line, *others = sheet(browser.post(page("desk-export")))
    assert head[1:4] == ["权力编码", "事项名称", "子项名称"]
    assert head[4:] == ["备注/反馈意见", "区、县（市）", "所属部门", "办件量（件）"]
    assert line[1:5] == [first.matter.base_code, first.matter.name, None, FORMULA]
    assert line[-1] == first.volume
    assert len(others) == 7
    assert Event.objects.filter(action=Action.EXPORT, by=reviewer).count() == 1


def test_the_export_of_ticked_rows_holds_only_them(browser, submitted):
    answer = browser.post(page("desk-export"), {"row": [key(waiting(submitted)[3])]})
    assert len(sheet(answer)) == 2


def test_own_columns_stay_and_are_nobody_elses(browser, submitted, admin, as_user):
    browser.post(page("desk-columns"), {"column": ["waiting", "unit", "nonsense", "unit"]})
    shown = [column.key for column in browser.get(page("desk")).context["columns"]]
    assert shown == ["waiting", "unit"]
    others = as_user(admin).get(page("desk")).context["columns"]
    assert len(others) > 2


def save(browser, name, query="", **more):
    asked = {"page": "desk", "name": name, "query": query} | more
    return browser.post(page("view-save"), asked)


def test_a_view_keeps_filters_and_columns_and_opens_with_them(browser, submitted):
    Entry.objects.filter(pk=waiting(submitted)[0].pk).update(severity=Severity.HIGH)
    answer = save(browser, "严重的", "severity=3", column=["findings"])
    opened = browser.get(answer.url)
    assert len(opened.context["page"].object_list) == 1
    assert [column.key for column in opened.context["columns"]] == ["findings"]


def test_a_shared_view_shows_each_reader_the_own_rows(browser, admin, as_user):
    save(browser, "共享的", "severity=3", shared="on")
    save(browser, "自己的")
    text = as_user(admin).get(page("desk")).text
    assert "共享的（沈审核）" in text
    assert "自己的" not in text


def test_the_first_view_opens_until_it_is_deleted(browser):
    save(browser, "待处理", "severity=3", first="on")
    view = SavedView.objects.get(name="待处理")
    opened = browser.get(page("desk"))
    assert parse_qs(urlsplit(opened.url).query) == {"severity": ["3"], "view": [str(view.pk)]}
    browser.post(page("view-delete", view))
    assert browser.get(page("desk")).status_code == 200


def test_a_view_gets_another_name_but_not_one_that_is_taken(browser):
    save(browser, "甲")
    save(browser, "乙")
    view = SavedView.objects.get(name="甲")
    taken = browser.post(page("view-edit", view), {"name": "乙"}, follow=True)
    assert "已有同名的视图" in taken.text
    browser.post(page("view-edit", view), {"name": "丙", "shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("丙", True)


def test_the_submissions_have_views_and_filters_too(browser, submitted):
    assert "市人力社保局" in browser.get(page("queue"), {"unit": "rlsb", "waited": "1"}).text
    assert "没有待审核的任务" in browser.get(page("queue"), {"level": "district"}).text
    answer = browser.post(
        page("view-save"), {"page": "queue", "name": "久等的", "query": "waited=2"}
    )
    assert answer.url.startswith(reverse("tasks:queue") + "?waited=2&view=")


def test_what_is_nobodys_view_is_404(browser, admin):
    theirs = SavedView.objects.create(owner=admin, page="desk", name="别人的", saved_at=DURING)
    assert browser.post(page("view-delete", theirs)).status_code == 404
