"""Two notices run at once: nobody may take the task of one for that of the other."""

from tests import factories


def test_the_first_page_says_which_notice_each_task_belongs_to(tasks, town, people, as_user):
    factories.campaign(town, people, number="杭智办〔2018〕5号")
    html = as_user(people.filler).get("/").content.decode()
    assert "杭智办〔2018〕2号" in html
    assert "杭智办〔2018〕5号" in html


def test_the_head_of_a_page_names_the_only_notice(tasks, people, as_user):
    assert "brand__campaign" in as_user(people.filler).get("/").content.decode()


def test_the_head_of_a_page_names_neither_of_two(tasks, town, people, as_user):
    factories.campaign(town, people, number="杭智办〔2018〕5号")
    assert "brand__campaign" not in as_user(people.filler).get("/").content.decode()
