"""Addresses of the exports; part of the namespace `tasks`."""

from django.urls import path

from . import views

urlpatterns = [
    path("exports/", views.export_list, name="export-list"),
    path("exports/start/", views.export_start, name="export-start"),
    path("tasks/<int:pk>/export/", views.task_export, name="task-export"),
    path("tasks/<int:pk>/export/file/", views.task_export_file, name="task-export-file"),
]
