"""What opens the evidence of a deduction, for whoever reads it."""

from django.urls import reverse

from units.models import User

# By kind: the page that shows it, for the unit and for the bureau.
PAGES = {
    "task": "tasks:task-detail",
    "extension": "tasks:task-detail",
    "submission": "tasks:receipt",
    "entry": "tasks:entry-history",
    "nearby": "tasks:nearby-history",
    "roster": "tasks:roster",
}


def links(evidence: list[dict], user: User) -> list[dict]:
    """Each piece with its `url`; the words of a mark say all of it, and so do those of a call for
    the unit that was called: the notes of a call are the caller's (tasks.models.calls)."""
    return [{"label": one["label"], "url": _url(one, user)} for one in evidence]


def _url(one: dict, user: User) -> str:
    if one["kind"] in PAGES:
        return reverse(PAGES[one["kind"]], args=[one["pk"]])
    if one["kind"] == "call" and user.sees_everything:
        return reverse("tasks:chasing-unit", args=[one["unit"]])
    return ""
