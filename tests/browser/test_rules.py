"""The rules of suspicion by mouse: who is struck, what another threshold would do, and then."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Entry, SuspicionRule
from tasks.suspicion import rules
from tests.tasks.acts import fill_in, submit

from .test_axe import grave
from .test_pages_look import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def odd_row(tasks, filler, head):
    """One of eight rows with the bureau is 25 percent above the library's figure."""
    rules.complete()
    fill_in(tasks.city_list, filler)
    row = Entry.objects.filter(task=tasks.city_list).in_order().first()
    Entry.objects.filter(pk=row.pk).update(volume=10_000, remark="含街道代收件，库内未统计。")
    submit(tasks.city_list, head)
    return row


def test_a_reviewer_tries_a_threshold_saves_it_and_the_row_is_plain(
    odd_row, signed_in, reviewer, watch
):
    page = signed_in(reviewer).new_page()
    watch(page)
    page.goto(reverse("tasks:rule-list"))
    line = page.get_by_role("row", name="办件量与库内相差大")
    line.get_by_role("link", name="1", exact=True).click()
    expect(page.locator("[data-desk-row]")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text("填报办件量10,000件，库内8,000件（多25%）")
    page.get_by_role("link", name="核查规则").click()
    page.get_by_role("link", name="办件量与库内相差大").click()
    page.get_by_label("界限").fill("30")
    page.get_by_role("button", name="预览影响").click()
    expect(page.get_by_role("main")).to_contain_text("不再有此疑点（抽样） 1")
    expect(page.get_by_label("界限")).to_have_value("30")
    assert SuspicionRule.objects.get(code="volume_deviation").threshold == 20
    page.get_by_role("button", name="保存并重新核查").click()
    expect(page.get_by_role("main")).to_contain_text("待审的行中有疑点的 0/8")
    assert Entry.objects.get(pk=odd_row.pk).severity == 0


def test_the_pages_of_the_rules_fit_and_can_be_read_aloud(odd_row, signed_in, reviewer):
    page = signed_in(reviewer).new_page()
    rule = SuspicionRule.objects.get(code="volume_deviation")
    found = []
    for address in (reverse("tasks:rule-list"), reverse("tasks:rule-detail", args=[rule.pk])):
        found += too_wide(page, address) + grave(page)
    assert not found
