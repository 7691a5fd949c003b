"""The pages of threads: reading, writing, and having read."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import Audience, Entry, Post
from tasks.threads import threads
from tests.factories import DURING
from tests.tasks.acts import page


def test_a_colleague_is_called_and_answers(row, filler, head, as_user):
    answer = as_user(filler).post(
        page("entry-post", row), {"text": "这行对吗？", "audience": "unit", "mentions": [head.pk]}
    )
    assert answer.url == page("entry-thread", row)
    shown = as_user(head).get(answer.url).content.decode()
    assert "这行对吗？" in shown and "@何处长" in shown and "1 条新留言" in shown


def test_what_was_seen_is_no_longer_new(row, filler, head, as_user):
    post = threads.post(row, text="看", audience=Audience.UNIT, by=filler, at=DURING)
    browser = as_user(head)
    browser.post(page("entry-thread-read", row), {"upto": post.pk})
    assert "条新留言" not in browser.get(page("entry-thread", row)).content.decode()


def test_an_empty_post_is_refused_in_words(row, filler, as_user):
    answer = as_user(filler).post(page("entry-post", row), {"text": " ", "audience": "unit"})
    assert answer.status_code == 422
    assert "请写下留言内容。" in answer.content.decode()
    assert not Post.objects.exists()


def test_a_draft_is_not_put_before_the_bureau(row, filler, as_user):
    answer = as_user(filler).post(page("entry-post", row), {"text": "问", "audience": "bureau"})
    assert answer.status_code == 422
    assert not Post.objects.exists()


def test_nobody_is_called_who_cannot_read_it(reported_row, filler, reviewer, as_user):
    answer = as_user(filler).post(
        page("entry-post", reported_row),
        {"text": "内部看法", "audience": "unit", "mentions": [reviewer.pk]},
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "沈审核看不到本单位内部的留言" in shown and "内部看法" in shown


def test_a_stranger_finds_no_thread_and_is_not_offered(row, filler, stranger, as_user):
    assert as_user(stranger).get(page("entry-thread", row)).status_code == 404
    answer = as_user(filler).post(
        page("entry-post", row), {"text": "问", "audience": "unit", "mentions": [stranger.pk]}
    )
    assert answer.status_code == 422


def test_a_leader_reads_and_does_not_write(reported_row, filler, leader, as_user):
    threads.post(reported_row, text="请示", audience=Audience.BUREAU, by=filler, at=DURING)
    browser = as_user(leader)
    shown = browser.get(page("entry-thread", reported_row)).content.decode()
    assert "请示" in shown and "发出留言" not in shown
    refused = browser.post(page("entry-post", reported_row), {"text": "好", "audience": "bureau"})
    assert refused.status_code == 403


def test_htmx_gets_the_thread_alone(row, filler, as_user):
    browser = as_user(filler, headers={"HX-Request": "true"})
    answer = browser.post(page("entry-post", row), {"text": "记一下", "audience": "unit"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<div class="thread"')


def test_the_page_of_a_row_holds_its_thread(row, filler, head, as_user):
    threads.post(row, text="看这里", audience=Audience.UNIT, by=head, at=DURING)
    shown = as_user(filler).get(page("entry-form", row)).text
    assert "看这里" in shown and page("entry-post", row) in shown


def test_the_task_lists_what_is_new_first(city_list, filler, head, as_user):
    first, second = Entry.objects.filter(task=city_list).select_related("task__unit")[:2]
    new = threads.post(first, text="新的", audience=Audience.UNIT, by=head, at=DURING)
    own = threads.post(second, text="我说的", audience=Audience.UNIT, by=filler, at=DURING)
    talks = as_user(filler).get(city_list.get_absolute_url()).context["talks"]
    assert [(talk.last, talk.posts, talk.unread) for talk in talks] == [(new, 1, 1), (own, 1, 0)]


def test_the_reviewer_sees_where_a_unit_asks(reported_row, filler, reviewer, as_user):
    threads.post(reported_row, text="请示", audience=Audience.BUREAU, by=filler, at=DURING)
    threads.post(reported_row, text="内部", audience=Audience.UNIT, by=filler, at=DURING)
    response = as_user(reviewer).get(page("review", reported_row.task))
    talks = {line["row"].pk: line["talk"] for line in response.context["lines"]}
    assert talks[reported_row.pk] == (1, 1)
    assert page("entry-thread", reported_row) in response.text


def test_a_long_thread_costs_no_more_queries(row, filler, head, as_user):
    browser = as_user(filler)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page("entry-thread", row)).status_code == 200
        return len(queries)

    def say(*mentions):
        threads.post(row, text="问", audience=Audience.UNIT, mentions=mentions, by=head, at=DURING)

    say(filler)
    few = cost()
    for _again in range(10):
        say(filler)
    assert cost() == few <= 16


def test_the_desk_says_which_rows_are_talked_about(reported_row, filler, reviewer, as_user):
    desk = page("desk")
    assert "留言 1 条" not in as_user(reviewer).get(desk).text
    threads.post(reported_row, text="请示", audience=Audience.BUREAU, by=filler, at=DURING)
    assert "留言 1 条（1 条未读）" in as_user(reviewer).get(desk).text
