"""The one address behind every 显示 button beside a masked number."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from units.permissions import Permission, requires

from . import revealing
from .kinds import KINDS


@require_POST
@never_cache
@requires(Permission.READ_PHONES)
def phone(request, kind, pk):
    """The full number: in its place for htmx, else on a small page with the way back."""
    if kind not in KINDS:
        raise Http404
    kind = KINDS[kind]
    visible = kind.model.objects.visible_to(request.user).select_related(*kind.related)
    subject = get_object_or_404(visible, pk=pk)
    if not revealing.may_reveal(kind, subject, request.user):
        raise PermissionDenied(_("该单位尚未报送，不能查看其填写的电话。"))
    numbers = revealing.reveal(kind, subject, by=request.user, at=timezone.now())
    context = {
        "numbers": numbers,
        "owner": revealing.owner_of(kind, subject),
        "title": kind.title,
        "back": _back(request),
    }
    template = "components/phone_shown.html" if request.htmx else "tasks/phone_shown.html"
    return render(request, template, context)


def _back(request):
    """The page the button stands on."""
    came_from = request.META.get("HTTP_REFERER", "")
    inside = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if inside else "/"
