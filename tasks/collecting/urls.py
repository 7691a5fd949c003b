"""Addresses of the collector's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("tasks/<int:pk>/parts/", views.matrix, name="matrix"),
    path("tasks/<int:pk>/return-part/", views.part_return, name="part-return"),
    path("tasks/<int:pk>/missing/", views.part_missing, name="part-missing"),
]
