"""Two people at once: one decision, one row out, no lock that waits in a ring."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tasks.filling import checking
from tasks.filling.checking import NotOpen
from tasks.models import Objection, ObjectionState, Outcome
from tasks.objections import deciding
from tests.factories import DURING
from tests.tasks.acts import object_to
from units.models import Action, Event

from .acts import concluded, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """What each of `acts` returned or raised, all begun at the same moment."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            return act()
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def decision(objection, outcome, by):
    return lambda: deciding.decide(objection, concluded(outcome), by=by, at=DURING)


def test_of_two_decisions_one_holds(row_objection, reviewer, admin):
    done = at_once(
        decision(row_objection, Outcome.NOT_CONNECTED, reviewer),
        decision(row_objection, Outcome.CONNECTED, admin),
    )
    assert sorted(done) == [False, True]
    assert Event.objects.of(row_objection).filter(action=Action.DECIDE).count() == 1


def test_a_decision_and_a_withdrawal_do_not_both_happen(row_objection, reviewer, filler):
    done = at_once(
        decision(row_objection, Outcome.NOT_CONNECTED, reviewer),
        lambda: checking.withdraw(row_objection, by=filler, at=DURING),
    )
    assert sorted(done) == [False, True]
    state = fresh(row_objection).state
    assert state in {ObjectionState.ACCEPTED, ObjectionState.WITHDRAWN}
    row_objection.entry.refresh_from_db()
    assert (row_objection.entry.state == "excluded") == (state == ObjectionState.ACCEPTED)


def test_two_bulks_over_the_same_ones_decide_them_once(ranked, tasks, filler, reviewer, admin):
    several = [object_to(line, tasks.check, filler) for line in ranked[:3]]

    def together(chosen, by):
        verdict = concluded(Outcome.CONNECTED)
        return lambda: deciding.decide_many(chosen, verdict, expected=3, by=by, at=DURING)

    done = at_once(together(several, reviewer), together(several[::-1], admin))
    assert 3 in done
    assert Event.objects.filter(action=Action.DECIDE).count() == 3


def test_one_of_two_objections_to_a_line_is_raised(ranked, tasks, filler, head):
    done = at_once(
        *(lambda by=by: object_to(ranked[0], tasks.check, by).pk for by in (filler, head))
    )
    assert NotOpen in done
    assert Objection.objects.filter(ranked=ranked[0]).count() == 1
