"""Telling people: one message per person, after the change it speaks of is stored."""

from functools import wraps

from django.utils import translation

from .models import Message, Role, User


def in_chinese(act):
    """What is stored for others is Chinese, whatever language the acting person reads."""

    @wraps(act)
    def acting(*args, **kwargs):
        with translation.override("zh-hans"):
            return act(*args, **kwargs)

    return acting


def tell(people, *, subject: str, body: str = "", url: str = "", at) -> None:
    """Put one message into the inbox of each of `people`."""
    Message.objects.bulk_create(
        Message(to=person, subject=subject[:120], body=body, url=url, sent_at=at)
        for person in people
    )


def people_of(units):
    """Those who fill in and sign for any of `units`."""
    roles = [Role.FILLER, Role.HEAD, Role.COLLECTOR]
    return User.objects.filter(role__in=roles, unit__in=units, is_active=True)


def reviewers():
    """The people at the bureau who work on the review queue."""
    return User.objects.filter(role=Role.REVIEWER, is_active=True)
