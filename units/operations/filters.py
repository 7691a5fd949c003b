"""What the list of all jobs is narrowed and sorted by, read from the address."""

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from units.jobs import NAMES
from units.models import JobState
from yichuang.filters import AddressFilter, any_or

BROKEN = "broken"


class JobFilter(AddressFilter):
    q = forms.CharField(
        label=_("名称、发起人或单位"), required=False, max_length=60, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    SORTS = {
        "title": ("title",),
        "owner": ("owner__name",),
        "asked": ("asked_at",),
        "finished": ("finished_at",),
    }

    def __init__(self, data):
        super().__init__(data)
        states = [(BROKEN, _("中断，可重试")), *JobState.choices]
        self.fields["state"].choices = any_or(states)
        self.fields["kind"].choices = any_or(sorted(NAMES.items(), key=lambda one: str(one[1])))
        sorts = [f"{sign}{name}" for name in self.SORTS for sign in ("", "-")]
        self.fields["sort"].choices = [("", ""), *((name, name) for name in sorts)]

    def narrow(self, jobs, *, at):
        """`jobs` as asked for; what broke off first, then what is not over, then the newest."""
        if state := self.chosen.get("state"):
            jobs = jobs.broken_off(at=at) if state == BROKEN else jobs.filter(state=state)
        if kind := self.chosen.get("kind"):
            jobs = jobs.filter(kind=kind)
        for word in self.words():
            jobs = jobs.filter(
                Q(title__icontains=word)
                | Q(owner__name__icontains=word)
                | Q(owner__unit__search__contains=word)
            )
        return jobs.order_by(*(self.order() or _gravest_first(jobs, at)))


def _gravest_first(jobs, at):
    broken = Q(pk__in=jobs.model.objects.broken_off(at=at).order_by().values("pk"))
    open_ones = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    ranks = Case(
        When(broken, then=Value(0)),
        When(open_ones, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return ranks, "-asked_at", "-pk"
