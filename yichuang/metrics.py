"""`/metrics` for Prometheus: the portal's figures, and how its pages answer.

Requests are counted by the processes that serve them, in files they share
(prometheus-client's multi-process mode); everything else is read from the database.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from tasks.supervision import measuring
from units.operations import metrics

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 3, 6, 15)
SECONDS = Histogram("yichuang_request_seconds", "Time to answer.", ["view"], buckets=BUCKETS)
ANSWERS = Counter("yichuang_answers", "Answers by status.", ["status"])


def forget_the_dead() -> None:
    """Files of processes that are gone would only pile up; Prometheus bears counts that fall."""
    folder = os.environ.get(FOLDER)
    for file in Path(folder).glob("*.db") if folder else ():
        pid = file.stem.rpartition("_")[2]
        if not Path("/proc", pid).exists():
            with suppress(FileNotFoundError):  # another process starts at the same moment
                file.unlink()


class RequestsMiddleware:
    """Count every answer and the time it took, by the name of the page; never by address."""

    def __init__(self, get_response):
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        forget_the_dead()
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match and match.view_name else "other"
        SECONDS.labels(view).observe(time.perf_counter() - started)
        ANSWERS.labels(response.status_code).inc()
        return response


@require_safe
@login_not_required
@never_cache
def figures(request):
    """Only for who brings the token; without one in the settings there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    brought = request.headers.get("Authorization", "")
    if not constant_time_compare(brought, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(metrics.Figure(metrics.operations))
    registry.register(metrics.Figure(measuring.work))
    if folder := os.environ.get(FOLDER):
        MultiProcessCollector(registry, folder)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
