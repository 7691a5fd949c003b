"""Circulars and reports side by side for those who read both."""

from django.urls import reverse
from django.utils.translation import gettext as _

from units.permissions import Permission, may


def tabs_of(user, active: str) -> list[dict]:
    if not may(user, Permission.READ_ALL):
        return []
    named = ((_("通报"), "tasks:circular-list"), (_("逾期情况汇总"), "tasks:report-list"))
    return [
        {"label": label, "url": reverse(name), "active": name == active} for label, name in named
    ]
