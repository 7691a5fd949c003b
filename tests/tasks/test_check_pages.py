"""Checking attachment 1, and objections to what is on it."""

import pytest

from tasks.models import Objection, RankedMatter

from .acts import page, signature

OBJECTION = {
    "reason": "upper_level",
    "text": "法定由省级部门直接受理。",
    "contact_name": "方填报",
    "contact_phone": "19900000011",
}


def ranked_of(task):
    return RankedMatter.objects.filter(unit=task.unit).in_rank()


def test_a_matter_is_answered_and_the_rest_confirmed_with_its_count(check, filler, as_user):
    first, *rest = ranked_of(check)
    as_user(filler).post(page("check-answer", first))
    response = as_user(filler).post(page("check-rest", check), follow=True)
    assert f"已确认其余 {len(rest)} 项无疑义" in response.content.decode()
    assert not ranked_of(check).filter(answer="").exists()


def test_silence_is_not_consent(check, head, as_user):
    html = as_user(head).get(page("sign", check)).content.decode()
    assert "项未核对" in html


def test_candidates_are_marked_beyond_the_top(check, filler, as_user):
    lines = as_user(filler).get(page("check", check)).context["rows"]
    assert [line["is_candidate"] for line in lines] == [line["row"].rank > 4 for line in lines]


def test_an_objection_is_raised_and_withdrawn(check, filler, as_user):
    ranked = ranked_of(check).first()
    as_user(filler).post(page("objection-create", ranked), OBJECTION)
    objection = Objection.objects.get(ranked=ranked)
    ranked.refresh_from_db()
    assert ranked.answer == "objection"
    as_user(filler).post(page("objection-withdraw", objection))
    ranked.refresh_from_db()
    assert ranked.answer == ""


# Domain case 14.
@pytest.mark.parametrize("missing", ["contact_phone", "contact_name", "text", "reason"])
def test_case_14_an_objection_lacks_nothing(check, filler, as_user, missing):
    ranked = ranked_of(check).first()
    response = as_user(filler).post(page("objection-create", ranked), {**OBJECTION, missing: ""})
    assert missing in response.context["form"].errors
    assert not Objection.objects.exists()


def test_an_objection_stands_for_the_missing_facts_of_a_row(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    as_user(filler).post(page("entry-objection", row), OBJECTION)
    row.refresh_from_db()
    assert row.complete is True


def test_after_it_is_submitted_nothing_more_is_answered(check, filler, head, as_user):
    as_user(filler).post(page("check-rest", check))
    as_user(head).post(page("submit", check), signature(check))
    response = as_user(filler).post(page("objection-create", ranked_of(check).first()), OBJECTION)
    assert response.status_code == 403


def test_after_an_answer_the_keyboard_goes_on_at_the_next_matter(check, filler, as_user):
    first, second, *_rest = ranked_of(check)
    url, htmx = page("check-answer", first), {"HX-Request": "true"}
    response = as_user(filler).post(url, headers=htmx)
    assert response.context["focus"] == second.pk
    assert response.content.decode().count("autofocus") == 1
