"""Addresses of the collector's pages."""

from django.urls import path

from .views import mapping, matrix, parts

urlpatterns = [
    path("tasks/<int:pk>/parts/", matrix.matrix, name="matrix"),
    path("tasks/<int:pk>/parts/nudge/", matrix.matrix_nudge, name="matrix-nudge"),
    path("tasks/<int:pk>/parts/export/", matrix.matrix_export, name="matrix-export"),
    path("tasks/<int:pk>/return-part/", parts.part_return, name="part-return"),
    path("tasks/<int:pk>/missing/", parts.part_missing, name="part-missing"),
    path("districts/<int:pk>/departments/", mapping.mapping_page, name="mapping"),
    path("districts/<int:pk>/departments/accept/", mapping.mapping_accept, name="mapping-accept"),
    path("departments/<int:pk>/counterparts/", mapping.mapping_edit, name="mapping-edit"),
]
