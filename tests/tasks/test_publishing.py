"""Publishing: who gets what, at once, and nobody twice."""

import pytest
from django.urls import reverse

from tasks.campaigns import publishing
from tasks.models import Campaign, ObligationKind, Task
from tests import factories
from tests.factories import DURING
from units.models import Message


def kinds_of(campaign, unit):
    tasks = Task.objects.of_campaign(campaign).filter(unit=unit)
    return set(tasks.values_list("obligation__kind", flat=True))


def test_each_unit_gets_the_tasks_that_are_its_own(campaign, town):
    assert kinds_of(campaign, town.renshe) == {"check", "city_list", "roster"}
    assert kinds_of(campaign, town.shangcheng) == {"district_list", "roster", "nearby"}
    assert kinds_of(campaign, town.xiacheng) == {"district_list", "roster"}
    assert kinds_of(campaign, town.shangcheng_renshe) == {"district_list"}


def test_case_15_a_unit_without_matters_gets_no_task(town, people, library):
    idle = factories.unit("市投促局", parent=town.root, sort_order=30)
    campaign = factories.campaign(town, people)
    assert not Task.objects.filter(unit=idle).exists()
    campaign.addressees.add(idle)
    share = next(s for s in publishing.preview(campaign) if s["unit"] == idle)
    assert share["kinds"] == []


def test_the_people_of_the_addressed_units_are_told(campaign, filler, district_filler, contractor):
    assert Message.objects.filter(to=filler).count() == 1
    assert Message.objects.filter(to=district_filler).count() == 1
    assert not Message.objects.filter(to=contractor).exists()


def test_a_new_notice_proposes_its_limits(town, people, as_user):
    form = as_user(people.admin).get(reverse("tasks:campaign-create")).context["form"]
    limits = {"correction_workdays": 1, "review_workdays": 2, "top_n": 100, "candidates": 150}
    assert {name: form[name].value() for name in limits} == limits


def test_a_draft_is_invisible_to_the_units(campaign, filler):
    assert Task.objects.visible_to(filler).exists()
    Campaign.objects.update(state="draft")
    assert not Task.objects.visible_to(filler).exists()


def test_a_second_run_after_a_crash_adds_nothing(campaign, admin):
    before = Task.objects.count()
    Campaign.objects.update(state="draft", published_at=None, published_by=None)
    campaign.refresh_from_db()
    publishing.publish(campaign, by=admin, at=DURING)
    assert Task.objects.count() == before


def test_a_published_campaign_is_not_published_again(campaign, admin):
    with pytest.raises(publishing.NotReady):
        publishing.publish(campaign, by=admin, at=DURING)


def test_the_pilots_list_holds_personal_matters_only(tasks):
    clients = set(tasks.nearby.nearbyentry_rows.values_list("matter__client", flat=True))
    assert clients == {"person"}
    assert tasks.nearby.kind == ObligationKind.NEARBY


def test_a_library_that_changes_while_lists_are_made_stops_the_publication(
    campaign, town, admin, monkeypatch
):
    """The next run makes the rest from the new library; what was made has followed it."""
    Campaign.objects.update(state="draft", published_at=None, published_by=None)
    campaign.refresh_from_db()
    store = publishing._Share.store

    def meanwhile(share):
        store(share)
        with factories.library_open("新版"):
            pass

    monkeypatch.setattr(publishing._Share, "store", meanwhile)
    with pytest.raises(publishing.NotReady, match="新版本"):
        publishing.publish(campaign, by=admin, at=DURING)
    monkeypatch.setattr(publishing._Share, "store", store)
    publishing.publish(campaign, by=admin, at=DURING)
    campaign.refresh_from_db()
    assert campaign.library_version.label == "新版"
