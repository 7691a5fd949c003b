"""`{% phone objection "contact_phone" %}`: a number as this reader may see it, with its button."""

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse

from tasks.filling import rights
from tasks.phones.kinds import BY_MODEL
from units.phones import mask

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
