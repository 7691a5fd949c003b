"""`{% chasing_tabs "chasing" %}`: the pages of supervision that this person may open."""

from django import template
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from units.models import UnitKind
from units.permissions import may

register = template.Library()

PAGES = (
    ("chasing", _("催办台")),
    ("chasing-slip-list", _("督查单")),
    ("rung-list", _("提醒阶梯")),
    ("report-list", _("逾期情况汇总")),
    ("circular-list", _("通报")),
    ("assessment-list", _("考核")),
)


@register.inclusion_tag("tasks/chasing_tabs.html", takes_context=True)
def chasing_tabs(context, active):
    """A tab for each page that exists and is open to whoever looks; `active` is its URL name."""
    user = context["request"].user
    return {
        "tabs": [
            {"label": label, "url": url, "active": name == active}
            for name, label in PAGES
            if (url := _open_to(user, name))
        ]
    }


@register.filter
def sealed_by(slip):
    """Who stands under the paper, in a district its 电子政务办; official, hence not translated."""
    name = slip.issuer.name
    return f"{name}电子政务办" if slip.issuer.kind == UnitKind.DISTRICT else name


def _open_to(user, name):
    """The address of the page, or nothing when it is not there or not for this person."""
    try:
        url = reverse(f"tasks:{name}")
    except NoReverseMatch:
        return ""
    # What the view itself asks for; it is the only place where that is written down.
    asked = getattr(resolve(url).func, "permissions", ())
    return url if any(may(user, permission) for permission in asked) else ""
