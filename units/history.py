"""The history of an object, as the timeline component shows it."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _


def change(model, name: str, old, new) -> dict:
    """One changed field of `model` in the words people know."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return {"label": name, "old": old, "new": new}
    words = dict(getattr(field, "flatchoices", ())) or {True: _("是"), False: _("否")}
    return {"label": field.verbose_name, "old": _word(words, old), "new": _word(words, new)}


def timeline(events, describe=change) -> list[dict]:
    """Events as items of `components/timeline.html`; `describe` puts each change into words."""
    return [
        {
            "what": event.get_action_display(),
            "who": event.by.label_for(event.acting_for) if event.by_id else _("系统"),
            "at": event.at,
            "reason": event.reason,
            "changes": [
                describe(apps.get_model(event.subject), name, *values)
                for name, values in event.changes.items()
            ],
        }
        for event in events.select_related("by__unit", "acting_for")
    ]


def _word(words, value):
    return words.get(value, value) if isinstance(value, str | bool) else value
