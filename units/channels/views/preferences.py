"""接收设置: every person's own (Q6)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from units.channels import choosing, preferences, resending
from units.channels.forms import PreferenceForm
from units.models import Channel


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preference_form(request):
    sent = request.POST if request.method == "POST" else None
    form = PreferenceForm(sent, person=request.user)
    if sent is not None and form.is_valid():
        wanted, email = form.wanted, form.cleaned_data["email"]
        choosing.choose(request.user, email=email, wanted=wanted, at=timezone.now())
        messages.success(request, _("已保存，从下一条消息起生效。"))
        return redirect("units:preferences")
    return render(
        request,
        "units/preferences.html",
        _context(request, form),
        status=422 if form.errors else 200,
    )


def _context(request, form):
    user = request.user
    return {
        "form": form,
        "by_mail": Channel.EMAIL in form.channels,
        "by_sms": Channel.SMS in form.channels,
        "mobile": preferences.address_of(user, Channel.SMS),
        "last_test": resending.tests_of(user).order_by("-asked_at").first(),
        "crumbs": [(_("消息"), reverse("units:inbox")), (_("接收设置"), None)],
    }


@require_POST
def mail_test(request):
    """Send a letter to oneself."""
    if Channel.EMAIL not in preferences.configured():
        messages.warning(request, _("平台尚未配置邮件服务器，请联系市局管理员。"))
    elif not request.user.email:
        messages.warning(request, _("请先填写电子邮箱并保存。"))
    else:
        try:
            row = resending.test_mail(request.user, at=timezone.now())
        except resending.NotNow as problem:
            messages.warning(request, str(problem))
        else:
            return redirect("units:delivery-detail", row.pk)
    return redirect("units:preferences")
