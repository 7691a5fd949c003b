"""Who leads is a table the bureau edits; a row's level says which unit it means."""

import pytest

from tasks.integration import leads
from tasks.models import Entry, LeadRule
from tests.factories import DURING
from tests.tasks.acts import page
from units.models import Event

# domain §3.8: level, who leads a district department's row, who trains its windows.
TABLE = [
    ("ministry_vertical", "shangcheng_renshe", "shangcheng_renshe"),
    ("province_vertical", "shangcheng_renshe", "shangcheng_renshe"),
    ("province_built", "bureau", "bureau"),
    ("city_built", "bureau", "shangcheng_renshe"),
    ("district_built", "shangcheng", "shangcheng_renshe"),
    ("standalone", "shangcheng", "shangcheng_renshe"),
    ("no_system", "bureau", "bureau"),
    ("unknown", None, None),
]


@pytest.mark.parametrize(("level", "integration", "training"), TABLE)
def test_case_12_the_system_level_decides_who_leads(level, integration, training, tasks, town):
    row = Entry.objects.select_related("task__unit", "matter__district").filter(task=tasks.part)
    row = row.first()
    row.system_level = level
    found = leads.Leads()
    assert found.integration(row) == (getattr(town, integration) if integration else None)
    assert found.training(row) == (getattr(town, training) if training else None)


def test_case_12_every_level_has_its_rule(tasks):
    assert [rule.level for rule in leads.in_order()] == [level for level, *_units in TABLE]


def test_case_12_an_edited_rule_counts_at_once_and_is_traced(tasks, town, reviewer, as_user):
    rule = LeadRule.objects.get(level="standalone")
    sent = {name: getattr(rule, name) or "" for name in leads.FIELDS} | {"lead": "bureau"}
    del sent["upper_level"]
    answer = as_user(reviewer).post(page("lead-edit", rule), sent)
    assert answer.status_code == 302
    row = Entry.objects.select_related("task__unit", "matter").filter(task=tasks.part).first()
    row.system_level = "standalone"
    assert leads.Leads().integration(row) == town.bureau
    [event] = Event.objects.of(rule)
    assert event.changes == {"lead": ["district_office", "bureau"]}


def test_saving_a_rule_as_it_is_leaves_no_trace(reviewer):
    rule = LeadRule.objects.get(level="unknown")
    values = {name: getattr(rule, name) for name in leads.FIELDS}
    assert not leads.change(rule, values, by=reviewer, at=DURING)
    assert not Event.objects.of(rule).exists()
