"""Mounts the apps, sign-in, language, health check and admin."""

from django.contrib import admin
from django.contrib.auth import urls as auth_urls
from django.urls import include, path
from django.views.i18n import set_language

from units import views as people

from . import health

urlpatterns = [
    # Before Django's own: ours keeps on record that an initial password was changed.
    path("accounts/password_change/", people.change_password, name="password_change"),
    path("accounts/", include(auth_urls)),
    path("language/", set_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("units.urls")),
    path("", include("matters.urls")),
    path("", include("tasks.urls")),
]
