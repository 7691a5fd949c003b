"""The tables of units and people, and the list of people an administrator imports."""

import io
from datetime import datetime

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets
from import_export.formats.base_formats import Format

from yichuang.xlsx.headers import Record, find_headers, records
from yichuang.xlsx.reading import read_workbook
from yichuang.xlsx.writing import Column, Kind

from . import accounts
from .forms import PersonForm
from .models import Role, Unit, UnitKind, UnitLevel, User, normalise_name
from .permissions import Permission
from .tables import TableField, TableResource

HEADERS = {
    "username": ("账号", "用户名", "登录名", "username"),
    "name": ("姓名", "name"),
    "unit": ("单位", "所属单位", "unit"),
    "role": ("角色", "role"),
    "division": ("处（科）室", "处室", "division"),
    "phone": ("联系电话", "电话", "手机", "phone"),
}
REQUIRED = ("username", "name", "unit", "role")


class UnitTable(TableResource):
    """Units in official order."""

    permission = Permission.ACCOUNTS
    order = ("sort_order", "pk")

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    name = TableField(Column("全称", 30), "name")
    short_name = TableField(Column("简称", 16), "short_name")
    kind = TableField(Column("类别", 14, Kind.SHORT), "kind", choices=UnitKind)
    level = TableField(Column("层级", 12, Kind.SHORT), "level", choices=UnitLevel)
    parent = TableField(Column("上级", 16), "parent__short_name")
    gb_code = TableField(Column("行政区划代码", 14, Kind.CODE), "gb_code")
    local_code = TableField(Column("本地代码", 14, Kind.CODE), "local_code")

    class Meta:
        model = Unit
        name = "单位"


class PersonTable(TableResource):
    """People by unit; the columns are those of the import."""

    permission = Permission.ACCOUNTS
    order = ("unit__sort_order", "unit_id", "pk")
    reads = ("unit__kind", "unit__short_name", "unit__parent__short_name")

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    username = TableField(Column("账号", 16), "username")
    name = TableField(Column("姓名", 10), "name")
    unit = TableField(Column("单位", 24))
    role = TableField(Column("角色", 16, Kind.SHORT), "role", choices=Role)
    division = TableField(Column("处（科）室", 18), "division")
    phone = TableField(Column("联系电话", 24, Kind.CODE), "phone", phone=True)

    class Meta:
        model = User
        name = "人员账号"

    def dehydrate_unit(self, row):
        if row["unit__kind"] == UnitKind.DISTRICT_DEPARTMENT:
            return f"{row['unit__parent__short_name']}·{row['unit__short_name']}"
        return row["unit__short_name"]


class Workbook(Format):
    """A workbook as offices send it: the header is found by its words, cells are read as text."""

    def __init__(self, encoding=None):
        # django-import-export offers the encoding of text formats to every format.
        super().__init__()

    def get_title(self):
        return "xlsx"

    def get_extension(self):
        return "xlsx"

    def can_import(self):
        return True

    def create_dataset(self, in_stream, **kwargs):
        dataset = tablib.Dataset(headers=list(HEADERS))
        sheets = read_workbook(io.BytesIO(in_stream))
        for sheet, header in find_headers(sheets, HEADERS, REQUIRED):
            for record in records(sheet, header):
                if isinstance(record, Record):
                    dataset.append([record.values.get(name, "") for name in HEADERS])
        return dataset


class UnitWidget(widgets.Widget):
    """A unit by any of its names; a district's department with its district before it."""

    def __init__(self):
        super().__init__()
        self._units: dict[str, set[Unit]] | None = None

    def clean(self, value, row=None, **kwargs):
        found = self._by_name().get(normalise_name(value or ""), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValueError(_("“%(name)s”有多个，请写成“上城区·区人力社保局”。") % {"name": value})
        raise ValueError(_("没有名为“%(name)s”的单位。") % {"name": value})

    def render(self, value, obj=None, **kwargs):
        return value.full_label if value else ""

    def _by_name(self):
        if self._units is None:
            self._units = {}
            units = Unit.objects.select_related("parent").prefetch_related("aliases")
            for unit in units:
                aliases = [alias.name for alias in unit.aliases.all()]
                for name in {unit.name, unit.short_name, unit.full_label, *aliases}:
                    self._units.setdefault(normalise_name(name), set()).add(unit)
        return self._units


class RoleWidget(widgets.CharWidget):
    """A role by its Chinese word; the code is understood as well."""

    def clean(self, value, row=None, **kwargs):
        text = (value or "").strip()
        for role in Role:
            if text in {role.value, role.label}:
                return role.value
        raise ValueError(
            _("没有名为“%(name)s”的角色。可填：%(roles)s。")
            % {"name": text, "roles": "、".join(str(role.label) for role in Role)}
        )

    def render(self, value, obj=None, **kwargs):
        return str(Role(value).label) if value else ""


class PersonImport(resources.ModelResource):
    """New accounts cannot be signed in to until an administrator gives them a password."""

    unit = fields.Field("unit", column_name="unit", widget=UnitWidget())
    role = fields.Field("role", column_name="role", widget=RoleWidget())

    class Meta:
        model = User
        name = gettext_lazy("人员账号")
        fields = tuple(HEADERS)
        import_id_fields = ("username",)
        skip_unchanged = True
        store_instance = True

    def __init__(self, *, by: User, at: datetime, **kwargs):
        super().__init__(**kwargs)
        self.by, self.at = by, at

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The form of the page judges a line of the list as well."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        values = {name: getattr(instance, name) for name in HEADERS if name != "unit"}
        before = User.objects.filter(pk=instance.pk).first()
        form = PersonForm({**values, "unit": instance.unit_id}, instance=before, editor=self.by)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        for name in HEADERS:
            setattr(instance, name, form.cleaned_data[name])

    def do_instance_save(self, instance, is_create):
        if is_create:
            accounts.open_closed_account(instance, by=self.by, at=self.at)
        else:
            accounts.change(instance, by=self.by, at=self.at)
