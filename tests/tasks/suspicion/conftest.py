"""Everything is with the bureau, and nothing about it is odd."""

import pytest

from tasks.models import Entry, Finding, RowState, Scope, State, System, Task
from tasks.suspicion.examining import examine
from tasks.systems import register
from tests import factories
from tests.factories import DURING
from units.models import UnitKind

SYSTEM = "杭州市人社一体化系统"


@pytest.fixture
def desk(campaign, town, people):
    """The lists of both departments and both districts, reported and clean."""
    registered = register.resolve([SYSTEM], by=people.reviewer, at=DURING)
    (system,) = registered.values()
    system.level = "city_built"
    system.save()
    for row in Entry.objects.select_related("matter", "task__unit"):
        clean(row, system)
        row.save()
    Task.objects.update(state=State.SUBMITTED, first_submitted_at=DURING, submitted_at=DURING)
    return Desk()


def clean(row, system):
    row.system_level, row.system_name, row.system = system.level, SYSTEM, system
    row.volume = row.matter.volume
    row.contact, row.phone = f"联{row.task.unit_id}", f"1990571{row.task.unit_id % 10_000:04d}"
    row.scope = Scope.SOME_DISTRICTS if row.matter.district_id else Scope.WHOLE_CITY
    row.districts = [row.matter.district_id] if row.matter.district_id else []
    row.state, row.complete, row.version = RowState.SUBMITTED, True, 1
    return row


@pytest.fixture
def third_district(desk, tasks, town):
    """大江东 answers the two matters of 区人力社保局 that others have, too."""
    own = factories.unit("大江东人社局", UnitKind.DISTRICT_DEPARTMENT, town.dajiangdong)
    reported = {"state": State.SUBMITTED, "first_submitted_at": DURING}
    reported |= {"due_at": DURING, "late_at": DURING}
    obligation = tasks.district_list.obligation
    whole = Task.objects.create(obligation=obligation, unit=town.dajiangdong, **reported)
    part = Task.objects.create(obligation=obligation, unit=own, parent=whole, **reported)
    with factories.library_open() as version:
        for code in ("确认-90001-001", "许可-90001-000"):
            matter = factories.matter(version, own, code)
            clean(Entry(task=part, matter=matter), System.objects.get(name=SYSTEM)).save()
    return whole


class Desk:
    """Change rows beneath everything, examine, and see what was found."""

    def row(self, unit, code=None):
        rows = Entry.objects.filter(task__unit=unit).select_related("matter", "task").in_order()
        return (rows.filter(matter__base_code=code) if code else rows).first()

    def change(self, row, **facts):
        Entry.objects.filter(pk=row.pk).update(**facts)

    def examine(self, row):
        task = Task.objects.for_page().get(pk=row.task_id)
        examine(Task.objects.for_page().get(pk=task.parent_id or task.pk))

    def found(self) -> dict[int, set[str]]:
        """Codes of the rules that struck, by row."""
        found = {}
        for finding in Finding.objects.select_related("rule"):
            found.setdefault(finding.entry_id, set()).add(finding.rule.code)
        return found

    def severity(self, row):
        return Entry.objects.get(pk=row.pk).severity
