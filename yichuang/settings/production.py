"""Production refuses to start unsafe."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .database import DATABASES
from .installation import ALLOWED_HOSTS, DEBUG, DEMO, PRODUCTION, SECRET_KEY
from .jobs import REDIS_URL
from .watching import METRICS_TOKEN

if PRODUCTION:
    _password = DATABASES["default"].get("PASSWORD") or ""
    _refusals = {
        "DEBUG is on": DEBUG,
        "DEMO is on": DEMO,
        "SECRET_KEY is missing, short or the example's": len(SECRET_KEY) < 50
        or SECRET_KEY.startswith("change-me"),
        "ALLOWED_HOSTS is empty or *": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
        "DATABASE_URL has an empty or example password": _password
        in {"", "postgres", "password", "yichuang", "change-me"},
        "REDIS_URL is missing or has an empty or example password": urlsplit(REDIS_URL).password
        in {None, "", "redis", "password", "change-me"},
        "METRICS_TOKEN is short": 0 < len(METRICS_TOKEN) < 20,
    }
    if _wrong := [reason for reason, is_so in _refusals.items() if is_so]:
        raise ImproperlyConfigured("Refusing to start in production: " + "; ".join(_wrong) + ".")
