"""The register of receipts: which submission a number belongs to, and whether it still stands."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import Submission
from units.models import User

from . import layout
from .reading import Reading

NUMBER = re.compile(r"([1-9]\d{0,8})-(\d{5,12})-(\d{2,4})", re.ASCII)
# So many signs of the checksum are asked of who types it: nobody guesses them.
FEWEST_SIGNS = 16


STANDS = (gettext_lazy("有效"), "ok")
SUPERSEDED = (gettext_lazy("已被后次报送取代"), "muted")
WITHDRAWN = (gettext_lazy("已撤回"), "warn")


@dataclass
class Standing:
    """Whether a receipt still stands, in words."""

    label: str
    tone: str
    sentence: str = ""

    @property
    def stands(self):
        return self.tone == "ok"


def receipts_of(user: User):
    """The receipts `user` may list: the bureau's are those of what was reported to it (A3-7)."""
    receipts = Submission.objects.visible_to(user)
    if not user.sees_everything:
        return receipts
    reported = Q(task__parent=None) | Q(task__parent__first_submitted_at__isnull=False)
    return receipts.filter(reported, task__first_submitted_at__isnull=False)


def find(number: str) -> Submission | None:
    found = NUMBER.fullmatch(number.strip())
    if not found:
        return None
    campaign, task, count = map(int, found.groups())
    submissions = Submission.objects.select_related(
        "by__unit", "withdrawn_by__unit", "task__unit__parent", "task__obligation__campaign"
    )
    return submissions.filter(
        task_id=task, number=count, task__obligation__campaign=campaign
    ).first()


def standing_of(submission: Submission) -> Standing:
    if submission.withdrawn_at:
        return _withdrawn(submission)
    later = (
        Submission.objects.standing()
        .filter(task=submission.task_id, number__gt=submission.number)
        .order_by("-number")
        .values_list("number", "at")
        .first()
    )
    if later is None:
        return Standing(*STANDS, _("这是该任务最近一次报送。"))
    number, at = later
    sentence = _("该任务已于%(at)s第 %(n)d 次报送，以后一次为准；本回执仍证明当时的报送。")
    return Standing(*SUPERSEDED, sentence % {"n": number, "at": _moment(at)})


def with_standing(receipts):
    """`receipts` for a list, each told apart from those that a later one took the place of."""
    later = Submission.objects.standing().filter(
        task=OuterRef("task"), number__gt=OuterRef("number")
    )
    return receipts.annotate(is_superseded=Exists(later))


def listed_standing(submission: Submission) -> Standing:
    """The same in a word, of one `with_standing`."""
    if submission.withdrawn_at:
        return Standing(*WITHDRAWN)
    return Standing(*(SUPERSEDED if submission.is_superseded else STANDS))


def _withdrawn(submission):
    sentence = _("本次报送已于%(at)s由%(by)s撤回，不再有效。")
    facts = {"at": _moment(submission.withdrawn_at), "by": submission.withdrawn_by.label}
    return Standing(*WITHDRAWN, sentence % facts)


def _moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def compare(reading: Reading) -> Submission | None:
    """Look a genuine receipt up; what the register says differently becomes a check that fails."""
    submission = find(str(reading.receipt[layout.NUMBER]))
    known = submission is not None and submission.checksum == reading.receipt[layout.CHECKSUM]
    reading.add(
        known,
        _("登记簿中有该编号，内容校验码一致。"),
        _("登记簿中没有该编号的报送，或其内容校验码不同。"),
    )
    return submission if known else None


def look_up(number: str, signs: str) -> Submission | None:
    """The submission with this number, if `signs` are the beginning of its checksum."""
    signs = "".join(signs.split()).lower()
    submission = find(number)
    if submission is None or len(signs) < FEWEST_SIGNS:
        return None
    return submission if submission.checksum.startswith(signs) else None
