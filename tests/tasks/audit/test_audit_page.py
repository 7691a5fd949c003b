"""The audit page: filters in the address, pages by number, seals, and its workbook."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tasks.audit import reading
from tasks.audit.filters import EventFilter
from tests.factories import DURING, ISSUED
from units import sealing
from units.models import Action, Event

AUDIT = reverse("tasks:audit")


@pytest.fixture
def trail(town, people):
    """An edit at 市人力社保局, a look at numbers, an export at 上城区, two weeks apart."""
    record = Event.objects.record
    record(
        Action.EDIT,
        by=people.filler,
        at=ISSUED,
        subject=people.filler,
        changes={"phone": ["19900000011", "19900000012"]},
        reason="换了号码 19900000012",
    )
    record(Action.REVEAL, by=people.reviewer, at=DURING, subject=town.renshe, unit=town.renshe)
    record(
        Action.EXPORT, by=people.collector, at=DURING, subject=town.shangcheng, label="附件3.xlsx"
    )


@pytest.fixture
def shown(trail, admin, as_user):
    """`shown(unit=…)` are the actions the page lists."""
    client = as_user(admin)

    def ask(**filters):
        lines = client.get(AUDIT, filters).context["lines"]
        actions = [line["event"].action for line in lines]
        return [action for action in actions if action != Action.SIGN_IN]

    return ask


def test_the_newest_stand_first(shown):
    assert shown() == ["export", "reveal", "edit"]


@pytest.mark.parametrize(
    ("filters", "actions"),
    [
        ({"who": "方填报"}, ["edit"]),
        ({"who": "reviewer"}, ["reveal"]),
        ({"unit": "市人社局"}, ["reveal", "edit"]),
        ({"unit": "rlsb"}, ["reveal", "edit"]),
        ({"unit": "上城"}, ["export"]),
        ({"log": "phones"}, ["reveal"]),
        ({"log": "exports"}, ["export"]),
        ({"action": "edit"}, ["edit"]),
        ({"subject": "units.unit"}, ["export", "reveal"]),
        ({"since": "2018-04-02"}, ["export", "reveal"]),
        ({"until": "2018-03-21"}, ["edit"]),
        ({"q": "附件3"}, ["export"]),
        ({"q": "换了号码"}, ["edit"]),
        ({"since": "昨天", "pk": "x", "action": "nothing"}, ["export", "reveal", "edit"]),
    ],
)
def test_filters_stand_in_the_address(filters, actions, shown):
    assert shown(**filters) == actions


def test_one_object_is_followed_by_its_number(shown, town):
    assert shown(subject="units.unit", pk=town.renshe.pk) == ["reveal"]


def test_no_number_is_shown_in_full(trail, admin, as_user):
    html = as_user(admin).get(AUDIT).content.decode()
    assert not re.search(r"1[3-9]\d{9}", html)
    assert "199****0012" in html


def test_what_is_sealed_is_marked(trail, admin, as_user, town):
    client = as_user(admin)
    sealing.seal_new(at=DURING)
    Event.objects.record(Action.EXPORT, by=admin, at=DURING, subject=town.renshe)
    context = client.get(AUDIT).context
    assert [line["is_sealed"] for line in context["lines"]] == [False, True, True, True, True]
    assert (context["seal"].number, context["unsealed"]) == (1, 1)


def test_pages_follow_the_numbers_and_lead_back(trail, monkeypatch):
    monkeypatch.setattr(reading, "PER_PAGE", 2)
    events = Event.objects.all()
    newest = reading.leaf(events)
    oldest = reading.leaf(events, before=newest.older)
    assert [len(newest.events), len(oldest.events)] == [2, 1]
    assert (newest.newer, oldest.older) == (None, None)
    assert reading.leaf(events, after=oldest.newer).events == newest.events


def test_a_page_costs_the_same_however_long_the_trail(trail, admin, as_user, town, lines_cost):
    few = lines_cost()
    values = ((town.renshe.pk, town.renshe.pk, "某行", {"name": ["甲", "乙"]}) for _ in range(500))
    Event.objects.record_many(Action.EDIT, type(town.renshe), values, by=admin, at=DURING)
    assert lines_cost() <= few + 1


@pytest.fixture
def lines_cost(admin, as_user):
    client = as_user(admin)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(AUDIT)
        return len(queries)

    return cost


def test_the_workbook_holds_what_is_shown_and_is_itself_recorded(trail, admin, as_user, tmp_path):
    response = as_user(admin).post(reverse("tasks:audit-export") + "?log=phones")
    (tmp_path / "book.xlsx").write_bytes(b"".join(response.streaming_content))
    sheet = load_workbook(tmp_path / "book.xlsx").active
    head, line = list(sheet.values)
    assert line[head.index("动作")] == "查看电话"
    event = Event.objects.order_by("-pk")[0]
    assert (event.action, event.by, event.reason) == (Action.EXPORT, admin, "1 行")


@pytest.mark.postgresql
@pytest.mark.parametrize("log", ["exports", "phones", "refused", "sign-ins"])
def test_a_log_of_rare_acts_is_read_by_its_index(log, trail, admin, town):
    values = (
        (town.renshe.pk, town.renshe.pk, "某行", {"name": ["甲", "乙"]}) for _ in range(20_000)
    )
    Event.objects.record_many(Action.EDIT, type(town.renshe), values, by=admin, at=DURING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE units_event")
    events = EventFilter({"log": log}).narrow(Event.objects.all()).order_by("-pk")
    plan = events[: reading.PER_PAGE].explain()
    assert "event_access" in plan, plan
