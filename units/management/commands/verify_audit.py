"""`manage.py verify_audit`: whether the audit trail still is what was sealed."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from units import anchors, sealing
from units.verifying import verify

MOST_NAMED = 100


class Command(BaseCommand):
    help = "Verify the audit trail against its seals; exit status 1 when anything does not fit."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=Path, help="An anchor that was kept elsewhere.")
        parser.add_argument("--write-anchor", type=Path, help="Write the last seal's anchor here.")
        parser.add_argument("--seal", action="store_true", help="Seal what is not sealed yet.")

    def handle(self, *, anchor, write_anchor, seal, **options):
        if seal:
            sealing.seal_new(at=timezone.now())
        verdict = verify(self.read(anchor) if anchor else None)
        for fault in verdict.faults[:MOST_NAMED]:
            self.stderr.write(fault)
        self.stdout.write(
            _("已核对 %(seals)s 个封存、%(events)s 条操作记录；尚未封存 %(unsealed)s 条。")
            % {
                "seals": f"{verdict.seals:,}",
                "events": f"{verdict.events:,}",
                "unsealed": f"{verdict.unsealed:,}",
            }
        )
        if not verdict.fits:
            self.stderr.write(_("共 %(n)s 处不符。") % {"n": f"{len(verdict.faults):,}"})
            sys.exit(1)
        self.stdout.write(
            _("全部相符。最后封存 #%(n)d，校验值 %(checksum)s")
            % {"n": verdict.number, "checksum": verdict.checksum}
        )
        if write_anchor:
            write_anchor.write_text(anchors.anchor_text(at=timezone.now()), encoding="utf-8")
            self.stdout.write(_("锚点已写入 %(path)s，请另行保存。") % {"path": write_anchor})

    def read(self, path):
        try:
            return anchors.read_anchor(path.read_text(encoding="utf-8"))
        except (anchors.NoAnchor, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
