"""The audit trail: who did what, when, old → new and why; rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang import bulk

from .units import Unit


class Action(models.TextChoices):
    EDIT = "edit", _("修改")
    CONFIRM = "confirm", _("确认")
    ACKNOWLEDGE = "acknowledge", _("签收")
    SEND_TO_HEAD = "send_to_head", _("送处室审核")
    HAND_BACK = "hand_back", _("退回填报人")
    SUBMIT = "submit", _("报送")
    SUBMIT_TO_COLLECTOR = "submit_to_collector", _("报送区县汇总")
    PASS_UP = "pass_up", _("随区县统一报送")
    SUPPLEMENT = "supplement", _("补报")
    SEND_BACK = "send_back", _("退回")
    APPROVE = "approve", _("通过")
    REOPEN = "reopen", _("重新开放")
    MARK_MISSING = "mark_missing", _("标记未报")
    OBJECT = "object", _("提出疑义")
    WITHDRAW = "withdraw", _("撤回")
    DECIDE = "decide", _("裁定疑义")
    PUBLISH = "publish", _("发布")
    CREATE = "create", _("新建")
    DELETE = "delete", _("删除")
    FREEZE = "freeze", _("冻结")
    IMPORT = "import", _("导入")
    UPLOAD = "upload", _("上传")
    REVERT = "revert", _("撤回导入")
    TAKE_OVER = "take_over", _("接用答案")
    MERGE = "merge", _("合并系统")
    SPLIT = "split", _("拆分系统")
    LIBRARY_CHANGE = "library_change", _("事项库变更")
    LIBRARY_SETTLED = "library_settled", _("事项库变更后无需再改")
    RELEASE = "release", _("事项已全部移出")
    WITHDRAW_SUBMISSION = "withdraw_submission", _("撤回报送")
    WITHDRAW_CORRECTION = "withdraw_correction", _("撤回重新报送")
    WITHDRAW_SUPPLEMENT = "withdraw_supplement", _("撤回补报")
    PULL_BACK = "pull_back", _("随区县撤回")
    START_REVIEW = "start_review", _("开始审核")
    UNDO_APPROVAL = "undo_approval", _("撤销通过")
    UNLOCK = "unlock", _("解锁退回")
    RETURN_TO_COLLECTOR = "return_collector", _("退回区县")
    EXTEND = "extend", _("延长修改期限")
    HAND_ROWS = "hand_rows", _("分办")
    GIVE_BACK_ROWS = "give_back_rows", _("交回分办")
    RECALL_ROWS = "recall_rows", _("收回分办")
    POST = "post", _("留言")
    ATTACH = "attach", _("上传佐证")
    PROPOSE = "propose", _("提出结论")
    AGREE = "agree", _("答复结论")
    NUDGE = "nudge", _("催办")
    MOVE_DEADLINE = "move_deadline", _("延期")
    ISSUE_SLIP = "issue_slip", _("发督查单")
    FEEDBACK_SLIP = "feedback_slip", _("反馈督查单")
    CLOSE_SLIP = "close_slip", _("销号")
    CANCEL_SLIP = "cancel_slip", _("撤销督查单")
    CALL = "call", _("电话催办")
    RESEND = "resend", _("重新发送")
    RUN = "run", _("手动运行")
    COMPILE = "compile", _("汇总逾期情况")
    CHECK_CIRCULAR = "check_circular", _("核稿")
    ISSUE_CIRCULAR = "issue_circular", _("印发通报")
    RECALL_CIRCULAR = "recall_circular", _("撤回通报")
    ASSESS = "assess", _("考核计分")
    APPEAL = "appeal", _("申诉")
    DECIDE_APPEAL = "decide_appeal", _("答复申诉")
    ACKNOWLEDGE_SLIP = "acknowledge_slip", _("知会变更")
    RESTORE = "restore", _("恢复")
    DELEGATE = "delegate", _("委托代办")
    END_DELEGATION = "end_delegation", _("收回委托")
    HAND_OVER = "hand_over", _("交接")
    EXPORT = "export", _("导出")
    REVEAL = "reveal", _("查看电话")
    REFUSED = "refused", _("越权被拒")
    SIGN_IN = "sign_in", _("登录")
    SIGN_IN_FAILED = "sign_in_failed", _("登录失败")
    SIGN_OUT = "sign_out", _("退出")


NEEDS_REASON = (
    Action.SEND_BACK,
    Action.HAND_BACK,
    Action.MARK_MISSING,
    Action.DECIDE,
    Action.UNLOCK,
    Action.RETURN_TO_COLLECTOR,
    Action.EXTEND,
    Action.MOVE_DEADLINE,
    Action.CANCEL_SLIP,
    Action.RECALL_CIRCULAR,
    Action.DECIDE_APPEAL,
)


# Signing in, taking things out, looking at numbers, being refused: the logs of access (P4).
ACCESS = (
    Action.EXPORT,
    Action.REVEAL,
    Action.REFUSED,
    Action.SIGN_IN,
    Action.SIGN_IN_FAILED,
    Action.SIGN_OUT,
)


# What differs from event to event when many are recorded at once.
LINE = ("subject_id", "unit_id", "label", "changes")


class AppendOnly(Exception):
    """Somebody tried to change or delete what is only ever added."""


def _name_of(subject) -> str:
    """What the trail calls an object, in Chinese whatever language the acting person reads."""
    with translation.override("zh-hans"):
        return str(subject)


class EventQuerySet(models.QuerySet):
    def of(self, instance):
        """The history of one object, newest first."""
        return self.filter(subject=instance._meta.label_lower, subject_id=instance.pk).order_by(
            "-pk"
        )

    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def record(
        self, action, *, by, at, subject, unit=None, changes=None, reason="", label="", ip=None
    ):
        """Write one event about `subject`, a saved model instance."""
        return self.create(
            **self.row(
                action,
                by=by,
                at=at,
                subject=subject,
                unit=unit,
                changes=changes,
                reason=reason,
                label=label,
            ),
            ip=ip,
        )

    def record_export(self, file_name, *, rows, by, at, subject, unit=None):
        """A file was handed out: which, and how many rows it holds (trust E3)."""
        return self.record(
            Action.EXPORT,
            by=by,
            at=at,
            subject=subject,
            unit=unit,
            label=file_name,
            reason=gettext("%(count)s 行") % {"count": rows},
        )

    @staticmethod
    def row(action, *, by, at, subject, unit=None, changes=None, reason="", label=""):
        """The keyword arguments of one event, for `bulk_create` of many."""
        return {
            "action": action,
            "by": by,
            "acting_for": by.acting_for if by else None,
            "at": at,
            "unit": unit or (by.unit if by else None),
            "subject": subject._meta.label_lower,
            "subject_id": subject.pk,
            "label": (label or _name_of(subject))[:200],
            "changes": changes or {},
            "reason": reason,
        }

    def record_many(self, action, model, lines, *, by, at) -> int:
        """One event for each line (subject_id, unit_id, label, changes) about rows of `model`."""
        kind, person = model._meta.label_lower, by.pk if by else None
        principal = by.acting_for.pk if by and by.acting_for else None
        return bulk.insert(
            self.model,
            ("at", "by_id", "acting_for_id", "action", "subject", "reason", *LINE),
            (
                (at, person, principal, action, kind, "", *line[:2], line[2][:200], line[3])
                for line in lines
            ),
        )

    def update(self, **kwargs):
        raise AppendOnly("events are never changed")

    def delete(self):
        raise AppendOnly("events are never deleted")


class Event(models.Model):
    """One act. `changes` is {field: [old, new]}; `unit` is the unit whose work it touched."""

    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    # Whose duty it was, when a substitute did it (E8).
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("代谁办理"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("单位")
    )
    action = models.CharField(_("动作"), max_length=24, choices=Action)
    subject = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.BigIntegerField(_("对象编号"))
    label = models.CharField(_("对象"), max_length=200)
    changes = models.JSONField(_("变更"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    ip = models.GenericIPAddressField(_("地址"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        indexes = [
            models.Index(fields=["subject", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["unit", "at"], name="event_unit_at"),
            # The rare acts that are asked for by themselves (P4), found among millions of others.
            models.Index(
                fields=["action", "id"], condition=Q(action__in=ACCESS), name="event_access"
            ),
            # The words returns are given in, and what was opened again, are asked for by page.
            models.Index(
                fields=["action", "subject", "subject_id"],
                condition=Q(action__in=["send_back", "unlock"]),
                name="event_returns",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=NEEDS_REASON) | ~Q(reason=""),
                name="event_return_has_reason",
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.label}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise AppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("events are never deleted")
