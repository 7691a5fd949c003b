"""What the audit trail can be narrowed by, read from the address."""

from datetime import datetime, time, timedelta

from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Action, Unit, User
from yichuang.filters import AddressFilter, DayField, any_or

APPS = ("units", "matters", "tasks")
# The logs that are asked for by themselves (P4), each a filter of the one trail.
LOGS = {
    "sign-ins": (_("登录"), (Action.SIGN_IN, Action.SIGN_IN_FAILED, Action.SIGN_OUT)),
    "exports": (_("导出与下载"), (Action.EXPORT,)),
    "phones": (_("查看电话"), (Action.REVEAL,)),
    "refused": (_("越权被拒"), (Action.REFUSED,)),
    "returns": (
        _("退回"),
        (Action.SEND_BACK, Action.RETURN_TO_COLLECTOR, Action.HAND_BACK, Action.UNLOCK),
    ),
}
# So many people or units one search may mean: more is no search.
MOST_MEANT = 500


def subjects() -> list[tuple[str, str]]:
    """Every kind of object an event may be about, by the words people know it by."""
    models = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return [(model._meta.label_lower, model._meta.verbose_name) for model in models]


class EventFilter(AddressFilter):
    q = forms.CharField(
        label=_("对象或理由"), required=False, max_length=60, widget=forms.SearchInput
    )
    who = forms.CharField(label=_("操作人"), required=False, max_length=40)
    unit = forms.CharField(label=_("单位"), required=False, max_length=40)
    # The tabs of the page choose it.
    log = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    action = forms.ChoiceField(label=_("动作"), required=False)
    subject = forms.ChoiceField(label=_("对象类型"), required=False)
    pk = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)

    def __init__(self, data):
        super().__init__(data)
        logs = ((key, label) for key, (label, _actions) in LOGS.items())
        self.fields["log"].choices = any_or(logs)
        self.fields["action"].choices = any_or(Action.choices)
        self.fields["subject"].choices = any_or(subjects())

    def narrow(self, events):
        for name, value in self.chosen.items():
            events = events.filter(getattr(self, f"_{name}")(value))
        return events

    def _q(self, text):
        return Q(label__contains=text) | Q(reason__contains=text)

    def _who(self, text):
        people = User.objects.filter(Q(name__contains=text) | Q(username=text))
        pks = list(people.values_list("pk", flat=True)[:MOST_MEANT])
        return Q(by__in=pks) | Q(acting_for__in=pks)

    def _unit(self, text):
        text = text.lower()
        units = Unit.objects.filter(Q(search__contains=text) | Q(aliases__name__contains=text))
        paths = set(units.values_list("path", flat=True)[:MOST_MEANT])
        below = [Q(path__startswith=path) for path in paths]
        meant = Unit.objects.filter(*[_any_of(below)]) if below else Unit.objects.none()
        return Q(unit__in=list(meant.values_list("pk", flat=True)))

    def _log(self, key):
        return Q(action__in=LOGS[key][1])

    def _action(self, action):
        return Q(action=action)

    def _subject(self, label):
        return Q(subject=label)

    def _pk(self, pk):
        return Q(subject_id=pk)

    def _since(self, day):
        return Q(at__gte=_midnight(day))

    def _until(self, day):
        return Q(at__lt=_midnight(day + timedelta(days=1)))


def _any_of(conditions):
    together = Q()
    for condition in conditions:
        together |= condition
    return together


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
