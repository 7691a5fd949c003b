"""Addresses of handing rows out and back."""

from django.urls import path

from . import views

urlpatterns = [
    path("tasks/<int:pk>/handings/new/", views.handing_create, name="handing-create"),
    path("tasks/<int:pk>/handings/rows/", views.hand_rows, name="hand-rows"),
    path("handings/<int:pk>/", views.handing_detail, name="handing-detail"),
    path("handings/<int:pk>/return/", views.handing_return, name="handing-return"),
    path("handings/<int:pk>/recall/", views.handing_recall, name="handing-recall"),
]
