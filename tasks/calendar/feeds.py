"""Deadlines as iCalendar (RFC 5545), for people's own calendar programs (G10)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vDuration

from tasks.models import Campaign, Obligation, Task
from tasks.supervision.clocks import effective_day, ladder_day
from tasks.supervision.wording import sentence, sentence_of
from units.models import Action, User
from units.models import Event as Act
from units.workdays import end_of, last_workday_until
from yichuang.templatetags.ui import last_day

# An event that ends with the deadline: 24:00 by itself would stand on the next day.
LENGTH = timedelta(minutes=30)
MORNING = time(9, 0)
ZONE = ZoneInfo(settings.TIME_ZONE)


def feed_of(user: User, *, site: str, at: datetime) -> bytes:
    """The deadlines `user` has to keep an eye on; `site` is the portal's address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Yichuang//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("一窗截止时间 · %(unit)s") % {"unit": user.unit.short_name})
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    # RFC 7986, and what Outlook understands.
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(timedelta(hours=1)))
    calendar.add_component(_zone())
    for event in _events(user, at):
        event["url"] = f"{site}{event['url']}"
        calendar.add_component(event)
    return calendar.to_ical()


def _zone():
    """China has had one time without summer time since 1992."""
    return Timezone.from_tzinfo(ZONE, settings.TIME_ZONE, date(1992, 1, 1), date(2038, 1, 1))


def _events(user, at):
    if user.sees_everything:
        yield from (_obligation_event(one, at) for one in _obligations())
        return
    for task in _tasks(user):
        yield (_correction_event if task.is_correction else _task_event)(task, at)


def _tasks(user):
    """What the own unit owes in the campaigns that run; later batches join here."""
    running = Task.objects.visible_to(user).filter(
        unit=user.unit_id, obligation__campaign__in=Campaign.objects.current()
    )
    return running.for_page().order_by("due_at", "pk")


def _obligations():
    """Each obligation of the campaigns that run, with how often it was moved."""
    moved = (
        Act.objects.filter(
            action=Action.MOVE_DEADLINE,
            subject=Obligation._meta.label_lower,
            subject_id=OuterRef("pk"),
        )
        .order_by()
        .values("subject_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    found = Obligation.objects.filter(campaign__in=Campaign.objects.current())
    found = found.annotate(moves=Coalesce(Subquery(moved), 0)).select_related("campaign")
    return found.order_by("due_at", "pk")


def _obligation_event(obligation, at):
    campaign = obligation.campaign
    return _event(
        f"obligation-{obligation.pk}",
        ends_at=_people_have_until(obligation.due_at, campaign),
        sequence=obligation.moves,
        summary=_("全市截止：%(what)s") % {"what": obligation},
        said=[sentence(obligation.due_at, campaign), str(campaign)],
        url=reverse("tasks:campaign-detail", args=[campaign.pk]),
        alarm_on=ladder_day(obligation.due_at, campaign),
        at=at,
    )


def _task_event(task, at):
    campaign, done = task.obligation.campaign, task.first_submitted_at is not None
    summary = _("已报送：%(what)s") if done else _("截止：%(what)s")
    return _event(
        f"task-{task.pk}",
        ends_at=_people_have_until(task.due_at, campaign),
        sequence=task.version,
        summary=summary % {"what": task.obligation},
        said=[sentence(task.due_at, campaign), str(campaign)],
        url=task.get_absolute_url(),
        alarm_on=None if done else ladder_day(task.due_at, campaign),
        at=at,
    )


def _correction_event(task, at):
    return _event(
        f"correction-{task.pk}",
        ends_at=task.correction_due_at,
        sequence=task.version,
        summary=_("修改截止：%(what)s") % {"what": task.obligation},
        said=[sentence_of(task), str(task.obligation.campaign)],
        url=task.get_absolute_url(),
        alarm_on=last_workday_until(last_day(task.correction_due_at)),
        at=at,
    )


def _people_have_until(due_at, campaign):
    """The end of the day the rule for days off gives; a legal date stays what it is."""
    day = last_day(due_at)
    moved = effective_day(day, campaign.day_off_policy)
    return due_at if campaign.day_off_policy == "legal" or moved == day else end_of(moved)


def _event(uid, *, ends_at, sequence, summary, said, url, alarm_on, at) -> Event:
    event = Event()
    end = _full_minute(ends_at)
    event.add("uid", f"{uid}@yichuang")
    event.add("dtstamp", at)
    event.add("dtstart", end - LENGTH)
    event.add("dtend", end)
    event.add("sequence", sequence)
    event.add("summary", summary)
    event.add("description", "\n".join(said))
    event["url"] = url
    event.add("transp", "TRANSPARENT")
    for alarm in _alarms(alarm_on, summary):
        event.add_component(alarm)
    return event


def _full_minute(moment):
    """24:00 instead of the last microsecond before it, in the portal's zone."""
    moment = moment + timedelta(seconds=59) if moment.second == 59 else moment
    return moment.astimezone(ZONE).replace(second=0, microsecond=0)


def _alarms(day: date | None, summary) -> Iterator[Alarm]:
    """In the morning of the last workday people have."""
    if day is None:
        return
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    morning = timezone.make_aware(datetime.combine(day, MORNING), ZONE)
    # RFC 5545 3.8.6.3: a moment instead of a span says so, and is in UTC.
    alarm.add("trigger", morning.astimezone(UTC), {"VALUE": "DATE-TIME"})
    yield alarm
