"""What the grid asks and sends when answers are taken over: JSON in, JSON out."""

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import grid as sheets
from tasks.filling.history import Words
from tasks.filling.views.answers import answers_json, is_id, is_text, json_of
from tasks.models import Task
from tasks.taking_over import page, taking
from tasks.taking_over.contacts import first_proposal
from tasks.taking_over.desk import Desk
from tasks.taking_over.planning import differing
from units.permissions import Permission, requires

from .reach import choice_of, confirmed_sentence, form_of, list_task


def _grid_task(request, pk) -> Task:
    task = list_task(request, pk)
    if not task.has_rows:
        raise BadRequest(_("该任务由各部门填写，请从汇总表进入。"))
    return task


@require_safe
@answers_json
@requires(Permission.FILL)
def take_over_options(request, pk):
    """What the dialog of the grid offers: the sources with their counts, and a contact."""
    desk = Desk(_grid_task(request, pk), request.user)
    rows = list(desk.rows())
    contact, phone = first_proposal(desk.task, request.user)
    return {
        "sources": page.offers(desk, rows),
        "districts": page.districts(desk, rows) if desk.task.is_part else [],
        "contact": contact,
        "phone": phone,
        "waiting": sum(row.unconfirmed for row in rows),
    }


@require_POST
@answers_json
@requires(Permission.FILL)
def take_over_rows(request, pk):
    """接用 from the grid for chosen rows; with `preview` it says what would happen only."""
    desk = Desk(_grid_task(request, pk), request.user)
    sent = json_of(request)
    form = form_of(desk, _sent_choice(sent))
    if not form.is_valid():
        errors = [text for texts in form.errors.values() for text in texts]
        raise BadRequest(" ".join(errors))
    choice, now = choice_of(desk, form, _sent_rows(sent)), timezone.now()
    if sent.get("preview") is True:
        looked = taking.Taking(desk.lines(desk.rows(choice.rows), choice), desk.around)
        return {**_counted(looked), "message": page.outlook_sentence(looked.counts)}
    done = taking.take_over(desk.task, choice, by=request.user, at=now)
    return {
        **_counted(done),
        **_rows(desk.task, done.rows, done.around, now),
        "cells": done.cells,
        "message": page.outcome_sentence(done.counts),
    }


def _sent_choice(sent) -> dict:
    """The fields of the form out of the JSON; anything else than text, numbers, yes is left out."""
    extras = sent.get("extras")
    flat = {**sent, **extras} if isinstance(extras, dict) else sent
    data = {key: flat.get(key) for key in ("source", "district", "people", "contact", "phone")}
    data = {key: str(value) for key, value in data.items() if value is not None}
    if not all(is_text(value) for value in data.values()):
        raise BadRequest(_("收到的内容格式不对，没有保存，请刷新页面后再试。"))
    return data | {key: "on" for key in ("replace", "volume", "scope") if flat.get(key) is True}


def _sent_rows(sent) -> list[int] | None:
    rows = sent.get("rows")
    if rows is None:
        return None
    if not (isinstance(rows, list) and rows and all(is_id(row) for row in rows)):
        raise BadRequest(_("收到的内容格式不对，没有保存，请刷新页面后再试。"))
    if len(rows) > sheets.MOST_CELLS:
        raise BadRequest(_("一次最多接用 %(n)s 行。") % {"n": f"{sheets.MOST_CELLS:,}"})
    return rows


def _counted(done):
    words = Words()
    return {
        "counts": done.counts,
        "differing": differing(done.lines, words, page.MOST_SHOWN),
    }


def _rows(task, rows, around, now):
    return {
        "rows": [sheets.as_dict(row, around, True) for row in rows],
        "progress": sheets.progress(task),
        "saved_at": timezone.localtime(now).isoformat(),
    }


@require_POST
@answers_json
@requires(Permission.FILL)
def take_over_confirm_rows(request, pk):
    """确认接用的 n 行 from the grid."""
    task, now = _grid_task(request, pk), timezone.now()
    done = taking.confirm(task, by=request.user, at=now)
    sentence = confirmed_sentence(done) if done.rows else _("没有待确认的行，可能已由他人确认。")
    return {**_rows(task, done.rows, done.around, now), "message": sentence}
