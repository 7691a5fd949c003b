"""The rules in code and the rules in the database are the same rules."""

import pytest

from tasks.models import SuspicionRule
from tasks.suspicion import rules

pytestmark = pytest.mark.django_db


def test_every_rule_has_its_row_with_its_first_settings():
    stored = {
        rule.code: (rule.severity, rule.threshold, rule.sort_order)
        for rule in SuspicionRule.objects.all()
    }
    first = {code: tuple(rules.defaults(code).values()) for code in rules.REGISTRY}
    assert stored == first


def test_a_rule_without_a_row_gets_one():
    SuspicionRule.objects.filter(code="volume_deviation").delete()
    assert "volume_deviation" in [rule.code for rule in rules.complete()]


def test_what_the_bureau_set_is_kept():
    SuspicionRule.objects.filter(code="volume_deviation").update(threshold=50)
    SuspicionRule.objects.filter(code="phone_short_only").delete()
    kept = {rule.code: rule.threshold for rule in rules.complete()}
    assert kept["volume_deviation"] == 50
