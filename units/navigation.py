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
    """The navigation of `user` out of `entries`: (label, URL name, permissions or None).

    Of several with one label it is the first that is open to the person.
    """
    if not user.is_authenticated:
        return []
    allowed = {}
    for label, name, permissions in entries:
        if permissions is None or any(may(user, permission) for permission in permissions):
            allowed.setdefault(label, reverse(name))
    return [
        {"label": label, "url": url, "active": path == url or (url != "/" and path.startswith(url))}
        for label, url in allowed.items()
    ]
