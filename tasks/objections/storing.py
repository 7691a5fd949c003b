"""An objection held, changed and spoken of: what every act on one has in common."""

from datetime import datetime

from django.urls import reverse

from tasks.models import Objection
from units import inbox
from units.models import MessageKind

# The unit has not answered: nobody asked, or it was about another proposal.
UNANSWERED = {"agreed": None, "answer": "", "answered_at": None, "answered_by": None}


def locked(objection: Objection) -> Objection:
    """The objection as it is now, nobody else's until the transaction ends."""
    related = ("unit__parent", "ranked", "entry__matter", "entry__task__unit", "campaign")
    rows = Objection.objects.select_related(*related).select_for_update(of=("self",))
    return rows.get(pk=objection.pk)


def store(objection: Objection, **fields) -> None:
    for name, value in fields.items():
        setattr(objection, name, value)
    objection.save(update_fields=list(fields))


def tell(objection: Objection, people, subject: str, text: str, *, at: datetime) -> None:
    """One message for each of `people`, which leads to the page of the objection."""
    url = reverse("tasks:objection-detail", args=[objection.pk])
    inbox.tell(people, kind=MessageKind.OBJECTION, subject=subject, body=text, url=url, at=at)
