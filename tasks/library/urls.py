"""What a library workbook does to the lists that are out."""

from django.urls import path

from . import views

urlpatterns = [
    path("library/<int:pk>/effects/", views.library_effects, name="library-effects"),
]
