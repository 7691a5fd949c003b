"""`manage.py demo`: fill an empty database with the demo, or write only its library workbook."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.demo import campaign, frozen, library, people, story, units
from tasks.demo.timetable import Timetable
from tasks.models import Circular, System, Task
from tasks.systems import naming
from units.models import Unit


class Command(BaseCommand):
    help = "Fill an empty database with the demo: Hangzhou in spring 2018, invented people."

    def add_arguments(self, parser):
        parser.add_argument(
            "--keep", action="store_true", help="Leave a database that is not empty as it is."
        )
        parser.add_argument(
            "--dates",
            choices=["near", "2018"],
            default="near",
            help="near: the deadline is a few workdays ahead; 2018: the notice's own dates.",
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, help="The day taken for today with --dates near."
        )
        parser.add_argument(
            "--workbook", type=Path, help="Only write the library workbook to this file."
        )
        parser.add_argument(
            "--changed", action="store_true", help="With --workbook: the next version of it."
        )

    def handle(self, *, keep, dates, today, workbook, changed, **options):
        if workbook:
            return self._write_workbook(workbook, changed)
        if settings.PRODUCTION:
            raise CommandError(_("正式环境不能装入演示数据。"))
        if Unit.objects.exists():
            if keep:
                return self.stdout.write(_("数据库已有数据，保持不变。"))
            raise CommandError(_("数据库不是空的。演示数据只能装入空数据库，请换一个数据库再试。"))
        if dates == "2018":
            timetable = Timetable.of_the_notice()
        else:
            timetable = Timetable.around(today or timezone.localdate())
        frozen.freeze(*self._build(timetable), timetable)
        self._say(_("逾期情况汇总和通报各 %(n)d 份"), n=Circular.objects.count())
        self._list_accounts()

    def _write_workbook(self, path, changed):
        with path.open("wb") as stream:
            rows = library.write_workbook(stream, changed=changed)
        self.stdout.write(_("已写入 %(rows)d 行：%(path)s") % {"rows": rows, "path": path})

    @transaction.atomic
    def _build(self, timetable):
        branch = units.build_units()
        cast = people.build_people(branch)
        admin = cast["admin"]
        self._say(_("单位 %(units)d 个，人员 %(people)d 名"), units=len(branch), people=len(cast))
        version = library.load(by=admin, at=timetable.moment(0))
        self._say(_("事项库 %(rows)d 行"), rows=version.counts["added"])
        notice = campaign.issue(branch, timetable, by=admin)
        acts = story.play(notice, branch, cast, timetable, report=self._progress)
        naming.fill_levels(by=admin, at=timetable.moment(5, 470))
        campaign.draft_next(branch, timetable)
        self._say(
            _("任务 %(tasks)d 项，办理 %(acts)d 步"),
            tasks=Task.objects.of_campaign(notice).count(),
            acts=acts,
        )
        self._say(_("业务系统 %(systems)d 个"), systems=System.objects.count())
        return notice, cast

    def _say(self, text, **values):
        self.stdout.write(text % values)

    def _progress(self, done, total):
        if done % 500 == 0:
            self._say(_("办理 %(done)d/%(total)d"), done=done, total=total)

    def _list_accounts(self):
        for group in people.demo_accounts():
            names = "  ".join(person["username"] for person in group["people"])
            self.stdout.write(f"{group['role']}: {names}")
        self._say(_("全部演示账号的密码：%(password)s"), password=people.PASSWORD)
