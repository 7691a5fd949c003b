"""Celery entry point of the ladder; beat rings it every minute."""

from celery import shared_task
from django.utils import timezone

from . import planning


@shared_task(ignore_result=True)
def remind():
    planning.remind(timezone.now())
