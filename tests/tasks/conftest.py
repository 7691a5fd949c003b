"""Work at its several stages: acknowledged, with the district, with the bureau."""

import pytest

from tasks.models import Entry, RowState, Submission, Task
from tasks.review import decisions
from tests.factories import DURING

from .acts import acknowledged, fill_in, fresh, submit
from .export_books import FACTS, FORMULA


@pytest.fixture
def city_list(tasks, filler):
    """The list of 市人力社保局, acknowledged."""
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def check(tasks, filler):
    return acknowledged(tasks.check, filler)


@pytest.fixture
def group(tasks, filler):
    """The roster task of 市人力社保局, acknowledged."""
    return acknowledged(tasks.roster, filler)


@pytest.fixture
def submitted(tasks, filler, head):
    """市人力社保局's eight rows, complete and with the bureau."""
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    return Task.objects.for_page().get(pk=tasks.city_list.pk)


@pytest.fixture
def part(tasks, district_filler):
    """The list of 上城区·区人力社保局, acknowledged."""
    return acknowledged(tasks.part, district_filler)


@pytest.fixture
def neighbour(campaign, town):
    """The same department's list in 下城区."""
    return Task.objects.for_page().get(unit=town.xiacheng_renshe)


@pytest.fixture
def parts(tasks):
    """The three departments' parts of 上城区's list."""
    return list(tasks.district_list.parts.for_page().order_by("unit__sort_order"))


@pytest.fixture
def two_of_three(parts, collector):
    """Two departments have reported to their district."""
    for part in parts[:2]:
        fill_in(part, collector)
        submit(part, collector)
    return parts


@pytest.fixture
def filled(tasks, head):
    """市人力社保局 has filled in and reported its eight rows; the first says =HYPERLINK(…)."""
    task = tasks.city_list
    Entry.objects.filter(task=task).update(**FACTS, state=RowState.SUBMITTED)
    first = Entry.objects.filter(task=task).in_order().first()
    Entry.objects.filter(pk=first.pk).update(remark=FORMULA)
    Task.objects.filter(pk=task.pk).update(first_submitted_at=DURING)
    Submission.objects.create(
        task=task, number=1, at=DURING, by=head, contact_name="方填报",
        contact_phone="19900000011", content={}, checksum="0" * 64,
    )  # fmt: skip
    return task


@pytest.fixture
def approved(submitted, reviewer):
    """市人力社保局's eight rows, all approved."""
    waiting = Entry.objects.filter(task=submitted).count()
    decisions.approve_rest(submitted, expected=waiting, by=reviewer, at=DURING)
    return fresh(submitted)


@pytest.fixture
def district(two_of_three, parts, tasks, collector):
    """上城区 has reported all of its departments."""
    fill_in(parts[2], collector)
    submit(parts[2], collector)
    acknowledged(tasks.district_list, collector)
    submit(tasks.district_list, collector)
    return fresh(tasks.district_list)
