"""Signing in and out: each attempt is recorded, an initial password opens one page only."""

from ipaddress import ip_address

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Action, Event, User

# What somebody with an initial password may still do.
OPEN_TO_INITIAL = frozenset({"password_change", "logout", "login", "set_language", "health"})


def address_of(request) -> str | None:
    """Where a request comes from: behind our own proxy its last word, never the visitor's.

    With the proxy's address for everybody, five wrong passwords would lock out the whole city.
    """
    address = request.META.get("REMOTE_ADDR")
    if not settings.BEHIND_PROXY:
        return address
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return address


@receiver(user_logged_in)
def record_sign_in(sender, request, user, **kwargs):
    _record(Action.SIGN_IN, request, user)


@receiver(user_logged_out)
def record_sign_out(sender, request, user, **kwargs):
    if user is not None:
        _record(Action.SIGN_OUT, request, user)


@receiver(user_login_failed)
def record_failure(sender, credentials, request=None, **kwargs):
    name = credentials.get(User.USERNAME_FIELD) or ""
    # Cut to what the column holds; a NUL would end the attempt with an error on PostgreSQL.
    user = User.objects.filter(username=name[:150].replace("\0", "")).first()
    _record(Action.SIGN_IN_FAILED, request, user)


def _record(action, request, user):
    """An unknown name is not kept: people type their password into the wrong field."""
    Event.objects.create(
        action=action,
        at=timezone.now(),
        by=user if action != Action.SIGN_IN_FAILED else None,
        unit=user.unit if user else None,
        subject=User._meta.label_lower,
        subject_id=user.pk if user else 0,
        label=str(user) if user else _("未知账号"),
        ip=get_client_ip_address(request) if request else None,
    )


class InitialPasswordMiddleware:
    """Lead a person with an initial password to the page where it is changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or not user.password_is_initial:
            return None
        if request.resolver_match.view_name in OPEN_TO_INITIAL:
            return None
        return redirect("password_change")
