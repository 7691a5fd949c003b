"""Writing down a campaign before it is published."""

from datetime import datetime

from django.db import transaction

from tasks.models import Campaign, CampaignState, Obligation, Task
from units.models import Action, Event, User

from .forms import CampaignForm


class Stale(Exception):
    """The campaign was published, is being published or was frozen since the form was opened."""


@transaction.atomic
def save(form: CampaignForm, *, by: User, at: datetime) -> Campaign:
    """Store a valid form: campaign, addressees, pilots and obligations, with one event."""
    is_new = form.instance.pk is None
    if not is_new:
        _refuse_stale(form.instance)
    changed = {name: ["", str(form.cleaned_data[name])[:200]] for name in form.changed_data}
    campaign = form.save()
    Obligation.objects.filter(campaign=campaign).delete()
    Obligation.objects.bulk_create(form.obligations())
    Event.objects.record(
        Action.CREATE if is_new else Action.EDIT, by=by, at=at, subject=campaign, changes=changed
    )
    return campaign


def _refuse_stale(campaign):
    """The form would write back what it was opened with: a draft, not frozen, without tasks."""
    stored = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if (
        stored.state != CampaignState.DRAFT
        or stored.ranking_frozen_at != campaign.ranking_frozen_at
        or Task.objects.of_campaign(stored).exists()
    ):
        raise Stale
