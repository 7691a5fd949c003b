"""A next library for the tests: the present catalogue as a workbook, with some rows altered."""

from datetime import date, datetime
from functools import partial

from matters import catalogue
from matters.models import Matter
from tasks.library.following import follow
from tasks.models import Entry
from tests.factories import CITY_TIME
from tests.matters.library_books import HEADER, line, upload_of

AT = datetime(2018, 4, 3, 9, 0, tzinfo=CITY_TIME)
ON = date(2018, 4, 3)
COLUMNS = [name for name in HEADER if name != "行使层级"]


def line_of(matter):
    return line(
        matter.inner_code,
        matter.base_code,
        事项名称=matter.name,
        子项名称=matter.sub_item,
        事项类型=matter.get_type_display(),
        办理对象=matter.get_client_display(),
        区县=matter.district.short_name if matter.district else "杭州市",
        所属部门=matter.unit.short_name,
        状态=matter.get_state_display(),
        系统名称=matter.system_hint,
        系统层级=matter.get_level_hint_display(),
        就近可办="是" if matter.nearby else "否",
        **{"2017年办件量": matter.volume},
    )


def lines_with(changes=None, *, gone=(), added=()):
    """The present catalogue, `changes` by matter as `{matter: {column: value}}`."""
    changes = {matter.pk: values for matter, values in (changes or {}).items()}
    gone = {matter.pk for matter in gone}
    matters = Matter.objects.exclude(state="cancelled").select_related("unit", "district")
    kept = [m for m in matters.order_by("sort_order", "pk") if m.pk not in gone]
    return [line_of(matter) | changes.get(matter.pk, {}) for matter in kept] + list(added)


def receive(lines, admin, at=AT):
    return catalogue.receive(upload_of(lines, header=COLUMNS), by=admin, at=at)


def apply(upload, admin, at=AT, on=ON):
    then = partial(follow, by=admin, at=at, on=on)
    return catalogue.apply_upload(upload, by=admin, at=at, on=on, then=then)


def changed(admin, changes=None, *, gone=(), added=(), at=AT, on=ON):
    """Bring in the next library with these differences, and let the lists follow it."""
    upload = receive(lines_with(changes, gone=gone, added=added), admin, at)
    assert upload.plan["counts"]["refused"] == 0, upload.plan["refused"]
    return apply(upload, admin, at, on)


def matters_of(task):
    return list(Matter.objects.filter(entry_rows__task=task).order_by("sort_order"))


def row_of(matter):
    return Entry.objects.get(matter=matter)


def states_of(task):
    return sorted(Entry.objects.filter(task=task).values_list("state", flat=True))
