"""`{% phone objection "contact_phone" %}`: a number as this reader may see it, with its button;
`{{ number|dialled }}`: a full number that a telephone dials when it is touched."""

import re

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from tasks.filling import rights
from tasks.phones.kinds import BY_MODEL
from units.phones import SEPARATOR, mask

register = template.Library()


@register.inclusion_tag("components/phone.html", takes_context=True)
def phone(context, subject, name, in_form=False):
    """In full for the own branch; masked for others, with a button for those who call units.

    `in_form`: the place is inside another form, whose token the button sends along.
    """
    number = getattr(subject, name)
    kind, user = BY_MODEL.get(type(subject)), context["request"].user
    work = kind.work(subject) if kind else None
    if work and rights.may_read_phones(work, user):
        return {"number": number}
    reveals = bool(number) and work and rights.may_reveal_phones(work, user)
    return {
        "number": mask(number),
        "url": reverse("tasks:phone", args=[kind.slug, subject.pk]) if reveals else "",
        "owner": getattr(subject, kind.owner) if kind else "",
        "in_form": in_form,
        # Not the context's: a template that was included with `only` has none.
        "csrf_token": get_token(context["request"]) if reveals else "",
    }


# 0571-85250000-801: what follows the second dash is dialled after a pause.
EXTENSION = re.compile(r"^(?P<number>(?:\d{3,4}-)?\d{7,8})-(?P<extension>\d+)$", re.ASCII)


@register.filter
def dialled(text):
    """Each number in `text` as a link to the telephone; “—” when there is none."""
    numbers = [number for number in (text or "").split(SEPARATOR) if number]
    if not numbers:
        return "—"
    return format_html_join(SEPARATOR, "{}", ((_link(number),) for number in numbers))


def _link(number):
    if "*" in number:  # masked
        return number
    address = EXTENSION.sub(r"\g<number>,\g<extension>", number).replace("-", "")
    return format_html('<a class="tel" href="tel:{}">{}</a>', address, number)
