"""The person's corner of every page: who is signed in, how many messages are unread."""

from django.urls import reverse

from .models import Message
from .permissions import may


def corner(user) -> dict:
    """What the header shows of a person; nothing of somebody who has not signed in."""
    if not user.is_authenticated:
        return {}
    unread = Message.objects.visible_to(user).unread().count()
    return {
        "person": {
            "pk": user.pk,
            "name": user.name,
            "unit": user.unit.full_label,
            "role": user.get_role_display(),
            "stands_in_for": list(user.stands_in_for),
        },
        "inbox": {"url": reverse("units:inbox"), "unread": unread},
    }


def items(user, entries, *, path: str) -> list[dict]:
    """The navigation of `user` out of `entries`: (label, URL names, permissions or None).

    An entry leads to the first of its names and is lit on pages below any of them. Of several
    with one label it is the first that is open to the person.
    """
    if not user.is_authenticated:
        return []
    allowed = {}
    for label, names, permissions in entries:
        if permissions is None or any(may(user, permission) for permission in permissions):
            allowed.setdefault(label, [reverse(name) for name in names.split()])
    return [
        {"label": label, "url": urls[0], "active": any(_is_below(path, url) for url in urls)}
        for label, urls in allowed.items()
    ]


def _is_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
