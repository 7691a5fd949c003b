"""What the two sides of an objection do in many tests."""

from tasks.models import Objection, Outcome
from tasks.objections import deciding, discussing
from tasks.objections.deciding import Conclusion
from tests.factories import DURING

WORDS = {
    Outcome.NOT_CONNECTED: "确属涉密，同意不接入",
    Outcome.DEFERRED: "待上级系统开放接口",
    Outcome.CONNECTED: "可以接入，仍须对接",
}


def concluded(outcome, **more):
    """A conclusion with its words, decided by the bureau alone unless `alone=False`."""
    if outcome == Outcome.DEFERRED:
        more.setdefault("deferred_condition", "省级系统开放接口后")
    return Conclusion(outcome, WORDS[outcome], **{"alone": True, **more})


def decide(objection, outcome, by, **more):
    return deciding.decide(objection, concluded(outcome, **more), by=by, at=DURING)


def accept(objection, by):
    return decide(objection, Outcome.NOT_CONNECTED, by)


def reject(objection, by):
    return decide(objection, Outcome.CONNECTED, by)


def propose(objection, outcome, by):
    discussing.propose(objection, concluded(outcome), by=by, at=DURING)
    return fresh(objection)


def answer(objection, by, *, agreed=True, text=""):
    seen = discussing.seal_of(objection)
    discussing.answer(objection, agreed=agreed, text=text, seen=seen, by=by, at=DURING)
    return fresh(objection)


def fresh(objection):
    return Objection.objects.get(pk=objection.pk)
