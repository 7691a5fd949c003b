"""People with one role in one unit, and the working-group roster (attachment 4)."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .units import Unit


class Role(models.TextChoices):
    FILLER = "filler", _("具体工作人员")
    HEAD = "head", _("处室负责人")
    COLLECTOR = "collector", _("区县电子政务办")
    REVIEWER = "reviewer", _("市局审核员")
    ADMIN = "admin", _("市局管理员")
    LEADER = "leader", _("领导")
    CONTRACTOR = "contractor", _("承建公司工程师")
    HALL = "hall", _("窗口负责人")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues: people of the own branch, or all for the bureau."""
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """A person; work, notes and history belong to the unit, so that a successor continues."""

    first_name = None
    last_name = None
    name = models.CharField(_("姓名"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    division = models.CharField(_("处（科）室"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    # Given by an administrator and known to two: the person must choose another one first.
    password_is_initial = models.BooleanField(_("初始密码"), default=False)

    objects = PeopleManager()

    # For whom this person stands in at present, and in whose right the act at hand is done;
    # units.delegations.standing_in and units.permissions.may fill them in.
    stands_in_for = ()
    acting_for = None

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def sees_everything(self):
        """The bureau and the leaders read all units; everybody else the own branch."""
        return self.role in {Role.REVIEWER, Role.ADMIN, Role.LEADER}

    @property
    def label(self):
        return f"{self.name}（{self.unit.short_name}）"

    def label_for(self, principal):
        """`label`, or, for what was done as a substitute, “莫某（代何处长）”."""
        if principal is None:
            return self.label
        return _("%(who)s（代%(principal)s）") % {"who": self.name, "principal": principal.name}


class RosterDuty(models.TextChoices):
    LEADER = "leader", _("组长（分管领导）")
    HEAD = "head", _("责任处（科）室负责人")
    STAFF = "staff", _("具体工作人员（联络员）")
    TECHNICIAN = "technician", _("技术对接人员")


class RosterQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def in_official_order(self):
        """Order inside a unit is rank, not alphabet (domain §4.4)."""
        return self.order_by("unit__sort_order", "unit_id", "rank", "pk")


class RosterMember(models.Model):
    """One line of attachment 4 (S1): 分管领导牵头，处（科）室负责，具体工作人员主抓."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roster", verbose_name=_("单位"))
    duty = models.CharField(_("小组职责"), max_length=12, choices=RosterDuty)
    name = models.CharField(_("姓名"), max_length=40)
    division = models.CharField(_("处（科）室"), max_length=40, blank=True)
    position = models.CharField(_("职务"), max_length=40, blank=True)
    office_phone = models.CharField(_("办公电话"), max_length=60, blank=True)
    mobile = models.CharField(_("手机"), max_length=60, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    rank = models.PositiveIntegerField(_("排序"), default=0)

    objects = RosterQuerySet.as_manager()

    # 处（科）室负责 and 具体工作人员主抓 need one each; the technician is extra.
    REQUIRED_DUTIES = (RosterDuty.LEADER, RosterDuty.HEAD, RosterDuty.STAFF)

    class Meta:
        verbose_name = _("工作小组人员")
        verbose_name_plural = _("工作小组人员名单")
        indexes = [models.Index(fields=["unit", "rank"], name="roster_unit_rank")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(duty=RosterDuty.STAFF) | ~Q(office_phone="") | ~Q(mobile=""),
                name="roster_staff_has_phone",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.get_duty_display()}）"
