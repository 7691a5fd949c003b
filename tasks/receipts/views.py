"""Pages of receipts: one receipt, its file, all of a unit, and the page that verifies one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.filling import rights, signing
from tasks.filling.views.reach import crumbs_of, readable_rows
from tasks.models import Submission
from units import signatures
from yichuang.paging import page_of
from yichuang.templatetags.ui import to_the_second

from . import issuing, reading, register
from .forms import ReceiptFilter, VerifyForm


def visible_receipt(request, pk) -> Submission:
    related = Submission.objects.visible_to(request.user).select_related(
        "by__unit",
        "signed_for__unit",
        "withdrawn_by__unit",
        "task__unit__parent",
        "task__parent",
        "task__obligation__campaign",
    )
    submission = get_object_or_404(related, pk=pk)
    readable_rows(request, submission.task)
    return submission


@require_safe
def receipt(request, pk):
    submission = visible_receipt(request, pk)
    task = submission.task
    context = {
        "submission": submission,
        "task": task,
        "facts": signing.receipt_facts(submission, request.user),
        "issuer": task.obligation.campaign.issuer,
        "number": signing.receipt_number(submission),
        "standing": register.standing_of(submission),
        "may_download": rights.may_have_phones(task, request.user),
        "verify_url": request.build_absolute_uri(reverse("tasks:receipt-verify")),
        "crumbs": crumbs_of(task, request.user),
    }
    return render(request, "tasks/submission_detail.html", context)


@require_POST
@never_cache
def receipt_file(request, pk):
    """The receipt to keep: JSON, signed, verifiable without the portal."""
    submission = visible_receipt(request, pk)
    if not rights.may_have_phones(submission.task, request.user):
        raise PermissionDenied(_("回执文件含有联系电话，您的角色不能下载。"))
    name, text = issuing.hand_out(submission, by=request.user, at=timezone.now())
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def receipt_list(request):
    receipts = (
        register.with_standing(register.receipts_of(request.user))
        .select_related(
            "by__unit", "signed_for", "task__unit__parent", "task__obligation__campaign"
        )
        .defer("content")
        .newest_first()
    )
    found = ReceiptFilter(request.GET, receipts)
    page = page_of(request, found.qs)
    for one in page:
        one.receipt_number = signing.receipt_number(one)
        one.standing = register.listed_standing(one)
    return render(request, "tasks/receipt_list.html", {"filter": found, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipt_verify(request):
    """Verify a receipt that somebody holds; for everybody who has signed in."""
    sent = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if sent else VerifyForm()
    answer = _answer(form.cleaned_data) if sent and form.is_valid() else None
    context = {
        "form": form,
        "answer": answer,
        "public_key": signatures.public_key(),
        "crumbs": [(_("回执"), reverse("tasks:receipt-list")), (_("验证回执"), None)],
    }
    status = 422 if form.errors else 200
    return render(request, "tasks/receipt_verify.html", context, status=status)


def _answer(data):
    if not data["file"]:
        submission = register.look_up(data["number"], data["checksum"])
        return {"checks": [_typed(submission)], **_about(submission)}
    found = reading.read(data["file"].read(), signatures.known_keys())
    submission = register.compare(found) if found.is_genuine else None
    return {"checks": found.checks, **_about(submission)}


def _typed(submission):
    good = _("登记簿中有该编号，内容校验码一致。")
    bad = _("登记簿中没有该编号，或内容校验码不一致。请核对后再填。")
    return reading.Check(good if submission else bad, submission is not None)


def _about(submission):
    """What somebody learns who holds the receipt: what it says itself, and whether it stands."""
    if submission is None:
        return {"fits": False, "standing": None, "facts": []}
    task = submission.task
    return {
        "fits": True,
        "standing": register.standing_of(submission),
        "facts": [
            (_("编号"), signing.receipt_number(submission)),
            (_("报送单位"), task.unit.full_label),
            (_("报送任务"), str(task.obligation)),
            (_("报送时间"), to_the_second(submission.at)),
            (_("报送人"), submission.signer),
            (_("报送行数"), f"{submission.counts.get('rows', 0):,}"),
        ],
    }
