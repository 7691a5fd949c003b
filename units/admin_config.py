"""Puts the bureau's own admin site in the place of Django's default one."""

from django.contrib.admin.apps import AdminConfig


class BureauAdminConfig(AdminConfig):
    default_site = "units.admin_site.BureauAdminSite"
