"""`manage.py health`: what /healthz says, for containers and for who looks by hand."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from units.operations.health import LABELS, parts


class Command(BaseCommand):
    help = "Say how each part of the portal is; exit status 1 when one that was named is not well."
    # A container asks every minute: the checks were made when it was started.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("part", nargs="*", choices=[[], *LABELS], help="Default: all.")

    def handle(self, *, part, **options):
        asked = [one for one in parts(at=timezone.now()) if not part or one.name in part]
        for one in asked:
            age = "" if one.age is None else f"（{one.age} s）"
            self.stdout.write(f"{one.label}：{one.words}{age}")
        if any(one.state != "ok" for one in asked):
            sys.exit(1)
