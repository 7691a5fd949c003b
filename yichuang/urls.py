"""Mounts the apps, sign-in, language, health check and admin."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

# Pages about jobs and schedules know those that the rooms have registered.
from matters import jobs as _of_matters  # noqa: F401
from tasks import jobs as _of_tasks  # noqa: F401
from units import jobs as _of_units  # noqa: F401
from units import views as people

from . import health, metrics

urlpatterns = [
    # One by one: passwords are reset by an administrator, never by mail.
    path("accounts/login/", auth.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password_change/", people.change_password, name="password_change"),
    path(
        "accounts/password_change/done/",
        auth.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("healthz/live", health.live, name="live"),
    path("metrics", metrics.figures, name="metrics"),
    path("admin/", admin.site.urls),
    path("", include("units.urls")),
    path("", include("matters.urls")),
    path("", include("tasks.urls")),
]
