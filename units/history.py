"""The history of an object, as the timeline component shows it."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _


def timeline(events, model) -> list[dict]:
    """Events as items of `components/timeline.html`: fields and values in the words people know.

    Select `by__unit` with the events, or each item costs a query.
    """
    return [
        {
            "what": event.get_action_display(),
            "who": event.by.label if event.by_id else _("系统"),
            "at": event.at,
            "reason": event.reason,
            "changes": [_change(model, field, *values) for field, values in event.changes.items()],
        }
        for event in events
    ]


def _change(model, name, old, new):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return {"label": name, "old": old, "new": new}
    words = dict(getattr(field, "flatchoices", ())) or {True: _("是"), False: _("否")}
    return {"label": field.verbose_name, "old": _word(words, old), "new": _word(words, new)}


def _word(words, value):
    return words.get(value, value) if isinstance(value, str | bool) else value
