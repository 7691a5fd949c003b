"""What the page of one objection shows, and which acts it offers to whom."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from tasks.filling import checking, rights
from tasks.filling.history import timeline
from tasks.models import Evidence, Objection, Talk, Turn
from tasks.models.objections import LIVE
from tasks.supervision import deadlines
from tasks.threads.shown import thread_of
from units.models import Event, User

from . import reach
from .discussing import seal_of
from .effects import effect_of
from .forms import (
    AnswerForm,
    EvidenceForm,
    ProposalForm,
    ReopenForm,
    TalkForm,
    decision_form,
)


def context_of(objection: Objection, user: User, *, on: date, **refused) -> dict:
    """Everything the page needs; `refused` forms stand in for fresh ones."""
    evidence = objection.evidence.select_related("uploaded_by__unit").order_by("pk")
    talks = objection.talks.select_related("by__unit").order_by("held_on", "pk")
    return {
        "objection": objection,
        "phone": rights.shown_phone(objection.contact_phone, objection, user),
        "late": reach.is_late(objection),
        "deadline": _deadline(objection),
        "next": next_step(objection, user),
        "effect": _effect(objection, user),
        "evidence": evidence,
        "talks": talks,
        "thread": thread_of(objection, user),
        "related": reach.related_to(objection, user),
        "history": timeline(history_of(objection)),
        "may_withdraw": may_withdraw(objection, user),
        **{**_forms(objection, user, on=on), **refused},
    }


def _deadline(objection):
    due_at = objection.due_at
    return deadlines.sentence(due_at, objection.campaign) if due_at else ""


def _effect(objection, user):
    """Before the decision what accepting would do, after it what it has done."""
    return effect_of([objection]).for_reader(user) if objection.state in LIVE else None


def _forms(objection, user, *, on) -> dict:
    forms = {}
    decides = reach.may_decide(user) and objection.unit_id != user.unit_id
    speaks = reach.may_speak(user)
    if objection.is_undecided and (decides or speaks):
        forms["talk_form"] = TalkForm(initial={"held_on": on})
        forms["evidence_form"] = EvidenceForm()
    if objection.is_undecided and decides:
        forms["proposal_form"] = ProposalForm()
        forms["decision_form"] = decision_form(objection)
    if objection.is_decided and decides:
        forms["reopen_form"] = ReopenForm()
    if objection.turn == Turn.UNIT and speaks:
        forms["answer_form"] = AnswerForm(initial={"seen": seal_of(objection)})
    return forms


def may_withdraw(objection: Objection, user: User) -> bool:
    """As long as the unit still has the matter in its hands."""
    if not objection.is_undecided or not reach.may_speak(user):
        return False
    if objection.entry and not objection.entry.is_open:
        return False
    return rights.may_edit(checking.task_of(objection), user)


def next_step(objection: Objection, user: User) -> str:
    """Whose turn it is and what is expected, in one sentence."""
    if not objection.is_undecided:
        return ""
    if objection.turn == Turn.UNIT:
        if reach.may_speak(user):
            return _("市数据资源局已提出拟定结论，请贵单位答复是否同意。")
        return _("已提出拟定结论，等待单位答复。")
    if not reach.may_decide(user):
        return _("等待市数据资源局处理。")
    if objection.agreed:
        return _("单位已同意拟定结论，请裁定。")
    if objection.agreed is False:
        return _("单位不同意拟定结论，请继续协商，另拟结论或直接裁定。")
    return _("请核实原因，拟定结论征求单位意见。")


def history_of(objection: Objection):
    """All that happened to it, to its files and to the notes of its talks, newest first."""
    found = _about(Objection, [objection.pk])
    found |= _about(Evidence, objection.evidence.values("pk"))
    found |= _about(Talk, objection.talks.values("pk"))
    return Event.objects.filter(found).order_by("-pk")


def _about(model, pks) -> Q:
    return Q(subject=model._meta.label_lower, subject_id__in=pks)
