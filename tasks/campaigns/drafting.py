"""Writing down a campaign before it is published."""

from datetime import datetime

from django.db import transaction

from tasks.models import Campaign, Obligation
from units.models import Action, Event, User

from .forms import CampaignForm


@transaction.atomic
def save(form: CampaignForm, *, by: User, at: datetime) -> Campaign:
    """Store a valid form: campaign, addressees, pilots and obligations, with one event."""
    is_new = form.instance.pk is None
    changed = {name: ["", str(form.cleaned_data[name])[:200]] for name in form.changed_data}
    campaign = form.save()
    Obligation.objects.filter(campaign=campaign).delete()
    Obligation.objects.bulk_create(form.obligations())
    Event.objects.record(
        Action.CREATE if is_new else Action.EDIT, by=by, at=at, subject=campaign, changes=changed
    )
    return campaign
