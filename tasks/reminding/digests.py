"""One message for each person and occasion, whatever there is to say, the gravest first (G4)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import Basis, Rung, Task
from units.models import GROUPS, Channel, Message, MessageKind, User

from .addressing import Audience, Pair
from .facts import Facts
from .placeholders import fill
from .wording import words_of_list, words_of_unit


@dataclass
class Paragraph:
    """What one rung says to one person: about tasks of one unit, or as a list of a campaign."""

    rung: Rung
    tasks: list[Task]
    subject: str
    text: str

    @property
    def gravity(self) -> tuple:
        """Sorting key: overdue before past corrections, the last day before the days before."""
        rank = {Basis.LATENESS: 0, Basis.CORRECTION: 1, Basis.LAST_DAY: 2, Basis.DUE: 3}
        soonest = min(task.clock_at for task in self.tasks)
        return (rank[Basis(self.rung.basis)], -self.rung.offset, soonest, self.tasks[0].pk)


@dataclass
class Digest:
    person: User
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def subject(self) -> str:
        more = len(self.paragraphs) - 1
        if not more:
            return self.paragraphs[0].subject
        # Cut where the message would be, so that what is said of the others stays.
        return _("%(first)s（另有 %(n)d 条）") % {
            "first": self.paragraphs[0].subject[:100],
            "n": more,
        }

    @property
    def body(self) -> str:
        if len(self.paragraphs) == 1:
            return self.paragraphs[0].text
        return "\n\n".join(f"【{one.subject}】\n{one.text}" for one in self.paragraphs)

    @property
    def url(self) -> str:
        tasks = {task.pk: task for one in self.paragraphs for task in one.tasks}
        if len(tasks) == 1:
            return next(iter(tasks.values())).get_absolute_url()
        return reverse("tasks:home")

    @property
    def channels(self) -> frozenset[str]:
        named = {channel for one in self.paragraphs for channel in one.rung.channels}
        return frozenset(named | {Channel.INBOX})

    @property
    def ways(self) -> str:
        """The channels in words, those to the person alone."""
        return "、".join(str(one.label) for one in Channel if one in self.channels - set(GROUPS))

    @property
    def is_of_the_last_evening(self) -> bool:
        return any(one.rung.is_of_the_last_evening for one in self.paragraphs)

    @property
    def keys(self) -> set[tuple[int, int]]:
        """(rung, task) of everything it speaks of."""
        return {(one.rung.pk, task.pk) for one in self.paragraphs for task in one.tasks}

    def message(self, at) -> Message:
        return Message(
            to=self.person,
            kind=MessageKind.REMINDER,
            subject=self.subject[:120],
            body=self.body,
            url=self.url,
            sent_at=at,
        )


def compose(pairs: Iterable[Pair], audience: Audience, facts: Facts) -> list[Digest]:
    """A digest for everybody in the audience of `pairs`; each paragraph is worded once."""
    digests: dict[int, Digest] = {}
    for paragraph, people in _paragraphs(list(pairs), audience, facts):
        for person in people:
            digests.setdefault(person.pk, Digest(person)).paragraphs.append(paragraph)
    for digest in digests.values():
        digest.paragraphs.sort(key=lambda paragraph: paragraph.gravity)
    return sorted(digests.values(), key=lambda digest: _official(digest.person))


def _official(person):
    return (person.unit.sort_order, person.unit_id, person.pk)


def _paragraphs(pairs, audience, facts):
    units, lists = defaultdict(list), defaultdict(list)
    for rung, task in pairs:
        people = audience.units.get((rung.pk, task.pk))
        if people:
            units[rung, task.unit_id, task.obligation.campaign_id].append(task)
        if audience.bureau.get((rung.pk, task.pk)):
            lists[rung, task.obligation.campaign_id].append(task)
    for (rung, *_key), tasks in units.items():
        tasks.sort(key=lambda task: (task.clock_at, task.obligation_id, task.pk))
        people = audience.units[rung.pk, tasks[0].pk]
        yield about_a_unit(rung, tasks, facts), people
    for (rung, _campaign), tasks in lists.items():
        people = audience.bureau[rung.pk, tasks[0].pk]
        yield about_all(rung, tasks, facts), people


def about_a_unit(rung: Rung, tasks: list[Task], facts: Facts) -> Paragraph:
    words = words_of_unit(rung, tasks, facts)
    return Paragraph(rung, tasks, fill(rung.subject, words), fill(rung.body, words))


def about_all(rung: Rung, tasks: list[Task], facts: Facts) -> Paragraph:
    words = words_of_list(rung, tasks, facts)
    return Paragraph(rung, tasks, fill(rung.subject, words), fill(rung.list_body, words))
