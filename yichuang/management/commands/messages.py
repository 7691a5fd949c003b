"""`manage.py messages`: gather the strings to translate, check and compile the English catalogue.

Takes the place of makemessages and compilemessages, which need GNU gettext on the machine.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from yichuang import messages


class Command(BaseCommand):
    help = _("收集待翻译的文字；可检查、补入或编译英文译文。")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help=_("有遗漏时列出并以 1 退出。"))
        parser.add_argument("--compile", action="store_true", help=_("生成 Django 读取的文件。"))
        parser.add_argument("--fill", type=Path, help=_("从该目录的 *.tsv 补入缺少的译文。"))

    def handle(self, *, check, fill, verbosity, **options):
        if check:
            return self.check_complete()
        if options["compile"]:
            target = messages.compile_catalogue()
            return str(target) if verbosity else None
        messages.write(messages.merged(messages.stored(), messages.tables(fill) if fill else None))
        return self.summary(messages.find())

    def check_complete(self):
        found = messages.find()
        if found:
            self.stdout.write(self.listing(found))
            raise CommandError(self.summary(found), returncode=1)

    def listing(self, found):
        return "\n".join(f"{kind}\t{msgid!r}" for kind, ids in vars(found).items() for msgid in ids)

    def summary(self, found):
        return ", ".join(f"{len(ids)} {kind}" for kind, ids in vars(found).items())
