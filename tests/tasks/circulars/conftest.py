"""A campaign on the first workday after its deadline: some reported, some late, some not."""

from datetime import datetime

import pytest

from tasks.circulars import circulars, compiling
from tasks.review import decisions
from tests.factories import CITY_TIME, DURING
from tests.tasks.acts import because, fill_in, submit

# 4月8日17时, a Sunday that is worked.
CUT_OFF = datetime(2018, 4, 8, 17, 0, tzinfo=CITY_TIME)
MORNING = datetime(2018, 4, 8, 9, 30, tzinfo=CITY_TIME)
LATER = datetime(2018, 4, 8, 17, 5, tzinfo=CITY_TIME)
NEXT_DAY = datetime(2018, 4, 9, 10, 0, tzinfo=CITY_TIME)


@pytest.fixture
def reported(campaign, tasks, people):
    """市人力社保局 reported in time, and got two rows back."""
    fill_in(tasks.city_list, people.filler)
    submit(tasks.city_list, people.head)
    first, second = tasks.city_list.entry_rows.in_order()[:2]
    reasons = {first.pk: because("请核对", "volume"), second.pk: because("请规范", "name")}
    decisions.send_back_rows(tasks.city_list, reasons, by=people.reviewer, at=DURING)
    return tasks


@pytest.fixture
def report(campaign, reported):
    return compiling.compile_report(campaign, cut_off_at=CUT_OFF, at=CUT_OFF)


@pytest.fixture
def circular(report):
    """Drafted by the schedule."""
    return circulars.draft(report, at=CUT_OFF)


@pytest.fixture
def checked(circular, reviewer):
    return circulars.check(circular, seen=circular.version, by=reviewer, at=NEXT_DAY)


@pytest.fixture
def issued(checked, admin, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return circulars.issue(
        checked,
        number="第1期",
        dated_on=NEXT_DAY.date(),
        seen=checked.version,
        by=admin,
        at=NEXT_DAY,
    )
