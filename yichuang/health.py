"""What probes ask: does this process live, and can it serve; without any secret in the answer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from units.operations import health


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """Readiness: 200 while requests can be served, with the parts that are not well named."""
    found = health.parts(at=timezone.now())
    status = health.status(found)
    answer = {"status": status}
    for part in found:
        answer[part.name] = part.state
        if part.age is not None:
            answer[f"{part.name}_seconds"] = part.age
    return JsonResponse(answer, status=503 if status == "down" else 200)


@require_safe
@login_not_required
@never_cache
def live(request):
    """Liveness: this process answers. It asks nobody else, so that no restart is the answer to
    a database that is away."""
    return HttpResponse("ok", content_type="text/plain")
