"""Who may hand a post over, to whom, and what the successor is shown."""

import pytest
from django.utils import timezone

from tests import factories
from tests.tasks.acts import page
from units.delegations import appointing
from units.models import Delegation, Event, Message, User


@pytest.fixture
def successor(town):
    return factories.user("xin", unit=town.renshe, name="辛接手")


def test_two_clicks_from_the_menu(as_user, tasks, filler, successor):
    browser, address = as_user(filler), page("hand-over", filler)
    assert f'href="{address}"' in browser.get("/").text
    shown = browser.get(address).text
    assert "方填报的工作交接" in shown and "未读消息" in shown
    answer = browser.post(address, {"successor": successor.pk})
    assert "辛接手接手了方填报的工作" in browser.get(answer.url).text


def test_the_successor_finds_a_page_with_ways_to_everything(as_user, filler, successor):
    as_user(filler).post(page("hand-over", filler), {"successor": successor.pk})
    url = Message.objects.get(to=successor, subject__startswith="您接手了").url
    shown = as_user(successor).get(url).text
    assert "您接手了方填报的工作" in shown and 'href="/inbox/"' in shown


def test_who_leaves_and_ends_the_account_is_signed_out(as_user, filler, successor):
    browser = as_user(filler)
    sent = {"successor": successor.pk, "switch_off": "on"}
    assert browser.post(page("hand-over", filler), sent).url == "/accounts/login/"
    assert browser.get("/").status_code == 302
    assert not User.objects.get(pk=filler.pk).is_active


def test_the_head_hands_over_for_somebody_who_is_gone(as_user, head, filler, successor, stranger):
    assert as_user(head).get(page("hand-over", filler)).status_code == 200
    assert as_user(successor).get(page("hand-over", filler)).status_code == 403
    assert as_user(stranger).get(page("hand-over", filler)).status_code == 404


def test_a_substitute_does_not_hand_the_head_over(as_user, head, filler):
    today = timezone.localdate()
    delegation = Delegation(
        principal=head, substitute=filler, starts_on=today, ends_on=today, reason="出差"
    )
    appointing.appoint(delegation, by=head, at=timezone.now())
    assert as_user(filler).get(page("hand-over", head)).status_code == 403


def test_a_post_stays_in_the_unit(as_user, filler, stranger, admin):
    answer = as_user(admin).post(page("hand-over", filler), {"successor": stranger.pk})
    assert answer.status_code == 422
    assert not Event.objects.filter(action="hand_over").exists()


def test_the_last_administrator_cannot_be_switched_off(as_user, admin, reviewer):
    shown = as_user(admin).get(page("hand-over", admin))
    assert "switch_off" not in shown.context["form"].fields
    as_user(admin).post(page("hand-over", admin), {"successor": reviewer.pk, "switch_off": "on"})
    assert User.objects.get(pk=admin.pk).is_active


def test_where_nobody_else_is_one_is_told_what_to_do(as_user, collector, admin):
    assert "请联系市数据资源局管理员" in as_user(collector).get(page("hand-over", collector)).text
    assert "先新增人员" in as_user(admin).get(page("hand-over", collector)).text


def test_a_head_does_not_hand_over_who_may_more(as_user, admin, reviewer, town):
    """The bureau's own head signs for the bureau; its administrators are not his to switch off."""
    head = factories.user("bureau-head", unit=town.bureau, role="head", name="局处长")
    for person in (admin, reviewer):
        sent = {"successor": head.pk, "switch_off": "on"}
        assert as_user(head).post(page("hand-over", person), sent).status_code == 403
    assert type(admin).objects.filter(pk=admin.pk, is_active=True).exists()
