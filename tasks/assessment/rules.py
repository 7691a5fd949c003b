"""The rules by what they measure (domain §5.6); each judges the frozen facts of one unit."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import FundingState

from .rule import Facts, Parameter, Parameters, Rule, Source, Taken, Unassessed

POINTS, PERCENT = gettext_lazy("分"), "%"
# By what the unit said of its money: the parameter that takes points off, and the words.
NOT_SECURED = {
    FundingState.APPLIED: ("applied", gettext_lazy("经费保障情况为“申请中”。")),
    FundingState.MISSING: ("unfunded", gettext_lazy("经费保障情况为“未落实”。")),
    "": ("unsaid", gettext_lazy("没有填写经费保障情况。")),
}


def on_time(facts: Facts, set_to: Parameters) -> list[Taken] | Unassessed:
    """The first submission of each task due in the period (H5); corrections are never late."""
    if not facts["tasks"]:
        return Unassessed(_("考核期内没有到期的任务。"))
    return [
        _not_in_time(task, set_to)
        for task in facts["tasks"]
        if not task["submitted"] or task["workdays_late"]
    ]


def _not_in_time(task, set_to) -> Taken:
    """Whoever reports late is never worse off than who never does."""
    words = {"task": task["title"], "due": task["due"], "said": task["extended"]}
    if not task["submitted"]:
        return Taken(
            Decimal(set_to["never"]),
            _("%(task)s：应于%(due)s前报送%(said)s，到数据截止时仍未报送。") % words,
            tuple(task["evidence"]),
        )
    days = task["workdays_late"]
    return Taken(
        Decimal(min(set_to["per_workday"] * days, set_to["never"])),
        _("%(task)s：应于%(due)s前报送%(said)s，%(at)s首次报送，逾期 %(days)d 个工作日。")
        % {**words, "at": task["submitted"], "days": days},
        tuple(task["evidence"]),
    )


def filled_well(facts: Facts, set_to: Parameters) -> list[Taken] | Unassessed:
    """Rows the bureau returned, of those reported; contacts who cannot be reached."""
    if not facts["rows"]["reported"]:
        return Unassessed(_("没有已报送的事项，无从评价填报质量。"))
    return [*_returned(facts["rows"], set_to), *_unreachable(facts["unreachable"], set_to)]


def _returned(rows, set_to) -> Iterator[Taken]:
    """每满: a step that is not full takes nothing off."""
    returned, reported = len(rows["returned"]), rows["reported"]
    steps = returned * 100 // (reported * set_to["percent"])
    if points := steps * set_to["per_step"]:
        percent = f"{Decimal(100 * returned) / reported:.1f}"
        words = {"reported": reported, "returned": returned, "percent": percent}
        sentence = _("报送 %(reported)d 行，退回 %(returned)d 行（%(percent)s%%）。") % words
        yield Taken(Decimal(points), sentence, tuple(rows["returned"]))


def _unreachable(calls, set_to) -> Iterator[Taken]:
    if calls and set_to["unreachable"]:
        said = "；".join(call["label"] for call in calls)
        sentence = _("联系人无法联系：%(said)s。") % {"said": said}
        yield Taken(Decimal(set_to["unreachable"]), sentence, tuple(calls))


def organised(facts: Facts, set_to: Parameters) -> list[Taken] | Unassessed:
    """The three duties of the working group (S1), and whether its money is secured (S4)."""
    group = facts["group"]
    if group is None:
        return Unassessed(_("没有报送工作小组人员名单的任务，或尚未到期。"))
    return [*_duties(group, set_to), *_money(group, set_to)]


def _duties(group, set_to) -> Iterator[Taken]:
    if group["missing"] and set_to["duty"]:
        words = (
            _("已报名单缺少：%(who)s。") if group["reported"] else _("名单未报送，缺少：%(who)s。")
        )
        points = Decimal(set_to["duty"] * len(group["missing"]))
        who = "、".join(group["missing"])
        yield Taken(points, words % {"who": who}, tuple(group["evidence"]))


def _money(group, set_to) -> Iterator[Taken]:
    if group["funding"] in NOT_SECURED:
        parameter, words = NOT_SECURED[group["funding"]]
        if points := set_to[parameter]:
            yield Taken(Decimal(points), str(words), tuple(group["funding_evidence"]))


def marked(facts: Facts, set_to: Parameters) -> list[Taken] | Unassessed:
    """What a person of the bureau gave; the facts are that mark and the points it is out of."""
    mark = facts.get("mark")
    if mark is None:
        return Unassessed(_("待市数据资源局评分。"))
    taken = Decimal(facts["out_of"]) - Decimal(mark["points"])
    if not taken:
        return []
    evidence = ({"kind": "mark", "pk": mark["pk"], "label": mark["label"]},)
    return [Taken(taken, mark["reason"], evidence)]


RULES = (
    Rule(
        "on_time",
        gettext_lazy("按时报送"),
        gettext_lazy(
            "以首次报送为准：每逾期1个工作日（不足1日按1日）扣 %(per_workday)s 分，"
            "到数据截止时仍未报送的扣 %(never)s 分；每项任务最多扣 %(never)s 分。"
            "退回后的修改不计逾期。"
        ),
        20,
        (
            Parameter("per_workday", gettext_lazy("每逾期1个工作日扣"), 2, POINTS),
            Parameter("never", gettext_lazy("始终未报送扣"), 10, POINTS),
        ),
        count=on_time,
    ),
    Rule(
        "filled_well",
        gettext_lazy("填报质量"),
        gettext_lazy(
            "市局退回的行占已报送行数每满 %(percent)s%% 扣 %(per_step)s 分；"
            "联系人号码有误、无法联系的扣 %(unreachable)s 分。"
        ),
        20,
        (
            Parameter("percent", gettext_lazy("每满退回比例"), 5, PERCENT, least=1),
            Parameter("per_step", gettext_lazy("每满一档扣"), 1, POINTS),
            Parameter("unreachable", gettext_lazy("联系人无法联系扣"), 2, POINTS),
        ),
        count=filled_well,
    ),
    Rule(
        "connected",
        gettext_lazy("对接完成率"),
        gettext_lazy(
            "按本单位可控事项的完成比例计分；须上级协调的事项，发出商请函即可。"
            "本平台尚无系统对接进度，本项暂不参评，不计入满分。"
        ),
        40,
        source=Source.NOTHING_YET,
    ),
    Rule(
        "in_use",
        gettext_lazy("培训启用与指南更新"),
        gettext_lazy(
            "按培训、启用、公告和办事指南更新的比例计分。"
            "本平台尚无培训启用记录，本项暂不参评，不计入满分。"
        ),
        10,
        source=Source.NOTHING_YET,
    ),
    Rule(
        "organised",
        gettext_lazy("工作小组与经费"),
        gettext_lazy(
            "名单中分管领导、处（科）室负责人、具体工作人员每缺一类扣 %(duty)s 分；"
            "经费申请中扣 %(applied)s 分，未落实扣 %(unfunded)s 分，未填写扣 %(unsaid)s 分。"
        ),
        5,
        (
            Parameter("duty", gettext_lazy("名单每缺一类人员扣"), 1, POINTS),
            Parameter("applied", gettext_lazy("经费申请中扣"), 1, POINTS),
            Parameter("unfunded", gettext_lazy("经费未落实扣"), 2, POINTS),
            Parameter("unsaid", gettext_lazy("未填写经费情况扣"), 2, POINTS),
        ),
        count=organised,
    ),
    Rule(
        "marked",
        gettext_lazy("配合度"),
        gettext_lazy("由市数据资源局评分，须写明理由。"),
        5,
        source=Source.MARK,
        count=marked,
    ),
)
REGISTRY = {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule:
    """The rule `code`. One this version does not know takes nothing off and is left out of the
    full points, so that schemes and sheets of another version can be read."""
    unknown = gettext_lazy("本版本没有这一计分方法，暂不参评，不计入满分。")
    return REGISTRY.get(code) or Rule(code, code, unknown, 0, source=Source.NOTHING_YET)
