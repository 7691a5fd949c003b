"""What both sides do to an objection: propose, answer, decide, reopen, note a talk."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tasks.objections import deciding, discussing, reach
from tasks.objections.forms import AnswerForm, DecisionForm, ProposalForm, ReopenForm, TalkForm
from units.permissions import Permission, requires

from .pages import show


def _done(request, pk, done, sentence):
    if done:
        messages.success(request, sentence)
    else:
        messages.warning(request, _("该疑义的状态已变化，请查看最新内容后再操作。"))
    return redirect("tasks:objection-detail", pk=pk)


@require_POST
@requires(Permission.REVIEW)
def objection_propose(request, pk):
    objection, form = reach.get_decidable(request.user, pk), ProposalForm(request.POST)
    if not form.is_valid():
        return show(request, objection, proposal_form=form)
    who = {"by": request.user, "at": timezone.now()}
    done = discussing.propose(objection, form.conclusion(), **who)
    return _done(request, pk, done, _("拟定结论已发出，已通知该单位答复。"))


@require_POST
@requires(Permission.FILL)
def objection_answer(request, pk):
    objection, form = reach.get_visible(request.user, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, objection, answer_form=form)
    who = {"by": request.user, "at": timezone.now()}
    done = discussing.answer(objection, **form.cleaned_data, **who)
    return _done(request, pk, done, _("答复已发出，已通知市数据资源局。"))


@require_POST
@requires(Permission.REVIEW)
def objection_decide(request, pk):
    objection, form = reach.get_decidable(request.user, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, objection, decision_form=form)
    who = {"by": request.user, "at": timezone.now()}
    try:
        done = deciding.decide(objection, form.conclusion(), **who)
    except deciding.NotAgreed:
        form.refuse_alone()
        return show(request, objection, decision_form=form)
    return _done(request, pk, done, _("已裁定，已通知该单位；清单和分母已随之更新。"))


@require_POST
@requires(Permission.REVIEW)
def objection_reopen(request, pk):
    objection, form = reach.get_decidable(request.user, pk), ReopenForm(request.POST)
    if not form.is_valid():
        return show(request, objection, reopen_form=form)
    who = {"by": request.user, "at": timezone.now()}
    try:
        done = deciding.reopen(objection, **form.cleaned_data, **who)
    except deciding.Contested:
        messages.warning(request, _("该事项已另有疑义，请在那一条中处理。"))
        return redirect("tasks:objection-detail", pk=pk)
    return _done(request, pk, done, _("已重新协商，名次和分母已恢复，已通知该单位。"))


@require_POST
@requires(Permission.FILL, Permission.REVIEW)
def objection_talk(request, pk):
    objection = reach.get_visible(request.user, pk)
    form = TalkForm(request.POST, on=timezone.localdate())
    if not form.is_valid():
        return show(request, objection, talk_form=form)
    who = {"by": request.user, "at": timezone.now()}
    done = discussing.note_talk(objection, **form.cleaned_data, **who)
    return _done(request, pk, done, _("沟通记录已保存。"))
