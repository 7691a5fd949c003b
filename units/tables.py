"""Exported tables as django-import-export resources: what each column reads and shows."""

from collections.abc import Callable, Iterator
from operator import itemgetter

from django.utils.translation import override
from import_export import fields, resources

from yichuang.xlsx.writing import Column, Kind

from .models import RosterDuty, RosterMember, User
from .permissions import Permission, may
from .phones import mask

ROWS_AT_ONCE = 2_000


class TableField(fields.Field):
    """A column of a table. `choices` turns stored values into the official words; a column
    that is not `printed` stands only in the data edition."""

    def __init__(self, column: Column, attribute=None, *, choices=None, phone=False, printed=True):
        super().__init__(attribute=attribute, column_name=column.title, readonly=True)
        self.column = column
        self.choices = choices
        self.phone = phone
        self.printed = printed


class TableResource(resources.Resource):
    """Reads plain values instead of objects, so that memory does not grow with the rows.

    Pages, jobs and the admin site all write a table from the one resource that defines it, as
    `reader` may see it; without a reader telephone numbers are masked and drafts left blank.
    """

    permission = Permission.EXPORT_ALL
    order: tuple[str, ...] = ("pk",)
    reads: tuple[str, ...] = ()  # what the dehydrate methods need beside the attributes

    def __init__(self, *, reader: User | None = None, printed: bool = False, **kwargs):
        super().__init__(**kwargs)
        self.reader = reader
        own = reader is not None and not reader.sees_everything
        self.masked = not own and not (reader and may(reader, Permission.READ_PHONES))
        # The bureau reads what was reported; a draft is the unit's own (A3-7).
        self.sees_drafts = own
        self.printed = printed
        # 导出始终为中文: the interface may be English, the official sheet never is.
        with override("zh-hans"):
            self._words = {
                name: {choice.value: str(choice.label) for choice in field.choices}
                for name, field in self.fields.items()
                if field.choices
            }

    @classmethod
    def get_display_name(cls):
        return cls._meta.name

    def get_user_visible_fields(self):
        return self.get_export_fields()

    def narrow(self, queryset):
        """The rows of `queryset` that belong into this table."""
        return queryset

    @property
    def columns(self) -> list[Column]:
        return [field.column for field in self._shown().values()]

    def rows(self, queryset) -> Iterator[list]:
        """One list of shown values per row, in the official order."""
        readers = [self._reader(name, field) for name, field in self._shown().items()]
        for row in self.iter_queryset(queryset):
            yield [read(row) for read in readers]

    def iter_queryset(self, queryset) -> Iterator[dict]:
        names = {field.attribute for field in self.fields.values() if field.attribute}
        rows = self.narrow(queryset).order_by(*self.order).values(*names, *self.reads)
        for number, row in enumerate(rows.iterator(chunk_size=ROWS_AT_ONCE), 1):
            row["number"] = number
            yield row

    def export_field(self, field, instance, **kwargs):
        return self._reader(self.get_field_name(field), field)(instance)

    def _shown(self) -> dict[str, TableField]:
        shown = {name: self.fields[name] for name in self.get_export_order()}
        return {name: field for name, field in shown.items() if field.printed or not self.printed}

    def _reader(self, name: str, field: TableField) -> Callable[[dict], object]:
        read = getattr(self, f"dehydrate_{name}", None)
        if read is None:
            words, attribute = self._words.get(name), field.attribute
            if words:
                return lambda row: words.get(row[attribute], row[attribute])
            read = itemgetter(attribute)
        if field.phone and self.masked:
            return lambda row: mask(read(row))
        return read

    def dehydrate_serial(self, row):
        return row["number"]


class RosterResource(TableResource):
    """附件4: the working group, in the order of units and of rank inside a unit."""

    order = ("unit__sort_order", "unit_id", "rank", "pk")

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    unit = TableField(Column("单位", 18, Kind.SHORT, merged=True), "unit__short_name")
    duty = TableField(Column("小组职责", 24, Kind.SHORT), "duty", choices=RosterDuty)
    name = TableField(Column("姓名", 10, Kind.SHORT), "name")
    division = TableField(Column("处（科）室", 18), "division")
    position = TableField(Column("职务", 14), "position")
    office_phone = TableField(Column("办公电话", 18, Kind.CODE), "office_phone", phone=True)
    mobile = TableField(Column("手机", 18, Kind.CODE), "mobile", phone=True)
    remark = TableField(Column("备注", 20), "remark")

    class Meta:
        model = RosterMember
        name = "附件4 工作小组人员名单"
