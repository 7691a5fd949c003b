"""The bureau's campaign with its rule for days off changed, and the clock stopped."""

import pytest

from tasks.campaigns import policies
from tests.factories import DURING


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)` is what the pages take for now."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def ruled(campaign, admin):
    """`ruled("before", 1)` changes the rule of the published campaign."""

    def change(policy, grace=0, at=DURING):
        campaign.day_off_policy, campaign.grace_workdays = policy, grace
        return policies.change(campaign, reason="市政府要求", by=admin, at=at)

    return change
