"""A change slip is known to two, answered by a library version, and edits nothing (A3-4, A3-5)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matters.models import Matter
from tasks.models import ChangeSlip, SlipKind, SlipState
from tasks.slips import slips
from tasks.slips.slips import Side
from tests.factories import DURING
from tests.matters.library_books import line
from units.models import Action, Event, Message

from .new_library import changed

WRONG = "事项名称少了“变更”二字"


@pytest.fixture
def matter(campaign, town):
    return Matter.objects.filter(unit=town.renshe).order_by("sort_order").first()


@pytest.fixture
def slip(matter, filler):
    return hand_in(matter, filler)


def hand_in(matter, by, **fields):
    fields = {
        "unit": by.unit,
        "matter": matter,
        "kind": SlipKind.CHANGE,
        "what": WRONG,
        "wanted": "职业介绍许可变更",
        "operator": "信息中心 何操作",
        "operate_on": date(2018, 4, 10),
    } | fields
    return slips.hand_in(ChangeSlip(**fields), by=by, at=DURING)


def both(slip, filler, head):
    slips.acknowledge(slip, Side.BUSINESS, division="就业处", by=filler, at=DURING)
    return slips.acknowledge(slip, Side.TECHNICAL, division="信息中心", by=head, at=DURING)


def stored(slip):
    return ChangeSlip.objects.get(pk=slip.pk)


def test_two_people_make_it_known(slip, filler, head):
    slips.acknowledge(slip, Side.BUSINESS, division="就业处", by=filler, at=DURING)
    assert stored(slip).state == SlipState.OPEN
    slips.acknowledge(slip, Side.TECHNICAL, division="信息中心", by=head, at=DURING)
    assert stored(slip).state == SlipState.KNOWN
    acts = Event.objects.of(slip).values_list("action", "by__username")
    assert list(acts)[:2] == [("acknowledge_slip", "head"), ("acknowledge_slip", "filler")]
    assert Message.objects.filter(subject__startswith="变更提示单已知会").exists()


def test_one_person_is_not_two(slip, filler):
    slips.acknowledge(slip, Side.BUSINESS, division="就业处", by=filler, at=DURING)
    with pytest.raises(slips.SlipRefused, match="两个人"):
        slips.acknowledge(slip, Side.TECHNICAL, division="信息中心", by=filler, at=DURING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeSlip.objects.filter(pk=slip.pk).update(technical_by=filler, technical_at=DURING)


def test_a_side_acknowledges_once(slip, filler, head):
    slips.acknowledge(slip, Side.BUSINESS, division="就业处", by=filler, at=DURING)
    with pytest.raises(slips.SlipRefused):
        slips.acknowledge(slip, Side.BUSINESS, division="培训处", by=head, at=DURING)
    assert stored(slip).business_division == "就业处"


def test_a_second_click_finds_the_slip_that_stands(slip, matter, filler):
    assert hand_in(matter, filler).pk == slip.pk
    assert ChangeSlip.objects.count() == 1


def test_withdrawn_it_is_over_and_says_why(slip, filler):
    assert slips.withdraw(slip, reason="核对后无误", by=filler, at=DURING)
    assert not slips.withdraw(slip, reason="核对后无误", by=filler, at=DURING)
    event = Event.objects.of(slip).first()
    assert (event.action, event.reason) == (Action.WITHDRAW, "核对后无误")
    with pytest.raises(slips.SlipRefused):
        slips.acknowledge(slip, Side.BUSINESS, division="就业处", by=filler, at=DURING)


def test_the_version_that_changes_the_matter_answers_it(slip, matter, filler, head, admin):
    both(slip, filler, head)
    version = changed(admin, {matter: {"事项名称": "职业介绍许可变更"}})
    answered = stored(slip)
    assert (answered.state, answered.synced_in) == (SlipState.SYNCED, version)
    told = Message.objects.filter(subject__startswith="变更提示单已同步")
    assert set(told.values_list("to__username", flat=True)) == {"filler", "head"}


def test_a_version_about_other_matters_leaves_it_standing(slip, matter, admin):
    other = Matter.objects.filter(unit=matter.unit).exclude(pk=matter.pk).first()
    changed(admin, {other: {"事项名称": "另一事项"}})
    assert stored(slip).state == SlipState.OPEN


def test_what_was_to_be_cancelled_waits_until_it_is(matter, filler, admin):
    slip = hand_in(matter, filler, kind=SlipKind.CANCEL, wanted="")
    changed(admin, {matter: {"事项名称": "改了名称"}})
    assert stored(slip).state == SlipState.OPEN
    changed(admin, gone=[matter], at=DURING + timedelta(days=2))
    assert stored(slip).state == SlipState.SYNCED


def test_a_missing_matter_is_recognised_when_it_comes(campaign, filler, admin):
    what = {"kind": SlipKind.ADD, "what": "库内没有该事项", "wanted": "许可-90077-000 技工学校审批"}
    slip = hand_in(None, filler, **what)
    new = line("NEW1", "许可-90077-000", 事项名称="技工学校审批")
    changed(admin, added=[new])
    assert stored(slip).state == SlipState.SYNCED
    assert stored(slip).matter.inner_code == "NEW1"


def test_no_step_of_a_slip_writes_the_catalogue(slip, matter, filler, head):
    before = list(Matter.objects.order_by("pk").values())
    both(slip, filler, head)
    slips.withdraw(slip, reason="核对后无误", by=head, at=DURING)
    assert list(Matter.objects.order_by("pk").values()) == before


# --- the pages ---


@pytest.fixture
def desk(as_user, filler):
    return as_user(filler)


def filled(**values):
    tomorrow = timezone.localdate() + timedelta(days=1)
    fields = {"kind": "change", "what": WRONG, "wanted": "改为乙", "operator": "信息中心 何操作"}
    return {**fields, "operate_on": tomorrow.isoformat(), **values}


def creating(matter):
    return f"{reverse('tasks:slip-create')}?matter={matter.pk}"


def test_it_is_raised_from_the_matter_and_read_by_the_bureau(matter, desk, as_user, reviewer):
    page = desk.post(creating(matter), filled(), follow=True)
    assert "变更提示单第" in page.text and "未知会" in page.text
    assert WRONG in as_user(reviewer).get(reverse("tasks:slip-list")).text


def test_what_is_refused_keeps_what_was_typed(matter, desk):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page = desk.post(creating(matter), filled(wanted="", operate_on=yesterday))
    assert page.status_code == 422
    assert "请写明应改为什么" in page.text and "不能早于今天" in page.text
    assert WRONG in page.text
    assert not ChangeSlip.objects.exists()


def test_a_foreign_matter_has_no_slip(matter, as_user, stranger):
    assert as_user(stranger).get(creating(matter)).status_code == 404


def test_a_row_leads_to_the_slip_of_its_matter(tasks, desk):
    row = tasks.city_list.entry_rows.first()
    answer = desk.get(reverse("tasks:entry-slip", args=[row.pk]))
    assert answer.url.endswith(f"?matter={row.matter_id}")


def test_the_collector_asks_for_a_missing_matter_of_a_department(town, as_user, collector, library):
    office = as_user(collector)
    address = reverse("tasks:slip-create")
    values = filled(unit=town.shangcheng_minzheng.pk)
    office.post(address, values)
    assert ChangeSlip.objects.get().unit == town.shangcheng_minzheng
    assert office.post(address, filled(unit=town.gongan.pk)).status_code == 422


def test_late_ones_are_marked_and_found(slip, desk):
    address = reverse("tasks:slip-list")
    assert "已过期，尚未同步" in desk.get(address, {"overdue": "on"}).text
    ChangeSlip.objects.update(operate_on=timezone.localdate())
    assert WRONG not in desk.get(address, {"overdue": "on"}).text


def test_the_list_is_narrowed_and_handed_out(slip, desk):
    address = reverse("tasks:slip-list")
    assert WRONG in desk.get(address, {"state": "open", "q": "srlsb", "kind": "change"}).text
    assert WRONG not in desk.get(address, {"state": "known"}).text
    answer = desk.post(reverse("tasks:slip-export"), {"query": "state=known"})
    assert answer.status_code == 200
    assert Event.objects.get(action=Action.EXPORT).reason == "0 行"


def test_a_slip_is_acknowledged_by_two_in_the_browser(slip, desk, as_user, head):
    address = reverse("tasks:slip-acknowledge", args=[slip.pk])
    desk.post(address, {"side": "business", "division": "就业处"})
    text = desk.post(address, {"side": "technical", "division": "信息中心"}, follow=True).text
    assert "须由两个人分别知会" in text
    as_user(head).post(address, {"side": "technical", "division": "信息中心"})
    assert stored(slip).state == SlipState.KNOWN


def test_the_second_side_alone_is_offered_and_to_somebody_else(slip, desk, as_user, head):
    address = reverse("tasks:slip-acknowledge", args=[slip.pk])
    other = as_user(head)
    assert "1 张变更提示单待知会" in desk.get("/").text
    said = desk.post(address, {"side": "business", "division": "就业处"}, follow=True).text
    assert "技术（信息）处室还须由另一人知会" in said
    assert address not in said and "变更提示单待知会" not in desk.get("/").text
    offered = other.get(slip.get_absolute_url()).text
    assert 'value="technical"' in offered and 'value="business"' not in offered
    assert "1 张变更提示单待知会" in other.get("/").text


def test_the_text_to_send_says_who_does_what_when(slip):
    text = slips.in_words(slip)
    assert "何操作于2018-04-10在省权力事项管理平台操作" in text
    assert WRONG in text
