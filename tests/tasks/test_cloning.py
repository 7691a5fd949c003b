"""Next year's campaign begins as this year's, and with nothing of its work (A1)."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.campaigns import cloning
from tasks.models import Campaign, RankedMatter, Task
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import acknowledged
from units.models import Event, Unit, UnitKind


@pytest.fixture
def clone(campaign, admin):
    return cloning.clone(campaign, by=admin, at=DURING).campaign


def test_number_dates_and_deadlines_move_by_a_year(clone):
    assert clone.number == "杭智办〔2019〕1号"
    assert clone.title == "关于2019年杭州“一窗受理”平台工作要点"
    assert clone.issued_on == date(2019, 3, 21)
    # 2019年4月6日 is in the holidays: the last workday before them is the 4th.
    due = {timezone.localtime(one.due_at).date() for one in clone.obligations.all()}
    assert due == {date(2019, 4, 4)}


def test_addressees_and_settings_come_along_and_nothing_else(clone, campaign):
    assert set(clone.addressees.all()) == set(campaign.addressees.all())
    assert set(clone.pilots.all()) == set(campaign.pilots.all())
    assert (clone.top_n, clone.candidates) == (campaign.top_n, campaign.candidates)
    assert (clone.state, clone.library_version, clone.ranking_frozen_at) == ("draft", None, None)
    assert not Task.objects.of_campaign(clone).exists()
    assert not RankedMatter.objects.filter(campaign=clone).exists()


def test_the_successor_of_an_ended_unit_is_addressed(campaign, town, admin):
    heir = factories.unit("上下城区", UnitKind.DISTRICT, town.root)
    Unit.objects.filter(pk=town.xiacheng.pk).update(valid_to=date(2018, 12, 31), successor=heir)
    cloned = cloning.clone(campaign, by=admin, at=DURING)
    assert cloned.replaced == [(town.xiacheng, heir)]
    addressed = cloned.campaign.addressees
    assert addressed.contains(heir) and not addressed.contains(town.xiacheng)


def test_who_ended_without_successor_is_named_and_left_out(campaign, town, admin, as_user):
    Unit.objects.filter(pk=town.gongan.pk).update(valid_to=date(2018, 12, 31))
    address = reverse("tasks:campaign-clone", args=[campaign.pk])
    page = as_user(admin).post(address, follow=True)
    assert "“市公安局”已停用且没有承接单位" in page.text
    assert page.redirect_chain[-1][0].endswith("/edit/")


def test_cloning_twice_takes_the_next_number_and_leaves_one_event_each(campaign, admin):
    first, second = (cloning.clone(campaign, by=admin, at=DURING).campaign for _turn in range(2))
    assert (first.number, second.number) == ("杭智办〔2019〕1号", "杭智办〔2019〕2号")
    assert Event.objects.of(second).count() == 1


def test_the_29th_of_february_has_a_next_year(campaign, admin):
    Campaign.objects.filter(pk=campaign.pk).update(issued_on=date(2020, 2, 28))
    campaign.issued_on = date(2020, 2, 29)
    assert cloning.clone(campaign, by=admin, at=DURING).campaign.issued_on == date(2021, 2, 26)


def test_the_campaign_page_says_who_acknowledged_when(campaign, tasks, filler, admin, as_user):
    address = reverse("tasks:campaign-detail", args=[campaign.pk])
    browser = as_user(admin)
    assert browser.get(address).text.count("未签收") > 1
    acknowledged(tasks.city_list, filler)
    assert "2018-04-02 10:00 方填报" in browser.get(address).text
