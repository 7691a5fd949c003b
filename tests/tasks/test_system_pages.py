"""Pages of the register: who sees what, what is refused in words, and what lists cost."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matters.models import Matter
from tasks.models import Entry, RowState, System, SystemMerge, Task
from tasks.systems import differences, ledger, merging, naming, register
from tests.factories import DURING
from units.models import Action, Event

from .acts import FACTS, page

LONG, SHORT = "浙江省公安厅出入境管理系统", "浙江省公安厅出入境系统"


@pytest.fixture
def make(reviewer):
    """`make(name)` is the system registered under that name."""

    def registered(name):
        (system,) = register.resolve([name], by=reviewer, at=DURING).values()
        return system

    return registered


def put(rows, system, level="city_built", **facts):
    rows.update(system=system, system_name=system.name, system_level=level, **facts)


@pytest.fixture
def answered(tasks, make):
    """市人力社保局 reported eight rows on LONG; 市公安局 has a draft on SHORT."""
    put(tasks.city_list.entry_rows, make(LONG), volume=10, state=RowState.SUBMITTED)
    Task.objects.filter(pk=tasks.city_list.pk).update(first_submitted_at=DURING)
    put(tasks.stranger_list.entry_rows, make(SHORT), volume=99)
    return tasks


def test_the_list_counts_matters_units_and_reported_cases(answered, reviewer, as_user):
    response = as_user(reviewer).get(page("system-list"))
    first, second = (line["system"] for line in response.context["lines"])
    assert (first.name, first.count, first.units, first.volume) == (LONG, 8, 1, 80)
    assert (second.name, second.count, second.volume) == (SHORT, 2, None)
    library = Matter.objects.filter(entry_rows__system=first)
    assert first.library_volume == sum(library.values_list("volume", flat=True))


def test_near_names_are_marked_and_can_be_singled_out(answered, make, reviewer, as_user):
    make("杭州市住房公积金系统")
    browser = as_user(reviewer)
    lines = browser.get(page("system-list"), {"near": "on"}).context["lines"]
    assert {line["system"].name: [one["name"] for one in line["near"]] for line in lines} == {
        LONG: [SHORT],
        SHORT: [LONG],
    }
    # Both lead to the same merge: the one with fewer rows goes into the other.
    merges = {(one["absorbed"], one["kept"]) for line in lines for one in line["near"]}
    assert merges == {(make(SHORT).pk, make(LONG).pk)}


@pytest.mark.parametrize(
    "query, names",
    [
        ({"q": "出入境管理"}, [LONG]),
        ({"q": "zjsgat"}, [LONG, SHORT]),
        ({"q": "老系统"}, [SHORT]),
        ({"level": "none"}, [LONG]),
        ({"level": "province_vertical"}, [SHORT]),
        ({"sort": "count"}, [SHORT, LONG]),
        ({"sort": "nonsense", "level": "nonsense"}, [LONG, SHORT]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(answered, make, reviewer, as_user, query, names):
    naming.add_name(make(SHORT), "出入境老系统", by=reviewer, at=DURING)
    System.objects.filter(name=SHORT).update(level="province_vertical")
    lines = as_user(reviewer).get(page("system-list"), query).context["lines"]
    assert [line["system"].name for line in lines] == names


def test_the_list_leaves_as_a_workbook_as_it_is_shown(answered, make, reviewer, as_user):
    naming.add_name(make(SHORT), "=出入境老系统", by=reviewer, at=DURING)
    response = as_user(reviewer).post(page("system-export") + "?q=出入境老")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    head, line = ([cell.value for cell in row] for row in sheet.iter_rows())
    shown = dict(zip(head, line, strict=True))
    assert shown["系统名称"] == SHORT and shown["别名"] == "=出入境老系统"
    assert shown["事项数（项）"] == 2 and shown["名称相近的系统"] == LONG
    assert sheet["C2"].data_type == "s"
    assert Event.objects.filter(action=Action.EXPORT, label="系统台账（去重）.xlsx").count() == 1


def test_whose_draft_runs_on_a_system_is_not_shown(answered, make, leader, as_user):
    """On which system a matter runs is the content of the row (A3-7)."""
    text = as_user(leader).get(page("system-detail", make(SHORT))).content.decode()
    assert "有 2 项尚未报送，报送后可见" in text and ">99<" not in text
    for row in answered.stranger_list.entry_rows.select_related("matter"):
        assert row.matter.name not in text
    text = as_user(leader).get(page("system-detail", make(LONG))).content.decode()
    assert "报送后可见" not in text and ">10<" in text and "<button" in text
    assert "登记别名" not in text


def test_a_merge_is_shown_before_and_done_with_a_reason(answered, make, reviewer, as_user):
    browser, kept, absorbed = as_user(reviewer), make(LONG), make(SHORT)
    url = page("system-merge", absorbed)
    assert f"?into={kept.pk}" in browser.get(url).content.decode()
    text = browser.get(url, {"into": kept.pk}).content.decode()
    assert "1 个单位的 2 行" in text
    refused = browser.post(url, {"into": kept.pk, "reason": ""})
    assert refused.status_code == 422 and "请写明理由" in refused.content.decode()
    assert browser.post(url, {"into": kept.pk, "reason": "同一系统"}).status_code == 302
    assert Entry.objects.filter(system_name=SHORT).count() == 0
    again = browser.post(url, {"into": kept.pk, "reason": "同一系统"})
    assert again.status_code == 422 and "已并入" in again.content.decode()


def test_a_split_needs_a_reason_and_happens_once(answered, make, reviewer, as_user):
    merged = merging.merge(make(SHORT), make(LONG), reason="同一系统", by=reviewer, at=DURING)
    browser, url = as_user(reviewer), page("system-split", merged)
    assert browser.post(url, {"split-reason": ""}).status_code == 422
    for sentence in ("恢复", "已经由他人拆分"):
        response = browser.post(url, {"split-reason": "两套系统"}, follow=True)
        assert sentence in response.content.decode()
    assert Entry.objects.filter(system_name=SHORT).count() == 2
    assert SystemMerge.objects.get().undone_by == reviewer


def test_what_is_refused_stays_on_the_form(answered, make, reviewer, as_user):
    browser, system = as_user(reviewer), make(LONG)
    taken = browser.post(page("system-name-add", system), {"name": SHORT})
    assert taken.status_code == 422 and "请用“合并”" in taken.content.decode()
    assert f'value="{SHORT}"' in taken.content.decode()
    browser.post(page("system-name-add", system), {"name": "出入境老系统"})
    browser.post(page("system-level", system), {"level": "ministry_vertical"})
    browser.post(page("system-rename", system), {"name": "出入境系统", "reason": "统一"})
    system.refresh_from_db()
    assert (system.name, system.level) == ("出入境系统", "ministry_vertical")
    browser.post(page("system-level", system), {"level": "none"})
    system.refresh_from_db()
    assert system.level == ""
    for name in system.names.exclude(name=system.name):
        browser.post(page("system-name-remove", name))
    assert [name.name for name in system.names.all()] == ["出入境系统"]


def test_lists_of_systems_cost_the_same_for_many(answered, make, reviewer, as_user):
    browser = as_user(reviewer)
    pages = [page("system-list"), page("difference-list"), page("system-detail", make(LONG))]

    def costs():
        found = []
        for url in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            found.append(len(queries))
        return found

    few = costs()
    for number in range(30):
        make(f"第{number}号业务系统")
    put(Entry.objects.filter(system=None), make(LONG), state=RowState.SUBMITTED)
    Task.objects.update(first_submitted_at=DURING)
    assert all(many <= one + 2 for many, one in zip(costs(), few, strict=True))
    assert max(few) <= 20


@pytest.fixture
def both_districts(tasks, make):
    """Both districts and the city reported; 上城区 names another system for 许可-90001-000."""
    Task.objects.update(first_submitted_at=DURING)
    Entry.objects.update(**FACTS | {"state": RowState.SUBMITTED})
    put(Entry.objects.all(), make("市人力社保一体化系统"))
    return tasks


def _rows(code, **where):
    return Entry.objects.filter(matter__base_code=code, **where)


def test_only_codes_with_several_answers_are_listed(both_districts, make, town):
    other = make("金保工程")
    put(_rows("许可-90001-000", task__unit=town.shangcheng_renshe), other)
    put(_rows("给付-90004-000", task__unit=town.xiacheng_minzheng), make("市人力社保一体化系统"),
        level="standalone")  # fmt: skip
    lines = differences.with_variants(differences.differing())
    assert [line["code"] for line in lines] == ["许可-90001-000", "给付-90004-000"]
    common, rare = lines[0]["variants"]
    assert (common["n"], rare["n"]) == (2, 1)
    assert common["city"] and [name for name, _task in common["districts"]] == ["下城区"]
    assert rare["answer"]["name"] == "金保工程" and rare["into"] == common["system"]
    assert [line["code"] for line in differences.differing(kind="level")] == ["给付-90004-000"]
    assert [line["code"] for line in differences.differing(unit=town.renshe)] == ["许可-90001-000"]
    assert not differences.differing(unit=town.gongan)


def test_no_system_is_an_answer_too(both_districts, town):
    rows = _rows("许可-90001-000", task__unit=town.xiacheng_renshe)
    rows.update(system=None, system_name="", system_level="no_system")
    (line,) = differences.with_variants(differences.differing(kind="system"))
    assert line["variants"][1]["answer"] == {"name": "", "level": "无业务系统（手工办理）"}
    assert line["variants"][1]["into"] is None


def test_drafts_make_no_difference(both_districts, make, town):
    rows = _rows("许可-90001-000", task__unit=town.shangcheng_renshe)
    put(rows, make("金保工程"))
    rows.update(state=RowState.DRAFT)
    assert not differences.differing()
    rows.update(state=RowState.SUBMITTED)
    Task.objects.filter(unit=town.shangcheng).update(first_submitted_at=None)
    assert not differences.differing()


def test_a_district_sees_its_own_rows_and_only_counts_of_others(
    both_districts, make, town, collector, other_collector, as_user
):
    put(_rows("许可-90001-000", task__unit=town.shangcheng_renshe), make("金保工程"))
    (line,) = differences.described(differences.against_others(town.shangcheng))
    assert line["mine"]["name"] == "金保工程"
    assert line["city"]["name"] == line["districts"]["name"] == "市人力社保一体化系统"
    assert (line["districts"]["n"], line["districts"]["of"]) == (1, 1)
    text = as_user(collector).get(page("difference-list")).content.decode()
    assert "金保工程" in text and "下城区" not in text
    # Of the two others in town one says this, one that: told without a name.
    text = as_user(other_collector).get(page("difference-list")).content.decode()
    assert "金保工程" in text and "上城区" not in text


def test_the_own_draft_is_held_against_reported_answers_only(both_districts, make, town):
    rows = _rows("许可-90001-000", task__unit=town.shangcheng_renshe)
    put(rows, make("金保工程"), state=RowState.DRAFT)
    assert len(differences.against_others(town.shangcheng)) == 1
    Entry.objects.exclude(pk__in=rows).update(state=RowState.DRAFT)
    assert differences.against_others(town.shangcheng) == []


@pytest.mark.postgresql
def test_the_rows_of_a_system_are_found_by_index(answered, make):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = ledger.rows_of(make(LONG)).explain()
    assert "tasks_entry_system_id" in plan
