"""A campaign (专项): one notice, the units it addresses and what it obliges them to."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matters.models import LibraryVersion
from units.models import Unit
from units.models.pairs import both_or_neither, somebody


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("草拟")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已结束")


TONES = {
    CampaignState.DRAFT: "muted",
    CampaignState.PUBLISHED: "ok",
    CampaignState.CLOSED: "info",
}


class RankingBasis(models.TextChoices):
    """Whether city and district figures may be added (domain §10: no double counting)."""

    REGIONAL = "regional", _("各地区办件量相加")
    CITYWIDE = "citywide", _("市级行即全市数")


class DayOffPolicy(models.TextChoices):
    """What a deadline means that falls on a day off (domain Q4)."""

    LEGAL = "legal", _("原日不变，提醒按节前最后工作日")
    BEFORE = "before", _("提前至前一工作日")
    AFTER = "after", _("顺延至下一工作日")


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are the bureau's; a published campaign is seen by those it addresses."""
        if user.sees_everything:
            return self
        return (
            self.exclude(state=CampaignState.DRAFT)
            .filter(obligations__tasks__unit__path__startswith=user.unit.path)
            .distinct()
        )

    def newest_first(self):
        return self.order_by("-issued_on", "-pk")

    def current(self):
        return self.filter(state=CampaignState.PUBLISHED)

    def out(self):
        """Whose lists are with the units, or being made at this moment."""
        with_tasks = Obligation.objects.filter(tasks__isnull=False).values("campaign")
        return self.exclude(state=CampaignState.CLOSED).filter(pk__in=with_tasks)


class Campaign(models.Model):
    # 六角括号 U+3014/3015 are the only correct brackets of a document number (H2).
    number = models.CharField(
        _("发文字号"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号$",
                _("格式如“杭智办〔2018〕2号”，年份用六角括号〔〕，序号不加“第”和前导零。"),
            )
        ],
    )
    title = models.CharField(_("标题"), max_length=120)
    issuer = models.CharField(_("发文机关"), max_length=120)
    issued_on = models.DateField(_("成文日期"))
    basis = models.CharField(_("依据文件"), max_length=300, blank=True)
    summary = models.TextField(_("工作要求"), blank=True)
    help_contact = models.CharField(_("咨询电话"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT
    )
    library_version = models.ForeignKey(
        LibraryVersion, models.PROTECT, null=True, blank=True, verbose_name=_("事项库版本")
    )
    addressees = models.ManyToManyField(
        Unit, related_name="campaigns", blank=True, verbose_name=_("主送单位")
    )
    pilots = models.ManyToManyField(
        Unit, related_name="pilot_campaigns", blank=True, verbose_name=_("就近可办试点")
    )
    top_n = models.PositiveIntegerField(_("应接入数"), default=100)
    candidates = models.PositiveIntegerField(_("清单总数（含候补）"), default=150)
    ranking_basis = models.CharField(
        _("排名口径"), max_length=10, choices=RankingBasis, default=RankingBasis.REGIONAL
    )
    volume_tolerance = models.PositiveSmallIntegerField(_("办件量偏差提示（%）"), default=20)
    correction_workdays = models.PositiveSmallIntegerField(_("退回修改时限（工作日）"), default=1)
    # The reviewer's own clock; nothing of it ever counts against a unit (E11).
    review_workdays = models.PositiveSmallIntegerField(_("审核时限（工作日）"), default=2)
    day_off_policy = models.CharField(
        _("截止日逢休息日"), max_length=10, choices=DayOffPolicy, default=DayOffPolicy.LEGAL
    )
    # 宽限: who reports within it is not late.
    grace_workdays = models.PositiveSmallIntegerField(_("宽限（工作日）"), default=0)
    reminders_on = models.BooleanField(_("自动提醒"), default=True)
    ranking_frozen_at = models.DateTimeField(_("排名冻结时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = somebody(_("发布人"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("专项")
        verbose_name_plural = _("专项")
        constraints = [
            both_or_neither("published", name="campaign_published_both_or_neither"),
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFT) | Q(ranking_frozen_at__isnull=False),
                name="campaign_published_with_frozen_ranking",
            ),
            models.CheckConstraint(
                condition=Q(candidates__gte=models.F("top_n")),
                name="campaign_candidates_cover_top_n",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def reserve(self):
        """候补: the candidates below the obligation."""
        return self.candidates - self.top_n


class ObligationKind(models.TextChoices):
    CHECK = "check", _("核对前150事项清单")
    CITY_LIST = "city_list", _("补填对接事项清单（市级部门）")
    DISTRICT_LIST = "district_list", _("补填对接事项清单（各区县市）")
    ROSTER = "roster", _("报送工作小组人员名单")
    NEARBY = "nearby", _("梳理就近可办事项")


class Obligation(models.Model):
    """What a campaign asks of a kind of unit, by when; its deadline is copied to each task."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="obligations", verbose_name=_("专项")
    )
    kind = models.CharField(_("类别"), max_length=16, choices=ObligationKind)
    # The heading of the exported attachment: a template per attachment (domain Q2).
    title = models.CharField(_("附件名称"), max_length=120)
    due_at = models.DateTimeField(_("截止时间"))

    class Meta:
        verbose_name = _("任务要求")
        verbose_name_plural = _("任务要求")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"], name="obligation_once_per_campaign"
            )
        ]

    def __str__(self):
        return self.get_kind_display()
