"""Two units come up at the same moment: the second sees the first, and nobody waits for ever."""

import pytest

from tasks.models import Entry, Finding
from tests.attacks.test_races import at_once
from tests.factories import DURING
from tests.tasks.acts import acknowledged, filled_in, submit


@pytest.mark.django_db(transaction=True)
def test_one_mobile_in_two_lists_that_come_up_at_once_is_found(tasks, filler, head, stranger):
    mine = acknowledged(tasks.city_list, filler)
    other = acknowledged(tasks.stranger_list, stranger)
    for task, name in ((mine, "方填报"), (other, "莫生人")):
        filled_in(task)
        Entry.objects.filter(task=task).update(contact=name)
    at_once(
        lambda: submit(mine, head, at=DURING),
        lambda: submit(other, stranger, at=DURING),
    )
    struck = Finding.objects.filter(rule__code="phone_many_names")
    # Eight rows say 方填报, two say otherwise.
    assert set(struck.values_list("entry__task", flat=True)) == {other.pk}
    assert struck.count() == 2
