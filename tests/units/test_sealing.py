"""Whoever alters the audit trail in the database is found out, and the very row is named."""

import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests import factories
from units import anchors, sealing
from units.models import Action, Event, EventSeal
from units.verifying import verify

from .tampering import change, remove, sql, unguarded

AT = factories.DURING


@pytest.fixture
def events(filler, head, town):
    """Five events with every fact, sealed in blocks of two."""
    filler.acting_for = head
    for number in range(5):
        facts = Event.objects.row(
            Action.EDIT,
            by=filler,
            at=AT + timedelta(microseconds=number),
            subject=town.renshe,
            reason=f"理由{number}",
            changes={"volume": [number, "约3"]},
        )
        Event.objects.create(**facts | {"ip": "10.0.0.1", "acting_for": head})
    return list(Event.objects.order_by("pk"))


@pytest.fixture
def sealed(events, monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 2)
    assert sealing.seal_new(at=AT) == 5
    return events


def faults():
    return " ".join(verify().faults)


def test_an_untouched_trail_fits(sealed):
    verdict = verify()
    assert verdict.faults == []
    assert (verdict.seals, verdict.events, verdict.unsealed, verdict.number) == (3, 5, 0, 3)


def test_what_came_since_is_counted_and_sealed_at_the_next_turn(sealed, filler, town):
    Event.objects.record(Action.EXPORT, by=filler, at=AT, subject=town.renshe)
    assert verify().unsealed == 1
    assert [sealing.seal_new(at=AT), sealing.seal_new(at=AT)] == [1, 0]
    assert (verify().unsealed, verify().fits) == (0, True)


OTHER = {
    "at": "2018-04-01 00:00:00+00:00",
    "action": "approve",
    "subject": "units.user",
    "subject_id": 7,
    "label": "别的",
    "changes": '{"volume": [1, "约4"]}',
    "reason": "",
    "ip": None,
    "acting_for_id": None,
}


@pytest.mark.parametrize("column", [field.column for field in Event._meta.concrete_fields])
def test_altering_any_column_of_one_event_is_found_and_the_event_named(column, sealed, stranger):
    others = {**OTHER, "by_id": stranger.pk, "unit_id": stranger.unit_id, "id": 10**6}
    victim = sealed[2]
    change("units_event", victim.pk, column, others[column])
    assert str(victim.pk) in faults()


def test_deleting_an_event_is_found(sealed):
    remove("units_event", sealed[3].pk)
    assert f"操作记录 {sealed[3].pk} 被删除" in faults()


INSERT = (
    "INSERT INTO units_event (id, at, action, subject, subject_id, label, changes, reason) "
    "VALUES (%s, %s, 'edit', 'units.unit', 1, '伪造', '{}', '')"
)


def test_an_event_inserted_below_a_seal_is_found(sealed):
    number = sealed[0].pk - 1
    sql(INSERT, number, AT)
    assert f"操作记录 {number} 不在封存" in faults()


def test_swapping_two_events_is_found(sealed):
    first, second, spare = sealed[0].pk, sealed[4].pk, 10**6
    with unguarded("units_event"):
        for old, new in ((first, spare), (second, first), (spare, second)):
            sql("UPDATE units_event SET id = %s WHERE id = %s", new, old)
    assert f"操作记录 {first} 被改动" in faults()
    assert f"操作记录 {second} 被改动" in faults()


@pytest.mark.parametrize(
    "column", [field.column for field in EventSeal._meta.concrete_fields if field.column != "id"]
)
def test_altering_any_column_of_a_seal_is_found_and_the_seal_named(column, sealed):
    seal = EventSeal.objects.get(number=2)
    digests = bytes(seal.digests)
    other = {
        "number": 9,
        "first_id": 0,
        "last_id": seal.last_id + 1,
        "count": 1,
        "digests": digests[:-1] + bytes([digests[-1] ^ 1]),
        "previous": "f" * 64,
        "checksum": "f" * 64,
        "sealed_at": "2018-04-01 00:00:00+00:00",
    }
    change("units_eventseal", seal.pk, column, other[column])
    assert "封存 #9" in faults() if column == "number" else "封存 #2" in faults()


def test_deleting_a_seal_is_found(sealed):
    remove("units_eventseal", EventSeal.objects.get(number=2).pk)
    assert verify().faults == ["封存 #3 之前缺少封存 #2。"]


def test_cutting_off_the_end_is_found_by_an_anchor_kept_elsewhere(sealed):
    anchor = anchors.read_anchor(anchors.anchor_text(at=AT))
    remove("units_event", sealed[4].pk)
    remove("units_eventseal", EventSeal.objects.get(number=3).pk)
    assert verify().fits
    assert "末尾的记录被截去" in " ".join(verify(anchor).faults)


def test_a_chain_written_anew_is_found_by_an_anchor(sealed):
    anchor = anchors.read_anchor(anchors.anchor_text(at=AT))
    change("units_event", sealed[4].pk, "label", "伪造")
    remove("units_eventseal", EventSeal.objects.get(number=3).pk)
    sealing.seal_new(at=AT)
    assert verify().fits
    assert "封存链被重写" in " ".join(verify(anchor).faults)


def test_an_anchor_with_any_changed_character_is_refused(sealed):
    text = anchors.anchor_text(at=AT)
    for place, sign in enumerate(text.rstrip()):
        changed = text[:place] + ("1" if sign != "1" else "2") + text[place + 1 :]
        if changed.split() == text.split():
            continue
        with pytest.raises(anchors.NoAnchor):
            anchors.read_anchor(changed)


@pytest.mark.parametrize(
    "verb", ["UPDATE units_eventseal SET count = 1", "DELETE FROM units_eventseal"]
)
def test_the_database_itself_refuses_to_change_a_seal(verb, sealed):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        sql(verb)


def test_an_event_looks_the_same_however_the_table_is_laid_out():
    """The canonical form is part of every seal ever written: it must not change (decision 23)."""
    facts = (
        7,
        AT,
        1,
        None,
        None,
        "edit",
        "tasks.entry",
        3,
        "某",
        {"b": [None, "约3"], "a": 1},
        "",
        None,
    )
    assert sealing.canonical(facts).decode() == (
        '{"action":"edit","at":"2018-04-02T02:00:00.000000+00:00","by_id":1,'
        '"changes":{"a":1,"b":[null,"约3"]},"id":7,"label":"某","reason":"",'
        '"subject":"tasks.entry","subject_id":3}'
    )
    assert sealing.digest(facts).hex() == "a901753592ab2d51a4bab1800f48bee7"


def test_every_column_of_an_event_is_sealed():
    assert {field.attname for field in Event._meta.concrete_fields} == set(sealing.FACTS)


class TestCommand:
    def test_says_what_it_verified(self, sealed, capsys):
        call_command("verify_audit")
        assert "3 个封存、5 条操作记录；尚未封存 0 条" in capsys.readouterr().out

    def test_ends_with_1_and_names_the_event(self, sealed, capsys):
        change("units_event", sealed[0].pk, "label", "伪造")
        with pytest.raises(SystemExit) as end:
            call_command("verify_audit")
        assert end.value.code == 1
        assert f"操作记录 {sealed[0].pk} 被改动" in capsys.readouterr().err

    def test_writes_an_anchor_and_compares_with_it(self, sealed, tmp_path):
        call_command("verify_audit", write_anchor=tmp_path / "anchor")
        call_command("verify_audit", anchor=tmp_path / "anchor")
        (tmp_path / "anchor").write_text("{}")
        with pytest.raises(CommandError, match="锚点"):
            call_command("verify_audit", anchor=tmp_path / "anchor")


def test_a_hundred_thousand_events_are_sealed_and_verified_in_seconds(filler, town):
    lines = ((1, town.renshe.pk, "某行", {"volume": [n, n + 1]}) for n in range(100_000))
    Event.objects.record_many(Action.EDIT, type(town.renshe), lines, by=filler, at=AT)
    assert sealing.seal_new(at=AT) == 100_000
    assert verify().fits


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestWriters:
    @pytest.fixture
    def slow_writer(self, filler, town):
        """Somebody has written an event and does not commit until `slow_writer.set()`."""
        holding, done = threading.Event(), threading.Event()

        def write():
            with transaction.atomic():
                Event.objects.record(Action.EDIT, by=filler, at=AT, subject=town.renshe)
                holding.set()
                done.wait(20)
            connection.close()

        thread = threading.Thread(target=write)
        thread.start()
        holding.wait(20)
        yield SimpleNamespace(ends=lambda: (done.set(), thread.join()))
        done.set()
        thread.join()

    def test_nothing_is_sealed_while_somebody_is_writing(self, slow_writer, filler, town):
        """A transaction that has drawn its number may still commit behind a higher one."""
        Event.objects.record(Action.EXPORT, by=filler, at=AT, subject=town.renshe)
        assert sealing.seal_new(at=AT) == 0
        slow_writer.ends()
        assert sealing.seal_new(at=AT) == 2
        assert verify().fits

    def test_other_writers_hardly_wait_for_the_one_who_wants_to_seal(
        self, slow_writer, filler, town
    ):
        def seal():
            sealing.seal_new(at=AT)
            connection.close()

        sealer = threading.Thread(target=seal)
        sealer.start()
        started = time.monotonic()
        for _ in range(20):
            Event.objects.record(Action.EXPORT, by=filler, at=AT, subject=town.renshe)
        assert time.monotonic() - started < 3  # a lock timeout of 200 ms, on a busy machine
        sealer.join()

    def test_two_who_seal_at_once_seal_every_event_once(self, filler, town, monkeypatch):
        monkeypatch.setattr(sealing, "BLOCK", 5)
        for _ in range(40):
            Event.objects.record(Action.EXPORT, by=filler, at=AT, subject=town.renshe)

        def seal():
            sealing.seal_new(at=AT)
            connection.close()

        sealers = [threading.Thread(target=seal) for _ in range(3)]
        for sealer in sealers:
            sealer.start()
        for sealer in sealers:
            sealer.join()
        sealing.seal_new(at=AT)
        assert (verify().faults, verify().events, verify().unsealed) == ([], 40, 0)
