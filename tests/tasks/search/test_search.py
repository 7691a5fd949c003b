"""One box finds everything a person may see, and nothing else."""

import pytest
from django.urls import reverse

from tasks.models import RankedMatter
from tasks.search.finding import SHOWN, search
from tasks.systems import register
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import object_to

SEARCH = reverse("tasks:search")


def found(text, user):
    return {group.title: [hit.title for hit in group.hits] for group in search(text, user)}


@pytest.mark.parametrize("text", ["许可-90001", "人社事项1", "事项1 许可", "rssx1"])
def test_a_matter_is_found_by_code_part_words_and_initials(text, campaign, filler):
    assert found(text, filler)["事项"] == ["人社事项1"]


def test_a_unit_finds_nothing_of_another(campaign, filler, stranger):
    assert "事项" not in found("公安", filler)
    assert found("公安", stranger)["事项"] == ["公安事项1", "公安事项2"]
    assert "单位" not in found("公安", filler)
    assert "人员" not in found("莫生人", filler)


def test_the_bureau_finds_units_people_and_systems(campaign, reviewer):
    register.resolve(["金保工程"], by=reviewer, at=DURING)
    assert found("公安", reviewer)["单位"] == ["市公安局"]
    assert found("莫生人", reviewer)["人员"] == ["莫生人"]
    assert found("金保", reviewer)["业务系统"] == ["金保工程"]


def test_submissions_and_objections_are_found_by_unit_and_matter(
    submitted, tasks, filler, reviewer
):
    ranked = RankedMatter.objects.of_check(tasks.check)[0]
    object_to(ranked, tasks.check, filler)
    assert "市人力社保局" in found("人力社保", reviewer)["报送"][0]
    assert found(ranked.name, filler)["疑义"]


def test_of_many_the_first_few_are_shown_with_the_way_to_all(campaign, town, filler, as_user):
    with factories.library_open("大") as version:
        for number in range(SHOWN + 3):
            factories.matter(version, town.renshe, f"许可-7{number:04d}-000", f"特种许可{number}")
    (group,) = search("特种许可", filler)
    assert (len(group.hits), group.count) == (SHOWN, SHOWN + 3)
    assert as_user(filler).get(group.url).context["page"].paginator.count == group.count


@pytest.mark.parametrize("text", ["", " ", "\0", "%", "__", "'", "<script>", "x" * 100])
def test_odd_texts_find_nothing_and_break_nothing(text, campaign, reviewer, as_user):
    response = as_user(reviewer).get(SEARCH, {"q": text})
    assert response.status_code == 200
    assert response.context["groups"] == []


def test_the_box_stands_in_every_header(campaign, filler, as_user):
    html = as_user(filler).get("/").content.decode()
    assert 'aria-keyshortcuts="/"' in html


def test_a_search_costs_the_same_however_much_there_is(
    campaign, town, reviewer, as_user, django_assert_max_num_queries
):
    with factories.library_open("大") as version:
        for number in range(30):
            factories.matter(version, town.renshe, f"许可-7{number:04d}-000", f"市许可{number}")
    client = as_user(reviewer)
    with django_assert_max_num_queries(22):
        assert client.get(SEARCH, {"q": "市"}).status_code == 200
