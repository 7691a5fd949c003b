"""The task, the row and the submission that are attacked."""

import pytest

from tests.tasks.acts import acknowledged, fill_in, fresh, submit


@pytest.fixture
def task(tasks, filler):
    """市人力社保局's list, acknowledged."""
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def row(task):
    return task.entry_rows.select_related("matter").first()


@pytest.fixture
def submitted(tasks, filler, head):
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    return fresh(tasks.city_list)
