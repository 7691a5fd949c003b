"""The page of taking over, for a district and for one list, and what the grid asks."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.filling.submitting import acknowledge
from tasks.models import Entry, RowState, State, Task
from tests import factories
from tests.factories import DURING
from units.models import Action, Event

from .acts import acknowledged, fill_in, page, submit
from .taken import OTHER, SYSTEM, answer, give, row_of

CHOICE = {"source": "city", "volume": "on", "scope": "on", "people": "own"}


@pytest.fixture
def district(tasks, collector):
    """The list of 上城区, acknowledged; the city has answered one of its base codes."""
    answer(tasks.city_list)
    return acknowledged(tasks.district_list, collector)


@pytest.fixture
def at_desk(as_user, collector):
    """`at_desk(name, task, **data)` sends what a button of the page sends, as the collector."""
    browser = as_user(collector)

    def send(name, task, **data):
        return browser.post(page(name, task), data, follow=True)

    return send


def _send(browser, task, name="take-over-rows", **data):
    sent = {"source": "city", "rows": None, "replace": False, "extras": {}, **data}
    return browser.post(page(name, task), json.dumps(sent), "application/json")


# --- the page of a district ---


def test_the_page_counts_what_each_department_can_take(district, as_user, collector):
    html = as_user(collector).get(page("take-over", district)).content.decode()
    assert "市级填报" in html
    assert html.count('name="part"') == 3


def test_ticked_departments_take_over_and_others_do_not(district, parts, at_desk):
    answered = at_desk("take-over-parts", district, part=[parts[1].pk], **CHOICE)
    assert "没有可接用的行；2 行没有可接用的答案。" in answered.content.decode()
    answered = at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    assert "已接用 1 行，请核对后确认；1 行没有可接用的答案。" in answered.content.decode()
    assert row_of(parts[0]).unconfirmed


def test_each_department_gets_its_own_people_as_contact(district, parts, at_desk):
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    row = row_of(parts[0])
    assert (row.contact, row.phone, row.volume) == ("区填报", "19900000032", 1000)
    assert row.origin["label"] == "市人力社保局、库内办件量、补填的联系人"


def test_the_collector_confirms_on_behalf_and_it_is_traced(district, parts, at_desk, collector):
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    answered = at_desk("take-over-confirm", district, part=[parts[0].pk])
    assert "已确认接用的 1 行。" in answered.content.decode()
    event = Event.objects.of(row_of(parts[0])).first()
    assert (event.action, event.by, event.reason, event.unit) == (
        Action.CONFIRM, collector, "区县电子政务办代为确认", parts[0].unit,
    )  # fmt: skip


def test_without_a_tick_nothing_happens(district, at_desk):
    for name in ("take-over-parts", "take-over-confirm"):
        assert "请先勾选部门" in at_desk(name, district, **CHOICE).content.decode()
    assert not Entry.objects.filter(unconfirmed=True).exists()


def test_what_a_department_has_signed_stays_as_signed(district, parts, at_desk, collector):
    fill_in(parts[0], collector)
    submit(parts[0], collector)
    assert Task.objects.get(pk=parts[0].pk).state == State.COLLECTED
    sent = {**CHOICE, "replace": "on"}
    answered = at_desk("take-over-parts", district, part=[part.pk for part in parts], **sent)
    assert "2 行已锁定，跳过" in answered.content.decode()
    assert not row_of(parts[0]).unconfirmed


def test_parts_of_another_district_are_not_touched(district, town, at_desk, tasks):
    foreign = Task.objects.get(unit=town.xiacheng_renshe)
    answered = at_desk("take-over-parts", district, part=[foreign.pk], **CHOICE)
    assert "请先勾选部门" in answered.content.decode()
    assert row_of(foreign).system_name == ""


def test_a_name_without_a_number_is_asked_for(district, parts, at_desk):
    sent = {**CHOICE, "people": "one", "contact": "老王"}
    answered = at_desk("take-over-parts", district, part=[parts[0].pk], **sent)
    assert answered.status_code == 422
    html = answered.content.decode()
    assert "联系人和联系方式须同时填写" in html
    assert 'value="老王"' in html
    assert f'value="{parts[0].pk}" aria-label="选择 区人力社保局" checked' in html


def test_rows_that_differ_are_listed_with_both_answers(district, parts, as_user, collector):
    give(row_of(parts[0]), **OTHER)
    html = as_user(collector).get(page("take-over", district)).content.decode()
    assert "区县（市）自建 区社保系统" in html
    assert "省级垂管 浙江省社会保险系统" in html


def test_a_chosen_district_must_be_another_one(district, town, at_desk, parts):
    for key in (town.shangcheng.pk, town.gongan.pk, 10**6, "x"):
        sent = {**CHOICE, "source": "district", "district": key}
        answered = at_desk("take-over-parts", district, part=[parts[0].pk], **sent)
        assert answered.status_code == 422


def test_strange_addresses_show_the_page(district, as_user, collector):
    browser = as_user(collector)
    for query in ("source=x", "source=district&district=9" + "9" * 30, "source=district&district="):
        assert browser.get(f"{page('take-over', district)}?{query}").status_code == 200


# --- taking the step back ---


def test_one_click_takes_the_step_back(district, parts, at_desk, as_user, collector):
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    seen = Event.objects.get(action=Action.TAKE_OVER).at.isoformat()
    html = as_user(collector).get(page("take-over", district)).content.decode()
    assert seen in html
    answered = at_desk("take-over-undo", district, seen=seen)
    assert "已撤回 1 行的接用。" in answered.content.decode()
    row = row_of(parts[0])
    assert (row.system_name, row.contact, row.volume, row.origin, row.unconfirmed) == (
        "", "", None, {}, False,
    )  # fmt: skip
    assert Event.objects.of(row).first().action == Action.WITHDRAW
    assert "没有可撤回的行" in at_desk("take-over-undo", district, seen=seen).content.decode()


def test_rows_changed_since_are_kept_and_named(district, parts, at_desk, collector):
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    Entry.objects.filter(pk=row_of(parts[0]).pk).update(contact="新人")
    seen = Event.objects.get(action=Action.TAKE_OVER).at.isoformat()
    at_desk("take-over-undo", district, seen=seen)
    assert row_of(parts[0]).system_name == SYSTEM["system_name"]


def test_taking_back_a_second_step_leaves_the_first_unconfirmed(district, parts, at_desk, tasks):
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE)
    first = row_of(parts[0]).origin
    answer(tasks.city_list, **OTHER)
    at_desk("take-over-parts", district, part=[parts[0].pk], **CHOICE, replace="on")
    assert row_of(parts[0]).system_name == OTHER["system_name"]
    seen = Event.objects.filter(action=Action.TAKE_OVER).latest("at").at.isoformat()
    at_desk("take-over-undo", district, seen=seen)
    row = row_of(parts[0])
    assert (row.system_name, row.origin, row.unconfirmed) == (SYSTEM["system_name"], first, True)


def test_nobody_takes_back_what_the_unit_itself_took_over(
    district, parts, at_desk, as_user, district_filler
):
    acknowledge(parts[0], by=district_filler, at=DURING)
    _send(as_user(district_filler), parts[0])
    seen = Event.objects.get(action=Action.TAKE_OVER).at.isoformat()
    at_desk("take-over-undo", district, seen=seen)
    assert row_of(parts[0]).unconfirmed


# --- what the grid asks ---


@pytest.fixture
def part(tasks, district_filler):
    answer(tasks.city_list)
    return acknowledged(tasks.part, district_filler)


def test_the_dialog_learns_what_each_source_has(part, as_user, district_filler):
    found = as_user(district_filler).get(page("take-over-options", part)).json()
    counts = {source["key"]: source["count"] for source in found["sources"]}
    assert counts == {
        "city_first": 1, "city": 1, "majority": 0, "district": 0, "campaign": 0, "library": 0,
    }  # fmt: skip
    assert (found["contact"], found["phone"]) == ("区填报", "19900000032")


def test_a_city_department_is_offered_itself_and_the_library(city_list, as_user, filler):
    found = as_user(filler).get(page("take-over-options", city_list)).json()
    assert [source["key"] for source in found["sources"]] == ["campaign", "library"]


def test_a_preview_counts_and_writes_nothing(part, as_user, district_filler, only_reads):
    browser = as_user(district_filler)
    with only_reads():
        found = _send(browser, part, preview=True).json()
    assert found["counts"]["taken"] == 1
    assert found["message"] == "可接用 1 行；1 行没有可接用的答案。"


def test_the_grid_gets_rows_and_the_cells_of_one_step(part, as_user, district_filler):
    found = _send(as_user(district_filler), part, rows=[row_of(part).pk]).json()
    (row,) = found["rows"]
    assert row["origin"]["label"] == "市人力社保局"
    assert found["cells"] == [
        {"id": row["id"], "field": "system_level", "before": "", "after": SYSTEM["system_level"]},
        {"id": row["id"], "field": "system_name", "before": "", "after": SYSTEM["system_name"]},
    ]
    assert found["progress"] == {"done": 0, "total": 2}


def test_the_grid_confirms_with_one_request(part, as_user, district_filler):
    browser = as_user(district_filler)
    _send(browser, part)
    found = browser.post(page("take-over-confirm-rows", part)).json()
    assert [row["unconfirmed"] for row in found["rows"]] == [False]
    assert found["message"].startswith("已确认接用的 1 行。其中 1 行还有空缺")
    again = browser.post(page("take-over-confirm-rows", part)).json()
    assert again["message"] == "没有待确认的行，可能已由他人确认。"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": "all"},
        {"rows": []},
        {"rows": [True]},
        {"rows": [2**70]},
        {"source": "moon"},
        {"source": {"a": 1}},
        {"source": "district"},
        {"source": "district", "district": "\ud800"},
        {"extras": {"people": "one", "contact": "王", "phone": "\ud800"}},
        {"extras": {"people": "one", "contact": "王" * 5000, "phone": "1"}},
        {"extras": {"people": "one", "contact": "王", "phone": "不是号码"}},
    ],
)
def test_what_is_malformed_is_refused_in_words(part, as_user, district_filler, wrong):
    answered = _send(as_user(district_filler), part, **wrong)
    assert answered.status_code == 400
    assert answered.json()["message"].endswith("。")
    assert not row_of(part).unconfirmed


def test_rows_of_others_are_refused(part, tasks, as_user, district_filler):
    answered = _send(as_user(district_filler), part, rows=[row_of(tasks.city_list).pk])
    assert answered.status_code == 403


def test_a_strangers_list_does_not_exist(part, as_user, people):
    assert _send(as_user(people.stranger), part).status_code == 404
    assert _send(as_user(people.reviewer), part).status_code == 403


# --- what it costs ---


@pytest.fixture
def many(town, campaign, tasks, collector):
    """`many(n)` gives each department of 上城区, and the city, n more matters in common."""

    def grow(n):
        with factories.library_open("更多") as version:
            for number in range(n):
                code = f"许可-8{number:04d}-000"
                ours = factories.matter(version, town.renshe, code, f"新{number}")
                Entry.objects.create(
                    task=tasks.city_list, matter=ours, state=RowState.SUBMITTED, **SYSTEM
                )
                for part in tasks.district_list.parts.all():
                    matter = factories.matter(version, part.unit, code, f"新{number}")
                    Entry.objects.create(task=part, matter=matter, sort_order=100 + number)
        acknowledged(tasks.district_list, collector)

    return grow


def _cost(act):
    with CaptureQueriesContext(connection) as queries:
        assert act().status_code == 200
    return len(queries)


def test_the_options_cost_the_same_for_many_rows(part, many, as_user, district_filler):
    browser = as_user(district_filler)
    few = _cost(lambda: browser.get(page("take-over-options", part)))
    many(40)
    assert _cost(lambda: browser.get(page("take-over-options", part))) <= few + 1
    assert few <= 16


def test_a_district_costs_the_same_for_many_rows(district, many, as_user, collector, parts):
    browser = as_user(collector)
    sent = {**CHOICE, "part": [part.pk for part in parts]}
    few = _cost(lambda: browser.get(page("take-over", district)))
    few_written = _cost(lambda: browser.post(page("take-over-parts", district), sent, follow=True))
    many(40)
    assert _cost(lambda: browser.get(page("take-over", district))) <= few + 3
    written = _cost(lambda: browser.post(page("take-over-parts", district), sent, follow=True))
    assert written <= few_written + 3
    assert Entry.objects.filter(unconfirmed=True).count() == 121
    assert few <= 24


def test_the_pages_of_a_row_say_whose_answer_it_is(part, tasks, as_user, district_filler):
    browser = as_user(district_filler)
    _send(browser, part)
    answer(tasks.city_list, **OTHER)
    _send(browser, part, replace=True)
    row = row_of(part)
    history = browser.get(page("entry-history", row)).content.decode()
    assert "接用答案" in history
    assert "来源" in history
    for address in (page("entry-form", row), f"{page('grid', part)}?view=list"):
        assert "接用自市人力社保局，待确认" in browser.get(address).content.decode()
    assert "确认接用的 1 行" in browser.get(page("task-detail", part)).content.decode()
