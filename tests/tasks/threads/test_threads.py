"""Who writes to whom in a thread, who is told, and what is unread."""

from tasks.models import Audience, Entry, Post, RankedMatter
from tasks.threads import threads
from tests.factories import DURING
from tests.tasks.acts import object_to
from units.models import Event, Message


def say(about, by, text="请看一下", audience=Audience.UNIT, mentions=()):
    return threads.post(about, text=text, audience=audience, mentions=mentions, by=by, at=DURING)


def inbox_of(person):
    heard = Message.objects.filter(to=person, subject__contains="留言").order_by("pk")
    return [message.subject for message in heard]


def test_a_person_who_is_mentioned_is_told_once(row, filler, head):
    say(row, head)
    Message.objects.all().delete()
    say(row, filler, mentions=[head])
    assert inbox_of(head) == ["方填报在“人社事项1”的留言中提到了您"]


def test_whoever_wrote_before_hears_of_an_answer(row, filler, head):
    say(row, filler)
    say(row, head)
    assert inbox_of(filler) == ["何处长在“人社事项1”有新留言"]
    assert inbox_of(head) == []


def test_a_draft_is_not_talked_about_with_the_bureau(row, filler, reviewer):
    assert threads.audiences(row, filler) == [Audience.UNIT]
    say(row, filler)
    assert not Post.objects.visible_to(reviewer).exists()


def test_words_inside_the_unit_stay_there(reported_row, filler, head, reviewer, stranger):
    inside = say(reported_row, filler)
    outside = say(reported_row, filler, audience=Audience.BUREAU)
    assert list(threads.posts_about(reported_row, reviewer)) == [outside]
    assert list(threads.posts_about(reported_row, head)) == [inside, outside]
    assert not threads.posts_about(reported_row, stranger).exists()


def test_a_question_to_the_bureau_reaches_its_reviewers(reported_row, filler, reviewer):
    say(reported_row, filler, audience=Audience.BUREAU)
    assert inbox_of(reviewer) == ["方填报在“人社事项1”有新留言"]


def test_a_question_of_the_bureau_reaches_the_unit(reported_row, filler, head, reviewer):
    say(reported_row, reviewer, audience=Audience.BUREAU)
    assert inbox_of(filler) == inbox_of(head) == ["沈审核在“人社事项1”有新留言"]


def test_who_spoke_only_inside_hears_nothing_that_the_bureau_must_not_know(
    reported_row, filler, reviewer
):
    say(reported_row, reviewer, audience=Audience.BUREAU)
    Message.objects.all().delete()
    say(reported_row, filler)
    assert inbox_of(reviewer) == []


def test_the_collector_reads_along_in_the_district(part, collector, district_filler):
    row = Entry.objects.filter(task=part).select_related("task__unit").first()
    say(row, district_filler, mentions=[collector])
    assert threads.posts_about(row, collector).exists()
    assert len(inbox_of(collector)) == 1


def test_an_objection_is_talked_about_with_the_bureau_at_once(check, filler, reviewer):
    ranked = RankedMatter.objects.of_check(check).first()
    objection = object_to(ranked, check, filler)
    assert threads.audiences(objection, filler)[0] == Audience.BUREAU
    say(objection, reviewer, audience=Audience.BUREAU)
    assert threads.posts_about(objection, filler).count() == 1


def test_what_others_wrote_is_unread_until_it_is_seen(row, filler, head):
    mine, theirs = say(row, filler), say(row, head)
    posts = threads.posts_about(row, filler)
    assert list(posts.unread_by(filler)) == [theirs]
    assert posts.counts_by_entry(filler) == {row.pk: (2, 1)}
    threads.see(row, upto=theirs.pk, by=filler)
    threads.see(row, upto=mine.pk, by=filler)
    assert posts.counts_by_entry(filler) == {row.pk: (2, 0)}


def test_the_trail_names_the_row_but_does_not_repeat_the_words(row, filler):
    written = say(row, filler, text="内部意见")
    (event,) = Event.objects.of(written)
    assert (event.label, event.unit, event.by) == (str(row), row.task.unit, filler)
    assert "内部意见" not in f"{event.reason}{event.changes}{event.label}"
