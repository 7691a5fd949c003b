"""`manage.py messages`: gather the strings to translate, check and compile the English catalogue.

Takes the place of makemessages and compilemessages, which need GNU gettext on the machine.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yichuang import messages


class Command(BaseCommand):
    help = "Gather the strings to translate; check, fill in or compile the English."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="List what is missing and exit with 1."
        )
        parser.add_argument(
            "--compile", action="store_true", help="Write the file that Django reads."
        )
        parser.add_argument("--fill", type=Path, help="Take missing translations from *.tsv there.")

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
