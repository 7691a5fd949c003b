"""Inbox, jobs, units and people."""

from django.urls import path

from . import views
from .channels.urls import urlpatterns as channels
from .delegations.urls import urlpatterns as delegations
from .operations.urls import urlpatterns as operations

app_name = "units"

urlpatterns = [
    *channels,
    *delegations,
    *operations,
    path("inbox/", views.message_list, name="inbox"),
    path("inbox/read/", views.message_read_all, name="inbox-read-all"),
    path("inbox/<int:pk>/open/", views.message_open, name="inbox-open"),
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/<int:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<int:pk>/retry/", views.job_retry, name="job-retry"),
    path("jobs/<int:pk>/file/", views.job_file, name="job-file"),
    path("units/", views.unit_list, name="unit-list"),
    path("units/<int:pk>/", views.unit_detail, name="unit-detail"),
    path("units/<int:pk>/phones/", views.unit_phones, name="unit-phones"),
    path("people/", views.person_list, name="people"),
    path("people/new/", views.person_create, name="person-create"),
    path("people/<int:pk>/", views.person_edit, name="person-edit"),
    path("people/<int:pk>/switch/", views.person_switch, name="person-switch"),
    path("people/<int:pk>/password/", views.person_password, name="person-password"),
]
