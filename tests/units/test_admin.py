"""The admin site: units changed with a reason, people imported, the trail only read."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from units.models import Action, Event, Role, Unit, User

IMPORT = reverse("admin:units_user_import")


def unit_page(unit):
    return reverse("admin:units_unit_change", args=[unit.pk])


def unit_data(unit, *, alias="", **changes):
    """The change form as a browser sends it, with one line for a new alias."""
    names = ["name", "short_name", "level", "kind", "gb_code", "local_code", "sort_order"]
    existing = list(unit.aliases.all())
    data = {name: getattr(unit, name) for name in names}
    data |= {
        "org_code": "",
        "valid_from": "",
        "valid_to": "",
        "successor": "",
        "reason": "机构改革",
    }
    data |= {"aliases-TOTAL_FORMS": len(existing) + 1, "aliases-INITIAL_FORMS": len(existing)}
    for number, row in enumerate(existing):
        data |= {f"aliases-{number}-id": row.pk, f"aliases-{number}-name": row.name}
        data[f"aliases-{number}-unit"] = unit.pk
    data[f"aliases-{len(existing)}-name"] = alias
    return {**data, **changes}


def book(*rows):
    """A list of people as an office sends it: a title above, the columns in another order."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["人员账号表"])
    sheet.append(["姓名", "账号", "所属单位", "角色", "手机"])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return SimpleUploadedFile("people.xlsx", stream.getvalue())


def upload(client, *rows):
    """Send the list, and confirm it when the preview lets us."""
    preview = client.post(IMPORT, {"import_file": book(*rows), "format": "0", "resource": "0"})
    form = preview.context.get("confirm_form")
    if form is not None:
        client.post(reverse("admin:units_user_process_import"), form.initial)
    return preview


def test_a_unit_is_changed_with_its_reason_on_record(as_user, admin, town):
    data = unit_data(town.gongan, short_name="市公安局（新）", alias="市局")
    response = as_user(admin).post(unit_page(town.gongan), data)
    assert response.status_code == 302
    event = Event.objects.of(town.gongan).get()
    assert (event.action, event.by, event.reason) == (Action.EDIT, admin, "机构改革")
    assert event.changes == {
        "short_name": ["市公安局", "市公安局（新）"],
        "aliases": ["", "市局"],
    }


def test_the_parent_of_a_unit_does_not_move(as_user, admin, town):
    data = unit_data(town.shangcheng_renshe, parent=town.xiacheng.pk)
    as_user(admin).post(unit_page(town.shangcheng_renshe), data)
    assert Unit.objects.get(pk=town.shangcheng_renshe.pk).parent == town.shangcheng


@pytest.mark.parametrize("model", ["unit", "user", "event", "job", "rostermember"])
def test_nothing_is_deleted_here(as_user, admin, town, model):
    url = reverse(f"admin:units_{model}_delete", args=[town.renshe.pk])
    assert as_user(admin).post(url, {"post": "yes"}).status_code in {302, 403}
    assert Unit.objects.filter(pk=town.renshe.pk).exists()


def test_the_trail_cannot_be_changed_here(as_user, admin, town):
    event = Event.objects.record(
        Action.EDIT, by=admin, at=admin.date_joined, subject=town.renshe, label="原样"
    )
    url = reverse("admin:units_event_change", args=[event.pk])
    client = as_user(admin)
    assert client.get(url).status_code == 200
    assert client.post(url, {"label": "改过"}).status_code == 403
    event.refresh_from_db()
    assert event.label == "原样"


def test_people_are_imported_without_a_usable_password(as_user, admin, town):
    upload(
        as_user(admin),
        ["辛人", "xinren", "上城区·区人力社保局", "具体工作人员", "１９９００００００９１"],
    )
    person = User.objects.get(username="xinren")
    assert (person.unit, person.role) == (town.shangcheng_renshe, Role.FILLER)
    assert person.phone == "19900000091"
    assert not person.has_usable_password()
    assert Event.objects.of(person).get().by == admin


def test_a_unit_is_known_by_its_alias(as_user, admin, town):
    upload(as_user(admin), ["辛人", "xinren", "市人社局", "处室负责人", ""])
    assert User.objects.get(username="xinren").unit == town.renshe


@pytest.mark.parametrize(
    ("unit", "role", "sentence"),
    [
        ("区人力社保局", "具体工作人员", "有多个"),
        ("市某某局", "具体工作人员", "没有名为"),
        ("市公安局", "国王", "没有名为"),
        ("市公安局", "市局管理员", "该角色不能设在所选单位"),
    ],
)
def test_a_bad_line_stops_the_import_with_a_sentence(as_user, admin, unit, role, sentence):
    preview = upload(
        as_user(admin),
        ["辛人", "xinren", unit, role, ""],
        ["甲人", "jiaren", "市公安局", "具体工作人员", ""],
    )
    assert sentence in preview.text
    assert not User.objects.filter(username__in=["xinren", "jiaren"]).exists()


def test_the_same_list_twice_changes_nothing(as_user, admin, town):
    row = ["辛人", "xinren", "市公安局", "具体工作人员", "19900000091"]
    for _time in range(2):
        upload(as_user(admin), row)
    assert Event.objects.of(User.objects.get(username="xinren")).count() == 1


def test_an_import_never_takes_the_last_administrator_away(as_user, admin, town):
    upload(as_user(admin), ["管理员", "admin", "市公安局", "具体工作人员", ""])
    admin.refresh_from_db()
    assert (admin.role, admin.unit) == (Role.ADMIN, town.bureau)


@pytest.mark.parametrize(
    ("model", "header"), [("unit", "全称"), ("user", "账号"), ("rostermember", "小组职责")]
)
def test_tables_are_exported_as_workbooks_on_record(as_user, admin, model, header):
    url = reverse(f"admin:units_{model}_export")
    response = as_user(admin).post(url, {"format": "0", "resource": "0"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    assert header in [cell.value for cell in sheet[1]]
    assert Event.objects.filter(action=Action.EXPORT, by=admin).count() == 1
