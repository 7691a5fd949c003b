"""Addresses of operating the portal."""

from django.urls import path

from . import routine_views, views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/jobs/", views.operation_jobs, name="operation-jobs"),
    path("operations/jobs/export/", views.operation_jobs_export, name="operation-jobs-export"),
    path("operations/jobs/<int:pk>/retry/", views.operation_job_retry, name="operation-job-retry"),
    path(
        "operations/jobs/<int:pk>/abandon/",
        views.operation_job_abandon,
        name="operation-job-abandon",
    ),
    path("operations/routines/<int:pk>/", routine_views.routine_detail, name="routine"),
    path("operations/routines/<int:pk>/edit/", routine_views.routine_edit, name="routine-edit"),
    path("operations/routines/<int:pk>/run/", routine_views.routine_run, name="routine-run"),
    path("operations/runs/<int:pk>/retry/", routine_views.run_retry, name="run-retry"),
]
