"""The register of everything sent (G9): narrowed by the address, shown as its reader may see it."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import Channel, Delivery, DeliveryState, MessageKind, Robot, Unit, User
from units.permissions import Permission, may
from units.phones import mask_mobiles
from units.workdays import end_of, start_of
from yichuang.filters import AddressFilter, DayField, any_or

from .masking import masked

# So many people or units one search may mean: more is no search.
MOST_MEANT = 500
TROUBLE = "trouble"
STATES = [
    (TROUBLE, gettext_lazy("失败与不明")),
    *DeliveryState.choices,
    ("unread", gettext_lazy("站内未读")),
    ("read", gettext_lazy("站内已读")),
]
IN_TROUBLE = (DeliveryState.FAILED, DeliveryState.UNKNOWN)


class DeliveryFilter(AddressFilter):
    SORTS = {"asked": ("asked_at",), "sent": ("sent_at",)}

    q = forms.CharField(
        label=gettext_lazy("标题"), required=False, max_length=60, widget=forms.SearchInput
    )
    who = forms.CharField(label=gettext_lazy("收件人或群"), required=False, max_length=40)
    unit = forms.CharField(label=gettext_lazy("单位"), required=False, max_length=40)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("消息类别"), required=False)
    since = DayField(label=gettext_lazy("自"), required=False)
    until = DayField(label=gettext_lazy("至"), required=False)
    letter = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data, *, reader: User):
        super().__init__(data)
        self.reader = reader
        self.fields["state"].choices = any_or(STATES)
        self.fields["channel"].choices = any_or(Channel.choices)
        self.fields["kind"].choices = any_or(MessageKind.choices)

    def narrow(self, rows):
        for name, value in self.chosen.items():
            if name != "sort":
                rows = rows.filter(getattr(self, f"_{name}")(value))
        return rows.order_by(*(self.order() or ["-asked_at", "-pk"]))

    def _q(self, text):
        """What may not be read may not be guessed by searching either."""
        return Q(subject__contains=text) & readable_by(self.reader)

    def _who(self, text):
        people = User.objects.filter(Q(name__contains=text) | Q(username=text))
        robots = Robot.objects.filter(name__contains=text)
        # By key, and only what is needed: each of the two has an index of its own.
        found = Q(person__in=list(people.values_list("pk", flat=True)[:MOST_MEANT]))
        groups = list(robots.values_list("pk", flat=True)[:MOST_MEANT])
        return found | Q(robot__in=groups) if groups else found

    def _unit(self, text):
        text = text.lower()
        units = Unit.objects.filter(Q(search__contains=text) | Q(aliases__name__contains=text))
        return Q(unit__in=list(units.values_list("pk", flat=True).distinct()[:MOST_MEANT]))

    def _state(self, state):
        return stands(state)

    def _channel(self, channel):
        return Q(channel=channel)

    def _kind(self, kind):
        return Q(kind=kind)

    def _since(self, day):
        return Q(asked_at__gte=start_of(day))

    def _until(self, day):
        return Q(asked_at__lte=end_of(day))

    def _letter(self, number):
        return Q(letter=number)


def stands(state: str) -> Q:
    """The rows that are as one of `STATES` says."""
    if state == TROUBLE:
        return Q(state__in=IN_TROUBLE)
    if state in {"unread", "read"}:
        return Q(channel=Channel.INBOX, message__read_at__isnull=state == "unread")
    return Q(state=state)


def readable_by(user: User) -> Q:
    """Of the rows visible to `user` those whose text they may read: what a unit says among its
    own people is not for the bureau (A3-7)."""
    if not user.sees_everything:
        return Q()
    return Q(inner=False) | Q(unit=user.unit_id) | Q(person=user.pk)


def may_read(delivery: Delivery, user: User) -> bool:
    """The same of one row."""
    own = delivery.unit_id == user.unit_id or delivery.person_id == user.pk
    return own or not (delivery.inner and user.sees_everything)


def may_have_address(delivery: Delivery, user: User) -> bool:
    """Whether the address may be shown in full, once it is asked for."""
    return bool(delivery.address) and may(user, Permission.READ_PHONES)


def is_open_to(delivery: Delivery, user: User) -> bool:
    """Addresses of the own unit are no secret inside it."""
    return delivery.unit_id == user.unit_id


def read(keys: Iterable[int]) -> list[Delivery]:
    """The rows with these keys, in this order, with what `line` needs: the last page of a long
    register joins its own rows only."""
    keys = list(keys)
    related = Delivery.objects.select_related("person", "robot", "unit__parent", "message")
    found = related.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def line(delivery: Delivery, user: User) -> dict:
    """A row in words for `user`."""
    reads = may_read(delivery, user)
    return {
        "delivery": delivery,
        "to": delivery.robot.name if delivery.robot else delivery.person.name,
        "unit": "" if delivery.robot else delivery.unit.full_label,
        "subject": mask_mobiles(delivery.subject) if reads else _("（单位内部消息）"),
        "address": address_for(delivery, user),
        **_stand(delivery),
    }


def address_for(delivery: Delivery, user: User) -> str:
    return delivery.address if is_open_to(delivery, user) else masked(delivery.address)


def text_for(delivery: Delivery, user: User) -> str:
    """What was said, without numbers; "" of what the reader may not read."""
    if not may_read(delivery, user):
        return ""
    body = delivery.body or (delivery.message.body if delivery.message else "")
    return mask_mobiles(body)


def _stand(delivery: Delivery) -> dict:
    """Its state: in the inbox whether it was read, else how the sending went."""
    if delivery.channel == Channel.INBOX:
        read_at = delivery.message.read_at
        words, tone = (_("已读"), "ok") if read_at else (_("未读"), "muted")
        return {"state": words, "tone": tone, "when": read_at}
    return {
        "state": delivery.get_state_display(),
        "tone": delivery.tone,
        "when": delivery.due_at if delivery.state == DeliveryState.QUEUED else delivery.sent_at,
    }
