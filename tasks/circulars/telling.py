"""Who is told what about a circular: units when it goes out or is recalled, the bureau when a
report or a draft waits for somebody."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Circular, OverdueReport
from units import inbox
from units.models import Message, MessageKind, Role, User

from .reading import Frozen
from .tables import remark


def tell_issued(circular: Circular, *, at: datetime) -> None:
    """Those it names learn for what; all others of the campaign that it is out."""
    frozen = Frozen(circular.report.figures)
    named = {line["unit"]: remark(line) for line in frozen.named}
    others = [line["unit"] for line in frozen.units if line["unit"] not in named]
    heading = {"title": circular.heading, "number": circular.number}
    for unit, why in named.items():
        _tell(
            circular,
            inbox.people_of([unit]),
            subject=_("通报涉及本单位：%(title)s") % heading,
            body=_("%(number)s已印发，涉及本单位：%(why)s。请按要求办理，并在通报页确认已阅。")
            % {"number": circular.number, "why": why},
            at=at,
        )
    _tell(
        circular,
        inbox.people_of(others),
        subject=_("通报已印发：%(title)s") % heading,
        body=_("%(number)s已印发，请查看。") % heading,
        at=at,
    )


def tell_recalled(circular: Circular, *, at: datetime) -> None:
    units = [line["unit"] for line in Frozen(circular.report.figures).units]
    _tell(
        circular,
        inbox.people_of(units),
        subject=_("通报已撤回：%(title)s") % {"title": circular.heading},
        body=_("%(number)s已撤回，不再作为依据。原因：%(reason)s")
        % {"number": circular.number, "reason": circular.recall_reason},
        at=at,
    )


def tell_compiled(report: OverdueReport, sentence: str, *, at: datetime) -> None:
    _once(
        inbox.reviewers(),
        subject=_("逾期情况已汇总：%(number)s") % {"number": report.number},
        body=sentence,
        url=report.get_absolute_url(),
        since=report.compiled_at,
        at=at,
    )


def tell_to_check(circulars: Iterable[Circular], *, since: datetime, at: datetime) -> None:
    _remind(circulars, inbox.reviewers(), _("请核稿：%(title)s"), since, at)


def tell_to_issue(circulars: Iterable[Circular], *, since: datetime, at: datetime) -> None:
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    _remind(circulars, admins, _("请印发：%(title)s"), since, at)


def _remind(circulars, people, subject, since, at) -> None:
    for circular in circulars:
        subject_of = subject % {"title": circular.heading}
        url = circular.get_absolute_url()
        _once(people, subject=subject_of, body="", url=url, since=since, at=at)


@transaction.atomic
def _once(people, *, subject, body, url, since, at) -> None:
    """A run that is done again after its worker died says nothing twice (trust C4)."""
    said = Message.objects.filter(kind=MessageKind.CIRCULAR, url=url, sent_at__gte=since)
    if not said.filter(subject=subject[:120]).exists():
        inbox.tell(people, kind=MessageKind.CIRCULAR, subject=subject, body=body, url=url, at=at)


def _tell(circular, people, *, subject, body, at) -> None:
    inbox.tell(
        people,
        kind=MessageKind.CIRCULAR,
        subject=subject,
        body=body,
        url=circular.get_absolute_url(),
        at=at,
    )
