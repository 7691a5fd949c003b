"""Which rows are talked about: on the page of a task, and beside the rows a reviewer reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from tasks.models import Entry, Post, Task
from units.models import User

MOST_LISTED = 20


@dataclass
class Talk:
    """One thread in a list: its last post, how many there are, how many are new."""

    last: Post
    posts: int
    unread: int

    @property
    def entry(self):
        return self.last.entry


def talks_of(task: Task, user: User) -> list[Talk]:
    """The threads on the rows that go up with `task`; what is new first, then the latest."""
    rows = Entry.objects.of_submission(task).filter(posts__isnull=False)
    posts = Post.objects.visible_to(user).filter(entry__in=rows)
    counts = posts.counts_by_entry(user)
    newest = posts.values("entry").annotate(last=Max("pk")).values("last").order_by()
    related = ("by__unit", "entry__matter", "entry__task__unit")
    talks = [
        Talk(post, *counts[post.entry_id])
        for post in Post.objects.filter(pk__in=newest).select_related(*related)
    ]
    return sorted(talks, key=lambda talk: (not talk.unread, -talk.last.pk))[:MOST_LISTED]


def counts_of(rows: Iterable[Entry], user: User) -> dict[int, tuple[int, int]]:
    """{row id: (posts, unread)} of those rows on a page that are talked about."""
    posts = Post.objects.visible_to(user).filter(entry__in=[row.pk for row in rows])
    # Most pages have none, and what is new is asked in a long question.
    talked = set(posts.values_list("entry_id", flat=True))
    return posts.filter(entry__in=talked).counts_by_entry(user) if talked else {}
