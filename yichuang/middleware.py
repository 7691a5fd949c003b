"""What holds for every request and answer, whichever page it is about."""

import codecs

from django.core.exceptions import BadRequest
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_cache_control


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
