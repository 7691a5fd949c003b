"""Confirming a library plan: kept as it was shown, written once, or not at all."""

import pytest
from django.db import DatabaseError, transaction

from matters import catalogue
from matters.library.kept import plan_of as kept_plan
from matters.models import LibraryVersion, Matter
from tests.matters.library_books import (
    AT,
    THREE,
    applied,
    line,
    plan_of,
    upload_of,
)
from units.models import Action, Event, Job
from yichuang import bulk


def test_applying_twice_makes_one_version(admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    assert applied(upload, admin) == applied(upload, admin)
    assert LibraryVersion.objects.count() == 1 and Matter.objects.count() == 3


def test_confirming_twice_asks_for_one_job(admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    assert catalogue.ask_to_apply(upload, by=admin) is not None
    assert catalogue.ask_to_apply(upload, by=admin) is None
    assert Job.objects.count() == 1


def test_a_cancelled_upload_cannot_be_confirmed(admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    assert catalogue.cancel(upload, by=admin, at=AT)
    assert catalogue.ask_to_apply(upload, by=admin) is None


def test_a_plan_made_against_an_older_version_is_not_written(admin):
    first = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    second = catalogue.receive(upload_of(THREE[:1]), by=admin, at=AT)
    applied(first, admin)
    with pytest.raises(catalogue.StalePlan):
        applied(second, admin)
    assert LibraryVersion.objects.count() == 1 and Matter.objects.in_use().count() == 3


def test_a_failure_half_way_leaves_the_catalogue_as_it_was(three, admin, monkeypatch):
    upload = catalogue.receive(upload_of([THREE[0] | {"2017年办件量": 9}]), by=admin, at=AT)
    monkeypatch.setattr("matters.library.writing._withdraw", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        applied(upload, admin)
    assert Matter.objects.get(inner_code="A1").volume == 120
    assert LibraryVersion.objects.count() == 1


def test_the_import_is_one_event_with_its_counts(three, admin):
    event = Event.objects.of(three).get()
    assert (event.action, event.changes["added"]) == (Action.IMPORT, [0, 3])


def test_a_kept_plan_is_the_plan(admin):
    lines = [*THREE, line("X", 所属部门="市太空局"), line("T", 事项名称="测试")]
    upload = catalogue.receive(upload_of(lines), by=admin, at=AT)
    upload.refresh_from_db()
    kept, plan = kept_plan(upload), plan_of(lines)
    assert (list(kept.added), kept.counts) == (plan.added, plan.counts)
    assert (kept.refused, kept.skipped, kept.sheets) == (plan.refused, plan.skipped, plan.sheets)


@pytest.mark.parametrize("place", [(0, 50), (480, 530), (499, 501), (1000, 1200), (1190, 1300)])
def test_a_page_of_a_kept_plan_reads_only_its_own_lines(admin, place, django_assert_num_queries):
    lines = [line(f"N{n}", f"许可-{n:05}-000") for n in range(1200)]
    added = kept_plan(catalogue.receive(upload_of(lines), by=admin, at=AT)).added
    with django_assert_num_queries(1) as queries:
        page = added[slice(*place)]
    assert [values[0] for values in page] == [f"N{n}" for n in range(*place) if n < 1200]
    assert "BETWEEN" in queries[0]["sql"] and len(added) == 1200


def test_a_plan_made_anew_replaces_what_was_kept(admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    catalogue.compare_again(upload)
    assert [values[0] for values in kept_plan(upload).added] == ["A1", "A2", "B1"]


def test_a_whole_city_is_read_and_written_in_few_statements(
    admin, town, django_assert_max_num_queries
):
    lines = [line(f"N{n}", f"许可-{n:05}-000") for n in range(1200)]
    stream = upload_of(lines)
    with django_assert_max_num_queries(13):
        upload = catalogue.receive(stream, by=admin, at=AT)
    seen = []
    with django_assert_max_num_queries(30):
        applied(upload, admin, report=lambda *step: seen.append(step))
    assert Matter.objects.count() == 1200
    assert [phase for phase, _done, _total in seen[:2]] == ["读取", "核对"]
    steps = [0, 500, 1000, 1200]
    assert seen[2:6] == [("整理", done, 1200) for done in steps]
    assert seen[6:] == [("写入", 0, 1200), ("写入", 1200, 1200)]


def test_case_5_no_matter_is_added_outside_a_version_either(three):
    known = Matter.objects.first()
    fields = {field.attname: getattr(known, field.attname) for field in Matter._meta.fields[1:]}
    with pytest.raises(DatabaseError), transaction.atomic():
        Matter.objects.create(**fields | {"inner_code": "另一个"})
    with pytest.raises(DatabaseError), transaction.atomic():
        bulk.insert(Matter, list(fields), [list((fields | {"inner_code": "再一个"}).values())])
    assert Matter.objects.count() == 3
