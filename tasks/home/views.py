"""The home page of every role."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from units.models import Role

from . import bureau, units


@require_safe
def home(request):
    build = HOMES.get(_role_at_home(request), units.guest)
    template, context = build(request.user, timezone.now())
    return render(request, template, context)


def _role_at_home(request):
    """The own role; a substitute looks at the home work of the principal they pick."""
    picked = request.GET.get("for", "")
    for principal in request.user.stands_in_for:
        if str(principal.pk) == picked:
            return principal.role
    return request.user.role


HOMES = {
    Role.FILLER: units.unit,
    Role.HEAD: units.unit,
    Role.COLLECTOR: units.collector,
    Role.REVIEWER: bureau.reviewer,
    Role.ADMIN: bureau.admin,
    Role.LEADER: bureau.leader,
}
