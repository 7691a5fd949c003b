"""`{% reminders_of task as said %}`: what the ladder has said of a task, for the bureau."""

from django import template

from tasks.models import Reminder
from units.models import Channel

register = template.Library()


@register.simple_tag(takes_context=True)
def reminders_of(context, task):
    """The ledger of the task, oldest first; nothing for those who were reminded."""
    if not context["request"].user.sees_everything:
        return []
    rows = Reminder.objects.filter(task=task, channel=Channel.INBOX).select_related("rung")
    return list(rows.order_by("at", "pk"))
