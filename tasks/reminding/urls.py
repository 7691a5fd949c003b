"""Addresses of the ladder; part of the namespace `tasks`."""

from django.urls import path

from .views import history, ladder, preview

urlpatterns = [
    path("reminders/", ladder.rung_list, name="rung-list"),
    path("reminders/new/", ladder.rung_create, name="rung-create"),
    path("reminders/new/try/", ladder.rung_try, name="rung-try-new"),
    path("reminders/preview/", preview.reminder_preview, name="reminder-preview"),
    path("reminders/preview/export/", preview.reminder_preview_export, name="reminder-export"),
    path("reminders/<int:pk>/", ladder.rung_edit, name="rung-edit"),
    path("reminders/<int:pk>/try/", ladder.rung_try, name="rung-try"),
    path("reminders/<int:pk>/remove/", ladder.rung_remove, name="rung-remove"),
    path("campaigns/<int:pk>/reminders/", history.campaign_reminders, name="campaign-reminders"),
    path(
        "campaigns/<int:pk>/reminders/switch/",
        history.campaign_reminders_switch,
        name="campaign-reminders-switch",
    ),
    path(
        "campaigns/<int:pk>/reminders/export/",
        history.campaign_reminders_export,
        name="campaign-reminders-export",
    ),
]
