"""Delegations as the list shows them: how each stands, and who may take it back."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from units.models import Delegation, User
from units.permissions import Permission, may
from yichuang.templatetags.ui import moment


def lines(delegations: Iterable[Delegation], user: User, *, on: date) -> list[dict]:
    return [
        {
            "one": one,
            "state": _state(one, on=on),
            "may_end": not one.is_over(on=on) and may_end(one, user),
        }
        for one in delegations
    ]


def may_end(delegation: Delegation, user: User) -> bool:
    """收回: each of the two, and who keeps the accounts."""
    both = {delegation.principal_id, delegation.substitute_id}
    return user.pk in both or may(user, Permission.ACCOUNTS)


def _state(delegation, *, on):
    if delegation.ended_at:
        facts = {"at": moment(delegation.ended_at), "who": delegation.ended_by.name}
        return {"label": _("%(at)s 由%(who)s收回") % facts, "tone": "muted"}
    if delegation.is_over(on=on):
        return {"label": _("已到期"), "tone": "muted"}
    if delegation.starts_on > on:
        return {"label": _("未开始"), "tone": "info"}
    return {"label": _("代办中"), "tone": "ok"}
