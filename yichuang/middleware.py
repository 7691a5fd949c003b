"""What holds for every request and answer, whichever page it is about."""

import codecs
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import BadRequest
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import patch_cache_control

# So long a request may have waited in front of us; an older claim is a proxy with a wrong clock.
LONGEST_WAIT = timedelta(minutes=2)


class ArrivalMiddleware:
    """`request.arrived_at`: when a request came, however long it then waits for a lock. By it one
    is in time or late (trust B4)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.arrived_at = arrival_of(request, timezone.now())
        return self.get_response(request)


def arrival_of(request, now: datetime) -> datetime:
    """`now`, or when our own proxy says it took the request in, as `t=1522944000.123`."""
    if not (settings.BEHIND_PROXY and settings.ARRIVAL_HEADER):
        return now
    told = request.headers.get(settings.ARRIVAL_HEADER, "").removeprefix("t=")
    try:
        arrived = datetime.fromtimestamp(float(told), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return arrived if now - LONGEST_WAIT <= arrived <= now else now


class Utf8Middleware:
    """Refuse other character sets: UTF-7 can spell half a character, which no database stores."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("only UTF-8 is understood")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Let no browser and no proxy keep a page that was made for one person (trust G3)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response


class DownloadsMiddleware:
    """A file is never a page of ours, whatever it holds and whatever its name says (trust F2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Content-Disposition", "").startswith("attachment"):
            response["X-Content-Type-Options"] = "nosniff"
            response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages and answers travel compressed, with Django's random padding against BREACH;
    downloads are compressed already."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/html", "application/json")):
            return response
        return super().process_response(request, response)
