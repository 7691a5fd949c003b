"""`manage.py verify_receipt FILE`: whether a receipt is genuine; needs no database for that."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from tasks.receipts import reading, register
from units import signatures


class Command(BaseCommand):
    help = "Verify a receipt file offline, then against the register if the database answers."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", help="The public key to verify with, 64 hexadecimal digits.")
        parser.add_argument("--offline", action="store_true", help="Do not ask the register.")

    def handle(self, *, file, key, offline, **options):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(_("无法读取文件：%(why)s") % {"why": error.strerror}) from error
        found = reading.read(data, [key] if key else signatures.known_keys())
        standing = "" if offline or not found.is_genuine else self.ask_register(found)
        for check in found.checks:
            self.stdout.write(("✓ " if check.fits else "✗ ") + check.sentence)
        if standing:
            self.stdout.write(standing)
        if not found.fits:
            self.stderr.write(_("回执不符。"))
            sys.exit(1)
        self.stdout.write(_("回执真实。"))

    def ask_register(self, found):
        """Whether it stands, in words; the register cannot make a forged receipt genuine."""
        try:
            submission = register.compare(found)
            if submission is None:
                return ""
            standing = register.standing_of(submission)
        except DatabaseError:
            return _("未连接数据库，没有核对登记簿。")
        return f"{standing.label}：{standing.sentence}"
