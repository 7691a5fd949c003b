"""Addresses of hand-overs."""

from django.urls import path

from . import views

urlpatterns = [
    path("people/<int:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("handovers/<int:pk>/", views.handed_over, name="handed-over"),
]
