"""A library workbook whose header is not certain: a person picks it, once for all such files."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from matters import catalogue
from matters.models import LibraryUpload, Matter, PickedHeader, UploadState
from tests.matters.library_books import AT, HEADER, THREE, applied, line, upload_of
from units.models import Action, Event, Job

CREATE = reverse("matters:upload-create")
# What an office may have written over the columns; only the first is a name we know.
OWN_WORDS = {
    "权力编码": "权力编码",
    "事项名称": "办什么事",
    "事项类型": "哪一类",
    "办理对象": "给谁办",
    "所属部门": "归哪家管",
    "2017年办件量": "去年办了多少",
}
COLUMNS = {"column_0": "base_code", "column_1": "name", "column_2": "type",
           "column_3": "client", "column_4": "unit"}  # fmt: skip


@pytest.fixture
def browser(as_user, admin):
    return as_user(admin)


def own(lines=THREE, title="本局事项", **how):
    """A table in the office's own words, under a title row."""
    rows = [{word: values[name] for name, word in OWN_WORDS.items()} for values in lines]
    return upload_of(rows, header=list(OWN_WORDS.values()), above=[[title]], **how)


@pytest.fixture
def unclear(admin):
    return catalogue.receive(own(), by=admin, at=AT)


def address(name, upload):
    return reverse(f"matters:upload-{name}", args=[upload.pk])


def picked(*, sheet="Sheet", row="2", **changes):
    return {"sheet": sheet, "row": row} | COLUMNS | changes


def two_columns_of_one_name():
    """All that is required, and two columns 所属部门 that disagree."""
    rows = [values | {"所属 部门": "市公安局"} for values in THREE]
    return upload_of(rows, header=[*HEADER, "所属 部门"])


def test_an_unknown_header_is_kept_and_leads_to_picking_the_columns(browser):
    answer = browser.post(CREATE, {"file": own()}, follow=True)
    upload = LibraryUpload.objects.get()
    assert (upload.state, answer.redirect_chain[-1]) == (
        UploadState.UNCLEAR,
        (address("columns", upload), 302),
    )
    assert "第 2 行像是表头，但缺少这些列：事项名称、事项类型、办理对象、所属部门" in answer.text
    assert "去年办了多少" in answer.text and "职业介绍许可" in answer.text


def test_the_likely_row_and_the_known_column_are_chosen_beforehand(browser, unclear):
    answer = browser.get(address("columns", unclear))
    assert answer.context["picker"].header_rows == (2,)
    fields = {column.label: field.initial for column, field in answer.context["form"].columns}
    assert (fields["权力编码"], fields["办什么事"]) == ("base_code", "")


def test_another_row_can_be_taken_for_the_header(browser, unclear):
    answer = browser.get(address("columns", unclear), {"sheet": "Sheet", "row": "3"})
    assert answer.context["picker"].header_rows == (3,)
    assert [column.label for column, _field in answer.context["form"].columns][1] == "职业介绍许可"


def test_the_columns_picked_are_read_and_the_rest_is_kept_as_written(browser, unclear):
    answer = browser.post(address("pick", unclear), picked(), follow=True)
    assert "将新增 3 项" in answer.text
    assert "识别的列：权力编码、事项名称（办什么事）、" in answer.text
    unclear.refresh_from_db()
    assert (unclear.state, unclear.plan["counts"]["added"]) == (UploadState.PREVIEWED, 3)
    applied(unclear, unclear.uploaded_by)
    matter = Matter.objects.get(name="职业介绍许可")
    assert (matter.extra, matter.volume) == ({"去年办了多少": "120"}, None)


def test_required_columns_that_were_not_picked_are_named_at_once(browser, unclear):
    answer = browser.post(address("pick", unclear), picked(column_3="", column_4=""))
    assert answer.status_code == 422
    assert "还须指定这些列：办理对象、所属部门。" in answer.text
    unclear.refresh_from_db()
    assert (unclear.state, unclear.mapping) == (UploadState.UNCLEAR, {})


def test_a_field_picked_twice_and_the_choices_made_stay_on_the_page(browser, unclear):
    answer = browser.post(address("pick", unclear), picked(column_5="name"))
    assert "“事项名称”选了两列" in answer.text
    values = {column.name: field.value() for column, field in answer.context["form"].columns}
    assert values == COLUMNS | {"column_5": "name"}


def test_the_same_words_are_known_the_next_time(browser, unclear, admin):
    browser.post(address("pick", unclear), picked(column_5="volume"))
    again = catalogue.receive(own(THREE[:2], title="另一年"), by=admin, at=AT)
    assert (again.state, again.plan["counts"]["added"]) == (UploadState.PREVIEWED, 2)
    assert again.plan["sheets"][0]["columns"]["volume"] == "去年办了多少"


def test_a_second_reading_of_the_same_words_replaces_the_first(browser, unclear):
    browser.post(address("pick", unclear), picked())
    browser.post(address("pick", unclear), picked(column_5="volume"))
    known = PickedHeader.objects.get()
    assert known.columns["volume"] == 5


def test_what_was_picked_stands_in_the_history(browser, unclear, admin):
    browser.post(address("pick", unclear), picked())
    event = Event.objects.of(unclear).first()
    assert (event.action, event.by) == (Action.EDIT, admin)
    words = "Sheet 第 2 行：权力编码 A、事项名称 B、事项类型 C、办理对象 D、所属部门 E"
    assert event.changes["mapping"] == ["", words]
    browser.post(address("pick", unclear), picked(column_5="volume"))
    again = Event.objects.of(unclear).first().changes["mapping"]
    assert again == [words, f"{words}、2017年办件量（件） F"]


def test_two_columns_of_one_name_are_asked_about_with_the_sentence(browser):
    answer = browser.post(CREATE, {"file": two_columns_of_one_name()}, follow=True)
    upload = LibraryUpload.objects.get()
    assert upload.state == UploadState.UNCLEAR
    assert "请指定读哪一列" in answer.text


def test_a_header_that_was_found_can_be_corrected_from_the_preview(browser, admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    link = f"{address('columns', upload)}?sheet=Sheet"
    assert link in browser.get(address("detail", upload)).text
    form = browser.get(link).context["form"]
    data = {column.name: field.initial for column, field in form.columns}
    swapped = {name: "sub_item" if field == "name" else field for name, field in data.items()}
    swapped["column_3"] = "name"
    browser.post(address("pick", upload), {"sheet": "Sheet", "row": "1"} | swapped)
    upload.refresh_from_db()
    # The sub-items are empty: as names they are refused, row by row.
    assert (upload.state, upload.plan["counts"]["refused"]) == (UploadState.PREVIEWED, 3)


def test_a_sheet_without_a_header_is_named_beside_those_that_were_read(browser, admin):
    upload = catalogue.receive(two_sheets(), by=admin, at=AT)
    assert (upload.plan["counts"]["added"], upload.plan["unread"]) == (
        3,
        [{"name": "区县", "rows": 2}],
    )
    answer = browser.get(address("detail", upload)).text
    assert "这些工作表没有可识别的表头，未读取" in answer and "区县：2 行" in answer
    browser.post(address("pick", upload), picked(sheet="区县", row="1"))
    upload.refresh_from_db()
    assert (upload.plan["counts"]["added"], upload.plan["unread"]) == (4, [])


def two_sheets():
    book = load_workbook(upload_of(THREE))
    more = book.create_sheet("区县")
    more.append(list(OWN_WORDS.values()))
    other = line("X", "许可-90009-000", 事项名称="第四项")
    more.append([other[name] for name in OWN_WORDS])
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("两表.xlsx", stream.getvalue())


def test_a_plan_made_anew_keeps_what_was_picked(browser, unclear):
    browser.post(address("pick", unclear), picked())
    PickedHeader.objects.all().delete()
    unclear.refresh_from_db()
    catalogue.compare_again(unclear)
    assert (unclear.state, unclear.plan["counts"]["added"]) == (UploadState.PREVIEWED, 3)


def test_an_unclear_upload_can_be_given_up_but_not_confirmed(browser, unclear):
    browser.post(address("apply", unclear))
    assert not Job.objects.exists()
    browser.post(address("cancel", unclear))
    unclear.refresh_from_db()
    assert unclear.state == UploadState.CANCELLED
    assert browser.get(address("columns", unclear)).status_code == 404


def test_picking_after_somebody_has_confirmed_is_told_and_changes_nothing(admin, unclear):
    mapping = {
        "rows": [2],
        "columns": {"base_code": 0, "name": 1, "type": 2, "client": 3, "unit": 4},
    }
    LibraryUpload.objects.filter(pk=unclear.pk).update(state=UploadState.APPLYING)
    assert not catalogue.pick(unclear, "Sheet", mapping, by=admin, at=AT)
    unclear.refresh_from_db()
    assert (unclear.state, unclear.mapping) == (UploadState.APPLYING, {})
    assert not PickedHeader.objects.exists()


@pytest.mark.parametrize("asked", [{"sheet": "没有"}, {"sheet": ""}])
def test_a_sheet_the_file_does_not_have_is_not_found(browser, unclear, asked):
    assert browser.get(address("columns", unclear), asked).status_code == 404


@pytest.mark.parametrize("row", ["99", "x", "-1", "9" * 30])
def test_a_row_the_sheet_does_not_have_gives_way_to_the_likely_one(browser, unclear, row):
    answer = browser.get(address("columns", unclear), {"row": row})
    assert answer.context["picker"].header_rows == (2,)


def test_the_page_costs_the_same_for_a_long_sheet(browser, admin, django_assert_max_num_queries):
    lines = [line(f"N{n}", f"许可-{n:05}-000") for n in range(600)]
    upload = catalogue.receive(own(lines), by=admin, at=AT)
    with django_assert_max_num_queries(9):
        answer = browser.get(address("columns", upload))
    assert len(answer.context["picker"].rows) == 14
