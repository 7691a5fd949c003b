"""What every filled-in row has: its states, who it is with, who changed it last."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from matters.models import Matter
from units.models.pairs import somebody

from .approvals import BulkApproval
from .handings import Handing
from .tasks import Task


class RowState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待市局审核")
    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("通过")
    EXCLUDED = "excluded", _("疑义成立")
    CANCELLED = "cancelled", _("库已取消")


OPEN_ROWS = frozenset({RowState.DRAFT, RowState.RETURNED})
# Rows that left the denominator.
LEFT_OUT = frozenset({RowState.EXCLUDED, RowState.CANCELLED})


class ReturnClass(models.TextChoices):
    """Why a row was returned; the words beside it say more."""

    VOLUME = "volume", _("办件量有误")
    LEVEL = "level", _("系统层级有误")
    NAME = "name", _("系统名称不规范")
    CONTACT = "contact", _("联系人或电话有误")
    SCOPE = "scope", _("适用范围或区县有误")
    INCOMPLETE = "incomplete", _("说明不足")
    OTHER = "other", _("其他")
    # Given by a new library version, never by a person.
    LIBRARY = "library", _("权力事项库更新")


class LeftBecause(models.TextChoices):
    """Why the library took a row out of the denominator."""

    CANCELLED = "cancelled", _("库已取消")
    SUSPENDED = "suspended", _("库已暂停")
    MOVED = "moved", _("已移交其他部门")
    OUT_OF_SCOPE = "out_of_scope", _("不再属于本清单范围")


TONES = {
    RowState.DRAFT: "muted",
    RowState.SUBMITTED: "info",
    RowState.RETURNED: "danger",
    RowState.APPROVED: "ok",
    RowState.EXCLUDED: "muted",
    RowState.CANCELLED: "muted",
}


def is_counted(rows: str = "") -> Q:
    """The condition that rows, reached by the path `rows`, are in the denominator."""
    return ~Q(**{f"{rows}state__in": LEFT_OUT})


def is_reported(rows: str = "") -> Q:
    """… that the bureau reads their content: a draft is the unit's own (A3-7)."""
    return (
        Q(**{f"{rows}task__first_submitted_at__isnull": False})
        & (
            Q(**{f"{rows}task__parent__isnull": True})
            | Q(**{f"{rows}task__parent__first_submitted_at__isnull": False})
        )
        & ~Q(**{f"{rows}state": RowState.DRAFT})
    )


def is_odd(model) -> Q:
    """… that something about them is odd to the bureau."""
    return Q(**{f"{model.ODD}__gt": 0})


COUNTED = is_counted()


class RowQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(task__unit__path__startswith=user.unit.path)

    def in_order(self):
        return self.order_by("sort_order", "pk")

    def counted(self):
        return self.filter(COUNTED)

    def reviewable(self):
        return self.filter(state=RowState.SUBMITTED)

    def odd(self):
        return self.filter(is_odd(self.model))

    def plain(self):
        """Rows with nothing odd."""
        return self.exclude(is_odd(self.model))

    def reported(self):
        """Rows whose content the bureau reads."""
        return self.filter(is_reported())

    def of_submission(self, task):
        """All rows that go to the bureau with `task`: its own or those of its parts."""
        return self.filter(Q(task=task) | Q(task__parent=task))

    def progress_by_handing(self):
        """{handing id: (rows filled in, rows)} of what is or was handed out."""
        counts = self.filter(handing__isnull=False).values_list("handing_id").order_by()
        figures = counts.annotate(done=Count("pk", filter=Q(complete=True)), total=Count("pk"))
        return {handing: (done, total) for handing, done, total in figures}

    def tally(self):
        """Counts over the rows: total, complete, suspicious, odd ones under review, each state."""
        return self.aggregate(
            total=Count("pk", filter=COUNTED),
            complete=Count("pk", filter=COUNTED & Q(complete=True)),
            suspicious=Count("pk", filter=COUNTED & Q(suspicion__gt=0)),
            odd=Count("pk", filter=Q(state=RowState.SUBMITTED) & is_odd(self.model)),
            **{state.value: Count("pk", filter=Q(state=state)) for state in RowState},
        )


class FilledRow(models.Model):
    """What every filled-in row has. `complete` and `suspicion` are kept by the form that
    judges the row, so that progress and queues are counted in SQL."""

    # What is stored with the facts beside what the judging keeps.
    TRACES = ()
    # What tells the bureau that something is odd about the row.
    ODD = "suspicion"

    task = models.ForeignKey(Task, models.PROTECT, related_name="%(class)s_rows")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="%(class)s_rows")
    sort_order = models.PositiveIntegerField(default=0)
    state = models.CharField(_("状态"), max_length=10, choices=RowState, default=RowState.DRAFT)
    return_class = models.CharField(
        _("退回原因类别"), max_length=12, choices=ReturnClass, blank=True
    )
    return_reason = models.TextField(_("退回原因"), blank=True)
    # 库已取消（不计入）: why and since which day; history keeps it when the row comes back.
    left_because = models.CharField(
        _("不计入原因"), max_length=12, choices=LeftBecause, blank=True, editable=False
    )
    left_on = models.DateField(_("不计入起始日期"), null=True, blank=True, editable=False)
    remark = models.CharField(_("备注/反馈意见"), max_length=500, blank=True)
    complete = models.BooleanField(_("已填完整"), default=False)
    suspicion = models.PositiveSmallIntegerField(_("待核实处"), default=0)
    warnings = models.JSONField(_("提示"), default=list, blank=True)
    settled = models.JSONField(_("已确认的提示"), default=list, blank=True)
    # The bulk approval the row was last approved with, while that can be undone.
    approved_in = models.ForeignKey(
        BulkApproval,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)s_rows",
        editable=False,
    )
    # 分办: the colleague or division the row is with, or came back from last.
    handing = models.ForeignKey(
        Handing,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)s_rows",
        editable=False,
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    updated_by = somebody(_("更新人"))

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["task", "sort_order", "id"], name="%(class)s_in_order"),
            models.Index(fields=["task", "state"], name="%(class)s_task_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["task", "matter"], name="%(class)s_once_per_task"),
            models.CheckConstraint(
                condition=~Q(state=RowState.RETURNED)
                | (~Q(return_class="") & ~Q(return_reason="")),
                name="%(class)s_return_has_class_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="")
                | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="%(class)s_left_both_or_neither",
            ),
        ]

    def __str__(self):
        return str(self.matter)

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def is_open(self):
        return self.state in OPEN_ROWS

    @property
    def return_text(self):
        """Class and words of the return as everybody reads them; empty if there is none."""
        if not self.return_reason:
            return ""
        return f"{self.get_return_class_display()}：{self.return_reason}"

    @property
    def is_untouched(self):
        """未填: nobody has given a fact yet; presets do not count."""
        return self.state == RowState.DRAFT and self.version == 0

    @property
    def state_label(self):
        if self.is_untouched:
            return _("未填")
        if self.state == RowState.DRAFT:
            return _("填齐") if self.complete else _("未填齐")
        if self.left_on:
            return _("%(why)s（不计入），%(since)s起") % {
                "why": self.get_left_because_display(),
                "since": self.left_on.isoformat(),
            }
        return self.get_state_display()
