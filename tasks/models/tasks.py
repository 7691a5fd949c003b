"""A task: what one unit owes for one obligation, its states and the moves between them."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models import Action, Event, Unit
from units.models.pairs import both_or_neither, somebody

from .campaigns import CampaignState, Obligation, ObligationKind


class State(models.TextChoices):
    ISSUED = "issued", _("待签收")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    FILLING = "filling", _("填报中")
    FOR_HEAD = "for_head", _("待处室审核")
    COLLECTED = "collected", _("待区县汇总")
    SUBMITTED = "submitted", _("待市局审核")
    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("全部通过")


WITH_THE_UNIT = frozenset({State.ACKNOWLEDGED, State.FILLING, State.RETURNED})
# Parts that go up with the district's submission, or already went.
WITH_THE_DISTRICT = frozenset({State.COLLECTED, State.SUBMITTED, State.APPROVED})

MOVES = {  # action: (states it starts from, state it ends in)
    Action.ACKNOWLEDGE: ({State.ISSUED}, State.ACKNOWLEDGED),
    Action.EDIT: ({State.ACKNOWLEDGED}, State.FILLING),
    Action.SEND_TO_HEAD: (WITH_THE_UNIT, State.FOR_HEAD),
    Action.HAND_BACK: ({State.FOR_HEAD}, State.FILLING),
    Action.SUBMIT: (WITH_THE_UNIT | {State.FOR_HEAD}, State.SUBMITTED),
    Action.SUBMIT_TO_COLLECTOR: (WITH_THE_UNIT | {State.FOR_HEAD}, State.COLLECTED),
    Action.PASS_UP: ({State.COLLECTED}, State.SUBMITTED),
    Action.SUPPLEMENT: ({State.SUBMITTED}, State.SUBMITTED),
    # Taken back before review starts: a first submission, a correction, a supplement; the parts
    # that went up with it are their district's again.
    Action.WITHDRAW_SUBMISSION: ({State.SUBMITTED, State.COLLECTED}, State.FILLING),
    Action.WITHDRAW_CORRECTION: ({State.SUBMITTED, State.COLLECTED}, State.RETURNED),
    Action.WITHDRAW_SUPPLEMENT: ({State.SUBMITTED}, State.SUBMITTED),
    Action.PULL_BACK: ({State.SUBMITTED}, State.COLLECTED),
    # A district's departments that were marked 未报 are still to come.
    Action.REOPEN: ({State.SUBMITTED}, State.FILLING),
    Action.START_REVIEW: ({State.SUBMITTED}, State.SUBMITTED),
    Action.SEND_BACK: ({State.SUBMITTED, State.COLLECTED}, State.RETURNED),
    # The part waits with the collector, who corrects it or passes it on to the department.
    Action.RETURN_TO_COLLECTOR: ({State.SUBMITTED}, State.COLLECTED),
    Action.EXTEND: ({State.RETURNED}, State.RETURNED),
    Action.APPROVE: ({State.SUBMITTED}, State.APPROVED),
    Action.UNLOCK: ({State.SUBMITTED, State.APPROVED}, State.RETURNED),
    # Within the undo window of a bulk approval (E5); approving the rest of a district's rows may
    # have opened its list for the late departments.
    Action.UNDO_APPROVAL: ({State.APPROVED, State.FILLING}, State.SUBMITTED),
    # A new library version opens signed work again, ends what it left nothing of to correct,
    # and releases a unit whose last matter went away.
    Action.LIBRARY_CHANGE: ({State.SUBMITTED, State.COLLECTED, State.APPROVED}, State.RETURNED),
    Action.LIBRARY_SETTLED: ({State.RETURNED}, State.SUBMITTED),
    Action.RELEASE: (frozenset(State) - {State.APPROVED}, State.APPROVED),
}

TONES = {
    State.ISSUED: "warn",
    State.ACKNOWLEDGED: "muted",
    State.FILLING: "info",
    State.FOR_HEAD: "info",
    State.COLLECTED: "info",
    State.SUBMITTED: "info",
    State.RETURNED: "danger",
    State.APPROVED: "ok",
}


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published tasks of the own branch; a collector sees the parts of the district."""
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path).exclude(
            obligation__campaign__state=CampaignState.DRAFT
        )

    def of_campaign(self, campaign):
        return self.filter(obligation__campaign=campaign)

    def owed(self):
        """What a unit owes the bureau; a district department's part is owed to its district."""
        return self.filter(parent__isnull=True)

    def outstanding(self):
        """Never submitted; who was released because no matter is left owes nothing."""
        return self.filter(first_submitted_at__isnull=True).exclude(state=State.APPROVED)

    def overdue(self, *, at):
        """Not submitted even once by the deadline; corrections are never late (domain §10)."""
        return self.outstanding().filter(late_at__lt=at)

    def past_correction(self, *, at):
        """Returned, and past the clock of the correction; words of its own, never overdue."""
        returned = self.filter(state=State.RETURNED, first_submitted_at__isnull=False)
        return returned.filter(correction_due_at__lt=at)

    def in_official_order(self):
        return self.order_by("unit__sort_order", "unit_id", "obligation_id")

    def for_page(self):
        return self.select_related(
            "unit__parent", "obligation__campaign", "parent", "review_started_by__unit"
        )

    def held(self, pk: int) -> "Task":
        """Task `pk` as it is now; it and its parts are nobody else's until the transaction ends.

        Everybody locks tasks in this order and before their rows, so that nobody waits in a ring.
        Not FOR UPDATE: who writes to a part has its parent checked, as a foreign key, on commit,
        and would then wait for whoever holds the parent and waits for the part.
        """
        family = Task.objects.filter(Q(pk=pk) | Q(parent=pk)).order_by("pk")
        list(family.select_for_update(of=("self",), no_key=True))
        return self.for_page().get(pk=pk)

    @transaction.atomic
    def move(
        self, action: Action, *, by, at: datetime, note: str = "", changes: dict | None = None
    ) -> list["Task"]:
        """Move every task that may take `action`, log each, and return the moved ones.

        Nothing else writes `state`. A task in another state is left alone and is not returned,
        so that the second of two people learns that the first was quicker. An action that leads
        where it starts is logged with its `changes` only, and `moved_at` stays.
        """
        sources, target = MOVES[action]
        stays = sources == {target}
        rows = list(
            self.filter(state__in=sources)
            .select_related("unit", "obligation")
            .select_for_update(of=("self",), no_key=True)
        )
        moved_at = {} if stays else {"moved_at": at}
        Task.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=target, **moved_at, version=F("version") + 1
        )
        Event.objects.bulk_create(
            Event(
                **Event.objects.row(
                    action,
                    by=by,
                    at=at,
                    subject=row,
                    unit=row.unit,
                    reason=note,
                    changes=changes if stays else {"state": [row.state, target]},
                )
            )
            for row in rows
        )
        for row in rows:
            row.state = target
        return rows


class Task(models.Model):
    """What `unit` owes for `obligation`. A district's list has one part per department:
    the parts hold the rows and have the district's task as `parent`."""

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="tasks", verbose_name=_("任务要求")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks", verbose_name=_("单位"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("汇总任务"),
    )
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.ISSUED)
    due_at = models.DateTimeField(_("截止时间"))
    # From then on the task is overdue: the deadline by the campaign's rule for days off, plus its
    # grace (supervision.deadlines.late_from).
    late_at = models.DateTimeField(_("逾期起算"))
    correction_due_at = models.DateTimeField(_("修改截止时间"), null=True, blank=True)
    moved_at = models.DateTimeField(_("状态时间"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    acknowledged_by = somebody(_("签收人"))
    # The first submission decides whether a unit was in time (domain §10).
    first_submitted_at = models.DateTimeField(_("首次报送时间"), null=True, blank=True)
    # The last one that stands; since then the task waits for whoever it went up to (E11).
    submitted_at = models.DateTimeField(_("最近报送时间"), null=True, blank=True)
    review_started_at = models.DateTimeField(_("开始审核时间"), null=True, blank=True)
    review_started_by = somebody(_("审核人"))
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    feedback = models.TextField(_("反馈意见"), blank=True)
    return_note = models.TextField(_("退回原因"), blank=True)
    # Why a district submitted without this department's part (A3-7, case 16).
    missing_reason = models.TextField(_("未报原因"), blank=True)
    # 已与审管办确认, only asked of the pilots (A2-1).
    office_contact = models.CharField(_("审管办确认人"), max_length=40, blank=True)
    office_confirmed_on = models.DateField(_("审管办确认日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("填报任务")
        verbose_name_plural = _("填报任务")
        indexes = [
            models.Index(fields=["state", "moved_at"], name="task_state"),
            models.Index(fields=["parent", "state"], name="task_parent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "unit"], name="task_once_per_unit"),
            both_or_neither("acknowledged", name="task_acknowledged_both_or_neither"),
            models.CheckConstraint(
                condition=Q(office_contact="", office_confirmed_on__isnull=True)
                | (~Q(office_contact="") & Q(office_confirmed_on__isnull=False)),
                name="task_office_both_or_neither",
            ),
            both_or_neither("review_started", name="task_review_started_both_or_neither"),
        ]

    def __str__(self):
        return f"{self.unit} {self.obligation}"

    def get_absolute_url(self):
        return reverse("tasks:task-detail", args=[self.pk])

    @property
    def kind(self):
        return self.obligation.kind

    @property
    def key(self):
        """The primary key as text, for ids of elements on a page."""
        return str(self.pk)

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def is_part(self):
        return self.parent_id is not None

    @property
    def is_collected(self):
        """A district's list: it has parts instead of rows of its own."""
        return self.kind == ObligationKind.DISTRICT_LIST and not self.is_part

    @property
    def has_rows(self):
        return self.kind in {ObligationKind.CITY_LIST, ObligationKind.NEARBY} or self.is_part

    @property
    def takes_answers(self):
        """Rows of attachments 2 and 3 may take over what was answered elsewhere."""
        return self.has_rows and self.kind != ObligationKind.NEARBY

    @property
    def is_with_the_unit(self):
        return self.state in WITH_THE_UNIT

    @property
    def is_correction(self):
        """What came back after a submission; its own clock runs, the deadline was met or missed."""
        return self.correction_due_at is not None and self.first_submitted_at is not None

    @property
    def clock_at(self):
        """The end of the clock that runs: that of the correction, or the deadline."""
        return self.correction_due_at if self.is_correction else self.due_at

    @property
    def is_back_with_district(self):
        """A part the bureau returned to the collector, who corrects it or passes it on."""
        return self.is_part and self.state == State.COLLECTED and self.is_correction

    def may_move(self, action):
        return self.state in MOVES[action][0]

    @property
    def was_late(self):
        """The first submission came after all grace: marked, never lost (trust B4)."""
        return self.first_submitted_at is not None and self.first_submitted_at > self.late_at

    def is_overdue(self, *, at):
        released = self.state == State.APPROVED
        return self.first_submitted_at is None and not released and self.late_at < at
