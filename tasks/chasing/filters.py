"""What of the chasing desk is shown, and in which order; all of it stands in the address."""

from datetime import date, datetime, timedelta

from django import forms
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.models import Campaign, ObligationKind
from units.models import Unit, UnitKind, User
from units.permissions import Permission, may
from units.workdays import last_workday_until, start_of
from yichuang.filters import AddressFilter, any_or

from . import owed
from .owed import Step

MOST_DAYS = 250


class DeskFilter(AddressFilter):
    SORTS = {
        "unit": ("sort_order",),
        "late": ("first_late_at",),
        "owes": ("owes",),
    }
    WHENS = {
        "overdue": owed.is_overdue,
        "soon": owed.is_due_soon,
        "correction": owed.is_past_correction,
    }

    q = forms.CharField(
        label=_("单位名称或拼音首字母"), required=False, max_length=40, widget=forms.SearchInput
    )
    campaign = forms.ModelChoiceField(
        label=_("专项"), required=False, queryset=Campaign.objects.none(), empty_label=_("全部")
    )
    obligation = forms.ChoiceField(
        label=_("任务"), required=False, choices=any_or(ObligationKind.choices)
    )
    step = forms.ChoiceField(label=_("环节"), required=False, choices=any_or(Step.choices))
    where = forms.ChoiceField(label=_("单位"), required=False)
    when = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=any_or(
            [
                ("overdue", _("已逾期")),
                ("soon", _("3 个工作日内到期")),
                ("correction", _("修改超时")),
            ]
        ),
    )
    days = forms.IntegerField(
        label=_("逾期满（工作日）"), required=False, min_value=1, max_value=MOST_DAYS
    )
    mute = forms.BooleanField(label=_("只看无账号的"), required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user: User, at: datetime):
        super().__init__(data)
        self.user, self.at = user, at
        campaigns = Campaign.objects.visible_to(user).current().newest_first()
        if len(campaigns) > 1 or (data and data.get("campaign")):
            self.fields["campaign"].queryset = campaigns
            self.fields["campaign"].label_from_instance = lambda campaign: campaign.number
        else:
            del self.fields["campaign"]
        self.looks_at_all = may(user, Permission.READ_ALL)
        if self.looks_at_all:
            self.fields["where"].choices = any_or(_places())
        else:
            del self.fields["where"]

    def everything(self) -> QuerySet:
        """What could be shown: of the bureau what is owed to it, unless it asks for the parts."""
        tasks = owed.missing(self.user)
        if not self.looks_at_all:
            return tasks
        return tasks.filter(parent__isnull=not self.chosen.get("where", "").startswith("parts"))

    def tasks(self) -> QuerySet:
        """The missing tasks that the filters let through, in no order."""
        tasks, chosen = self.everything(), self.chosen
        if text := chosen.get("q", "").lower():
            tasks = tasks.filter(unit__search__contains=text)
        if "campaign" in chosen:
            tasks = tasks.filter(obligation__campaign=chosen["campaign"])
        if "obligation" in chosen:
            tasks = tasks.filter(obligation__kind=chosen["obligation"])
        if "step" in chosen:
            tasks = tasks.filter(step=chosen["step"])
        if "when" in chosen:
            tasks = tasks.filter(self.WHENS[chosen["when"]](self.at))
        if "days" in chosen:
            since = late_since(timezone.localdate(self.at), chosen["days"])
            tasks = tasks.filter(owed.is_overdue(self.at), late_at__lte=since)
        if "mute" in chosen:
            tasks = tasks.filter(owed.has_no_account())
        return self._placed(tasks)

    def units(self) -> QuerySet:
        """The units of these tasks, in official order unless another is asked for."""
        shown = Q(tasks__in=self.tasks().values("pk"))
        units = Unit.objects.filter(pk__in=self.tasks().values("unit")).select_related("parent")
        sort = self.chosen.get("sort", "").removeprefix("-")
        if sort == "late":
            units = units.annotate(first_late_at=Min("tasks__late_at", filter=shown))
        elif sort == "owes":
            units = units.annotate(owes=Count("tasks", filter=shown))
        return units.order_by(*self.order("unit"))

    def _placed(self, tasks):
        where = self.chosen.get("where", "").removeprefix("parts").removeprefix("-")
        if where in {UnitKind.DEPARTMENT, UnitKind.DISTRICT}:
            return tasks.filter(unit__kind=where)
        if where:
            return tasks.filter(Q(unit=int(where)) | Q(unit__parent=int(where)))
        return tasks


def _places():
    """The groups, each district, and what the districts' departments owe their districts."""
    districts = Unit.objects.districts().in_official_order().values_list("pk", "short_name")
    districts = list(districts)
    return [
        (UnitKind.DEPARTMENT.value, UnitKind.DEPARTMENT.label),
        (UnitKind.DISTRICT.value, UnitKind.DISTRICT.label),
        (_("区、县（市）"), [(str(pk), name) for pk, name in districts]),
        (
            _("区县部门"),
            [
                ("parts", _("全部区县部门")),
                *((f"parts-{pk}", _("%s的部门") % name) for pk, name in districts),
            ],
        ),
    ]


def late_since(on: date, days: int) -> datetime:
    """A deadline up to this moment is at least `days` workdays past on the day `on`."""
    day = last_workday_until(on)
    for _step in range(days - 1):
        day = last_workday_until(day - timedelta(days=1))
    return start_of(day)
