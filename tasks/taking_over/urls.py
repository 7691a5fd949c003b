"""Addresses of taking over answers."""

from django.urls import path

from .views import cells, pages

urlpatterns = [
    path("tasks/<int:pk>/take-over/", pages.take_over, name="take-over"),
    path("tasks/<int:pk>/take-over/parts/", pages.take_over_parts, name="take-over-parts"),
    path("tasks/<int:pk>/take-over/confirm/", pages.take_over_confirm, name="take-over-confirm"),
    path("tasks/<int:pk>/take-over/undo/", pages.take_over_undo, name="take-over-undo"),
    path("tasks/<int:pk>/take-over/options/", cells.take_over_options, name="take-over-options"),
    path("tasks/<int:pk>/take-over/rows/", cells.take_over_rows, name="take-over-rows"),
    path(
        "tasks/<int:pk>/take-over/rows/confirm/",
        cells.take_over_confirm_rows,
        name="take-over-confirm-rows",
    ),
]
