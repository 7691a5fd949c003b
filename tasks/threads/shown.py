"""A thread as pages show it: the posts a person may read, which are new, and the form."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from tasks.models import Entry, Objection, Post
from units.models import User

from .forms import PostForm
from .threads import audiences, posts_about


@dataclass
class Thread:
    """What templates/tasks/thread.html needs; `form` is None for those who only read."""

    posts: list[Post]
    unread: set[int]
    form: PostForm | None
    post_url: str
    read_url: str

    @property
    def newest(self):
        return self.posts[-1].pk if self.posts else 0


def thread_of(about: Entry | Objection, user: User, *, form: PostForm | None = None) -> Thread:
    """The thread about a row (its task loaded) or an objection, for `user`."""
    found = posts_about(about, user).select_related("by__unit")
    called = Prefetch("mentions", User.objects.select_related("unit").order_by("pk"))
    kind = "entry" if isinstance(about, Entry) else "objection"
    if form is None and audiences(about, user):
        form = PostForm(about=about, user=user)
    return Thread(
        posts=list(found.prefetch_related(called)),
        unread=set(found.unread_by(user).values_list("pk", flat=True)),
        form=form,
        post_url=reverse(f"tasks:{kind}-post", args=[about.pk]),
        read_url=reverse(f"tasks:{kind}-thread-read", args=[about.pk]),
    )
