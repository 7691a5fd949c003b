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
    """Each piece with its `url`; a call or a mark has none, its words say all of it."""
    return [
        {
            "label": one["label"],
            "url": reverse(PAGES[one["kind"]], args=[one["pk"]]) if one["kind"] in PAGES else "",
        }
        for one in evidence
    ]
