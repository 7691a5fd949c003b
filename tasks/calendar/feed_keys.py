"""The secret address of a person's feed: unguessable, renewable, dead with the account (G10)."""

from datetime import datetime

from django.core import signing

from tasks.models import CalendarFeed
from tasks.models.feeds import fresh_nonce
from units.models import User

_signer = signing.Signer(sep=".", salt="tasks.calendar.feed")


def token_of(feed: CalendarFeed) -> str:
    return _signer.sign(feed.nonce)


def reader_of(token: str) -> User | None:
    """Whose deadlines `token` opens; nobody's when it was forged, renewed or the account closed."""
    try:
        nonce = _signer.unsign(token)
    except signing.BadSignature:
        return None
    feeds = CalendarFeed.objects.select_related("user__unit")
    feed = feeds.filter(nonce=nonce, user__is_active=True).first()
    return feed.user if feed else None


def renew(user: User, *, at: datetime) -> CalendarFeed:
    """A fresh address; whoever has the old one reads nothing any more."""
    fresh = {"nonce": fresh_nonce(), "made_at": at}
    feed, _made = CalendarFeed.objects.update_or_create(user=user, defaults=fresh)
    return feed


def stop(user: User) -> bool:
    return bool(CalendarFeed.objects.filter(user=user).delete()[0])
