"""The official sheet around the rows: who fills in, the notes below, the summary in front."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import override

from tasks.models import (
    Entry,
    Funding,
    FundingState,
    ObligationKind,
    RowState,
    Submission,
    Task,
)
from tasks.models.rows import COUNTED, LEFT_OUT
from units.phones import mask
from yichuang.templatetags.ui import last_day, share
from yichuang.xlsx.writing import Column, Kind, PrintSheet

from .resources import RESERVE

# 事项所在系统层级, domain §3.7 and Q9.
LEVELS = (
    "事项所在系统层级：部委垂管、省级垂管指由国家部委、省级部门统一建设并管理，本级只登录使用、"
    "不能改动或开放接口的系统；省级自建、市级自建、区县（市）自建指由相应层级部门自行建设、"
    "可由该层级开发接口的系统；独立部署指上级统一的系统在本地单独部署；没有系统的填“无业务系统"
    "（手工办理）”，暂不清楚的填“待核实”。"
)
VOLUME = "办件量为2017年1月至12月的办件数，单位为件，填写确切数字。"
FIXED = "事项不得新增、变更、删除；如有变化，请在省权力事项管理平台办理后由市数据资源局更新。"
ROSTER = "分管领导牵头，处（科）室负责，具体工作人员主抓，三类人员至少各1名；联络员须留联系电话。"
COMPANY = "技术对接人员含承建公司人员，请在备注中注明公司名称。"
OBJECTION = "不能接入的事项须写明原因、部门联系人和联系电话。"

SUMMARY = (
    Column("序号", 6, Kind.SERIAL),
    Column("区、县（市）", 34, Kind.TEXT),
    Column("应报（项）", 14, Kind.NUMBER),
    Column("已报（项）", 14, Kind.NUMBER),
    Column("退回（项）", 14, Kind.NUMBER, "其中"),
    Column("通过（项）", 14, Kind.NUMBER, "其中"),
    Column("完成率（通过/应报）", 24, Kind.SHORT),
)


def sheets(export, *, at: datetime, meter) -> Iterator[PrintSheet]:
    """One sheet; the collected attachment 3 has a summary and one sheet per district."""
    if export.unit is None and export.obligation.kind == ObligationKind.DISTRICT_LIST:
        yield from _collected(export, at, meter)
    else:
        name = export.unit.short_name if export.unit else export.mark
        yield _sheet(export, name, export.unit, at, meter)


def _collected(export, at, meter) -> Iterator[PrintSheet]:
    tasks = Task.objects.filter(obligation=export.obligation).owed().select_related("unit")
    tasks = list(tasks.in_official_order())
    if export.chosen is None:
        yield _summary(export, tasks, at)
    for number, task in enumerate(tasks, 1):
        if export.chosen is None or export.resource().narrow(export.rows(task.unit)).exists():
            yield _sheet(export, f"{number:02d}{task.unit.short_name}", task.unit, at, meter)


def _sheet(export, name, unit, at, meter) -> PrintSheet:
    resource = export.resource()
    columns = resource.columns
    remark = next(i for i, column in enumerate(columns) if column.title.startswith("备注"))
    return PrintSheet(
        name=name,
        mark=export.mark,
        title=export.title,
        columns=columns,
        rows=meter(resource.rows(export.rows(unit))),
        head_line=_head_line(export, unit, at, resource.masked),
        notes=numbered(_notes(export, unit)),
        is_grey=lambda values: values[remark] == RESERVE,
    )


def _head_line(export, unit, at, masked=False) -> tuple[str, ...]:
    if unit is None:
        today = chinese_date(timezone.localtime(at).date())
        return f"汇总单位（盖章）：{export.campaign.issuer}", f"汇总日期：{today}"
    signed = Submission.objects.filter(task__obligation=export.obligation, task__unit=unit)
    last = signed.standing().newest_first().first()
    if last is None:
        return unsigned_line(unit)
    phone = mask(last.contact_phone) if masked else last.contact_phone
    return (
        f"填报单位（盖章）：{unit.name}",
        f"填报人：{last.contact_name}",
        f"联系电话：{phone}",
        f"填报日期：{chinese_date(timezone.localtime(last.at).date())}",
    )


def unsigned_line(unit) -> tuple[str, ...]:
    blank = "填报日期：　　　　年　　月　　日"
    return f"填报单位（盖章）：{unit.name}", "填报人：", "联系电话：", blank


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notes(export, unit) -> list[str]:
    campaign, obligation = export.campaign, export.obligation
    notes = list(_WORDS[export.table](export, unit))
    notes += closing_words(campaign, obligation and obligation.due_at)
    return notes


def closing_words(campaign, due_at: datetime | None) -> Iterator[str]:
    if due_at:
        yield f"请于{chinese_date(last_day(due_at))}前报送。"
    if campaign.help_contact:
        yield f"咨询电话：{campaign.help_contact}。"


def _ranking_words(export, unit):
    top_n = export.campaign.top_n
    yield "按2017年办件量从高到低排列，办件量相同的按权力编码排列。"
    yield f"前{top_n}项为应接入事项，其余为候补；疑义成立的，由后续名次依次递补。"
    if export.answers:
        yield OBJECTION


def _list_words(export, unit):
    yield from (LEVELS, VOLUME, FIXED)
    rows = export.rows(unit).filter(task__obligation=export.obligation)
    gone = rows.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in sorted(LEFT_OUT)}
    )
    yield from left_out_words(gone)


def left_out_words(gone: dict[str, int]) -> Iterator[str]:
    """Why the list is shorter than it was; `gone` counts rows by their state."""
    if any(gone.values()):
        excluded = gone.get(RowState.EXCLUDED.value, 0)
        cancelled = gone.get(RowState.CANCELLED.value, 0)
        yield f"已扣除疑义成立{excluded}项、库已取消{cancelled}项。"


def _roster_words(export, unit):
    yield from (ROSTER, COMPANY)
    said = Funding.objects.filter(task__obligation=export.obligation)
    if unit is None:
        yield from _funding_of_all(export, said)
    elif one := said.filter(task__unit=unit).first():
        note = f"（{one.note}）" if one.note else ""
        yield f"经费保障：{one.get_state_display()}{note}。"


def _funding_of_all(export, said):
    """How many units said what of their money (S4), and how many said nothing."""
    counts = dict(said.order_by().values_list("state").annotate(n=Count("pk")))
    if counts:
        owed = Task.objects.filter(obligation=export.obligation).count()
        words = [f"{state.label}{counts[state]}个" for state in FundingState if state in counts]
        unsaid = owed - sum(counts.values())
        yield f"经费保障（单位数）：{'、'.join([*words, f'未填写{unsaid}个'])}。"


_WORDS = {"1": _ranking_words, "2": _list_words, "3": _list_words, "4": _roster_words}


def numbered(notes: list[str]) -> tuple[str, ...]:
    return tuple(f"{number}．{note}" for number, note in enumerate(notes, 1))


def _summary(export, tasks, at) -> PrintSheet:
    """District × should / reported / returned / approved / % (domain §4.3)."""
    figures = _figures(export)
    rows = [
        _line(number, task.unit.name, figures.get(task.pk, dict.fromkeys(_FIGURES, 0)))
        for number, task in enumerate(tasks, 1)
    ]
    totals = {name: sum(row[name] for row in figures.values()) for name in _FIGURES}
    return PrintSheet(
        name="汇总",
        mark=export.mark,
        title=f"{export.title}汇总表",
        columns=SUMMARY,
        rows=[*rows, _line(None, "合计", totals)],
        head_line=_head_line(export, None, at),
        notes=numbered(["已报指已报送市数据资源局的事项，含退回修改和通过的事项。"]),
    )


_FIGURES = {
    "should": COUNTED,
    "reported": Q(state__in=[RowState.SUBMITTED, RowState.RETURNED, RowState.APPROVED]),
    "returned": Q(state=RowState.RETURNED),
    "approved": Q(state=RowState.APPROVED),
}


def _figures(export) -> dict[int, dict[str, int]]:
    counts = {name: Count("pk", filter=condition) for name, condition in _FIGURES.items()}
    rows = Entry.objects.filter(task__obligation=export.obligation)
    return {row["task__parent"]: row for row in rows.values("task__parent").annotate(**counts)}


def _line(number, name, figures) -> list:
    with override("zh-hans"):
        rate = str(share(figures["approved"], figures["should"]))
    return [number, name, *(figures[key] for key in _FIGURES), rate]
