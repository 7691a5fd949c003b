"""Telephone numbers: golden case 8, and everything else people put into that cell."""

import pytest
from django.core.exceptions import ValidationError

from units.phones import clean_phones, mask


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        (None, ""),
        ("19900000001", "19900000001"),
        ("85250000、19900000001", "85250000、19900000001"),
        ("85250000，19900000001", "85250000、19900000001"),
        ("85250000; 19900000001 / 19900000002", "85250000、19900000001、19900000002"),
        ("85250000 19900000001", "85250000、19900000001"),
        ("１９９００００００１１", "19900000011"),
        ("199 0000 0001", "19900000001"),
        ("+86 19900000001", "19900000001"),
        ("19900000001.0", "19900000001"),
        ("0571-85250000", "0571-85250000"),
        ("057185250000", "0571-85250000"),
        ("（0571）85250000", "0571-85250000"),
        ("0571—85250000转801", "0571-85250000-801"),
        ("0571-85250000-801", "0571-85250000-801"),
        ("010-65250000", "010-65250000"),
        ("5250000", "5250000"),
        ("660001", "660001"),
        ("85250000、85250000", "85250000"),
    ],
)
def test_case_8_numbers_are_understood(typed, stored):
    assert clean_phones(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "1990000000",
        "12345",
        "199000000011",
        "张三",
        "85250000、张三",
        "9",
        "=1+1",
        "19900000001x",
        "١٢٣٤٥٦",
    ],
)
def test_what_is_no_number_is_refused_and_named(typed):
    with pytest.raises(ValidationError) as refusal:
        clean_phones(typed)
    assert refusal.value.code == "phone"
    assert typed.split("、")[-1] in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["1.990000E+10", "1.99E+10", "1.990000e10"])
def test_case_8_a_number_cell_is_refused_with_the_reason(typed):
    with pytest.raises(ValidationError) as refusal:
        clean_phones(typed)
    assert refusal.value.code == "number"
    assert "单元格被转成了数字" in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["85250000、19900000001", "0571-85250000-801", "660001"])
def test_a_cleaned_number_stays_as_it_is(typed):
    assert clean_phones(clean_phones(typed)) == clean_phones(typed)


def test_masked_numbers_keep_their_last_four_digits():
    assert mask("19900000001") == "199****0001"
    assert mask("85250000、19900000001") == "****0000、199****0001"
    assert mask("0571-85250000-801") == "0571-****0000-801"
    assert mask("") == mask(None) == ""
