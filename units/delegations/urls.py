"""Addresses of delegations."""

from django.urls import path

from . import views

urlpatterns = [
    path("delegations/", views.delegation_list, name="delegation-list"),
    path("delegations/new/", views.delegation_create, name="delegation-create"),
    path("delegations/<int:pk>/end/", views.delegation_end, name="delegation-end"),
]
