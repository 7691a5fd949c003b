"""The units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("单位与人员")

    def ready(self):
        # Django's own sign-in signals are the documented way to hear of a sign-in.
        from . import sign_ins  # noqa: F401
