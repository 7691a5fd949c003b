"""`manage.py first_admin`: the city, its bureau and their first administrator, once."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units import accounts
from units.models import Role, Unit, UnitKind, UnitLevel, User


class Command(BaseCommand):
    help = "Create city, bureau and first administrator in an empty database; show the password."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="The administrator's name.")
        parser.add_argument("--city", default="杭州市")
        parser.add_argument("--bureau", default="市数据资源局")

    @transaction.atomic
    def handle(self, *, username, name, city, bureau, **options):
        if User.objects.exists() or Unit.objects.exists():
            raise CommandError(_("数据库已有单位或账号，请由管理员在“单位与人员”中添加。"))
        above = Unit.objects.create(
            name=city, short_name=city, level=UnitLevel.CITY, kind=UnitKind.CITY
        )
        unit = Unit.objects.create(
            name=bureau,
            short_name=bureau,
            level=UnitLevel.CITY,
            kind=UnitKind.BUREAU,
            parent=above,
            sort_order=10,
        )
        admin = User(username=username, name=name, unit=unit, role=Role.ADMIN)
        password = accounts.open_account(admin, by=admin, at=timezone.now())
        self.stdout.write(_("初始密码：%(password)s（首次登录时须修改）") % {"password": password})
