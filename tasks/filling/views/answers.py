"""What the grid and the server say to each other: JSON in, JSON out, refusals as sentences."""

import json
from functools import wraps

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from tasks.filling.grid import MOST_CELLS


def answers_json(view):
    """Turn the refusals of a view into `{"message": …}`: a page would look like a lost session."""

    @wraps(view)
    def answering(request, *args, **kwargs):
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except Http404:
            return _refusal(_("没有找到该任务，或您无权查看。"), 404)
        except BadRequest as refusal:
            return _refusal(str(refusal), 400)
        except PermissionDenied as refusal:
            return _refusal(str(refusal), 403)

    return answering


def _refusal(sentence, status):
    return JsonResponse({"message": sentence}, status=status)


def cells_of(request, writable: set[str]) -> list[dict]:
    """The changed cells a grid sent, or BadRequest with the sentence that says what is wrong."""
    cells = json_of(request).get("cells")
    if not isinstance(cells, list) or not cells:
        raise BadRequest(_("没有收到要保存的内容，请刷新页面后再试。"))
    if len(cells) > MOST_CELLS:
        raise BadRequest(_("一次最多保存 %(n)s 格，请分几次粘贴。") % {"n": f"{MOST_CELLS:,}"})
    if not all(_is_cell(cell, writable) for cell in cells):
        raise BadRequest(_("收到的内容格式不对，没有保存，请刷新页面后再试。"))
    return cells


def settlement_of(request) -> tuple[int, str, str]:
    """Which warning of which row is confirmed, and the explanation if one was typed."""
    data = json_of(request)
    row, code, note = data.get("id"), data.get("code"), data.get("note", "")
    if not (is_id(row) and isinstance(code, str) and is_text(note)):
        raise BadRequest(_("收到的内容格式不对，没有保存，请刷新页面后再试。"))
    return row, code, note.strip()


def json_of(request):
    try:
        data = json.loads(request.body)
    except RequestDataTooBig:
        raise BadRequest(_("一次收到的内容太多，没有保存，请分几次粘贴。")) from None
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        data = None
    if not isinstance(data, dict):
        raise BadRequest(_("收到的内容格式不对，没有保存，请刷新页面后再试。"))
    return data


def is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _is_cell(cell, fields):
    return (
        isinstance(cell, dict)
        and is_id(cell.get("id"))
        and isinstance(cell.get("field"), str)
        and cell["field"] in fields
        and _is_value(cell.get("was"))
        and _is_value(cell.get("now"))
    )


def _is_value(value):
    """A text, a number, nothing, or a list of districts."""
    if isinstance(value, list):
        return len(value) <= 100 and all(
            isinstance(one, int) or (isinstance(one, str) and is_text(one)) for one in value
        )
    return value is None or (isinstance(value, str | int | float) and is_text(str(value)))


def is_text(value):
    """Text that both databases can store: neither a NUL nor half a character."""
    if not isinstance(value, str) or len(value) > 4000 or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
