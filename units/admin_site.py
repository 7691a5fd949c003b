"""The admin site: for the bureau's administrators, by their role and by nothing else."""

from collections.abc import Iterable
from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Role


class BureauAdminSite(AdminSite):
    site_title = site_header = gettext_lazy("一窗后台")
    index_title = gettext_lazy("数据")

    def has_permission(self, request):
        user = request.user
        return user.is_active and getattr(user, "role", None) == Role.ADMIN

    def register(self, model_or_iterable, admin_class=None, **options):
        """Rights are GRANTS, a table; Django's groups would be a second truth beside it."""
        several = isinstance(model_or_iterable, Iterable)
        models = model_or_iterable if several else [model_or_iterable]
        super().register([model for model in models if model is not Group], admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Others are refused with 403, not asked to sign in again as somebody else."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("您的角色不能进行此操作。"))
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def password_change(self, request, extra_context=None):
        """One page for it, where the change is recorded and an initial password ends."""
        return redirect("password_change")

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """One sign-in page, with one lock-out, for the whole portal."""
        return redirect_to_login(request.GET.get("next", ""), settings.LOGIN_URL)
