"""Addresses of change slips; part of the namespace `tasks`."""

from django.urls import path

from tasks.models import NearbyEntry

from . import views

urlpatterns = [
    path("slips/", views.slip_list, name="slip-list"),
    path("slips/new/", views.slip_create, name="slip-create"),
    path("slips/export/", views.slip_export, name="slip-export"),
    path("slips/<int:pk>/", views.slip_detail, name="slip-detail"),
    path("slips/<int:pk>/acknowledge/", views.slip_acknowledge, name="slip-acknowledge"),
    path("slips/<int:pk>/withdraw/", views.slip_withdraw, name="slip-withdraw"),
    path("entries/<int:pk>/slip/", views.slip_of_row, name="entry-slip"),
    path("nearby/<int:pk>/slip/", views.slip_of_row, {"model": NearbyEntry}, name="nearby-slip"),
]
