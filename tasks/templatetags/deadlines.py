"""`{{ task|deadline }}` and `{% calendar_warning todos %}`: deadlines in a template."""

from django import template

from tasks.models import Obligation, Task
from tasks.supervision.clocks import late_from
from tasks.supervision.wording import sentence
from units import workdays
from yichuang.templatetags.ui import last_day

register = template.Library()


@register.filter
def deadline(one: Task | Obligation) -> str:
    """“截止 2018年4月6日 24:00，逢清明假期，…”: never that of a correction."""
    return sentence(one.due_at, _campaign(one))


@register.inclusion_tag("components/calendar_warning.html")
def calendar_warning(*things):
    """Says so when a deadline among `things` lies in a year whose days off are not published.

    A thing is a task or an obligation, what stands for one (`task`, `obligation`), or a list.
    """
    days = [last_day(moment) for one in _all(things) for moment in _moments(one)]
    return {
        "text": workdays.warning(*days),
        "year": min(workdays.unpublished_years(days), default=""),
    }


def _all(things):
    for thing in things:
        if isinstance(thing, Task | Obligation):
            yield thing
        elif found := getattr(thing, "task", None) or getattr(thing, "obligation", None):
            yield found
        elif thing:
            yield from _all(thing)


def _moments(one):
    if isinstance(one, Obligation):
        return one.due_at, late_from(one.due_at, one.campaign)
    if one.first_submitted_at and not one.is_correction:
        return ()
    return one.clock_at, one.late_at


def _campaign(one):
    return one.campaign if isinstance(one, Obligation) else one.obligation.campaign
