"""Celery entry points of delivering; a message to them only rings the bell."""

import logging

from celery import shared_task
from django.utils import timezone

from . import delivering

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def deliver_due():
    delivering.deliver(now=timezone.now)


def ring() -> None:
    try:
        deliver_due.apply_async(retry=False)
    except Exception:  # any broker trouble: beat rings by itself
        log.warning("deliveries wait for the next beat: the broker does not answer")
