"""The page that holds a frozen ranking against the library of today."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matters.catalogue import current_version
from tasks.models import Campaign
from units.permissions import Permission, requires
from yichuang.paging import page_of

from . import moving


@require_safe
@requires(Permission.CAMPAIGN, Permission.READ_ALL)
def ranking_moves(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    if not campaign.ranking_frozen_at:
        raise Http404
    context = {
        "campaign": campaign,
        "page": page_of(request, moving.moves(campaign)),
        "frozen_under": moving.frozen_under(campaign),
        "version": current_version(),
        "crumbs": [
            (_("专项"), reverse("tasks:campaign-list")),
            (campaign.number, reverse("tasks:campaign-detail", args=[pk])),
            (_("附件1"), reverse("tasks:ranking", args=[pk])),
            (_("按现行事项库重排"), None),
        ],
    }
    return render(request, "tasks/ranking_moves.html", context)
