"""The roster form: attachment 4 names people who can be reached."""

import pytest

from units.forms import RosterMemberForm
from units.models import RosterDuty

pytestmark = pytest.mark.django_db  # a model form asks the database to check its constraints


def member(**changes):
    return RosterMemberForm({"duty": RosterDuty.STAFF, "name": "方填报", **changes})


@pytest.mark.parametrize("field", ["office_phone", "mobile"])
def test_a_contact_with_either_phone_is_enough(field):
    form = member(**{field: "１９９００００００１１"})
    assert form.is_valid()
    assert form.cleaned_data[field] == "19900000011"


def test_a_contact_without_a_phone_is_refused_once_and_in_words():
    form = member()
    assert form.errors == {"mobile": ["具体工作人员（联络员）须填写办公电话或手机。"]}


def test_a_malformed_phone_has_one_message():
    form = member(mobile="1.990000E+10")
    assert list(form.errors) == ["mobile"]
    assert len(form.errors["mobile"]) == 1
    assert "单元格被转成了数字" in form.errors["mobile"][0]


@pytest.mark.parametrize("duty", [RosterDuty.LEADER, RosterDuty.HEAD, RosterDuty.TECHNICIAN])
def test_others_may_be_named_without_a_phone(duty):
    assert member(duty=duty).is_valid()


def test_unknown_duties_are_refused():
    assert "duty" in member(duty="king").errors
