"""Addresses of integration."""

from django.urls import path

from . import views

urlpatterns = [
    path("systems/leads/", views.lead_list, name="lead-list"),
    path("systems/leads/<int:pk>/", views.lead_edit, name="lead-edit"),
]
