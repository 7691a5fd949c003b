"""Addresses of the review desk."""

from django.urls import path

from . import objections, views

urlpatterns = [
    path("review/", views.queue, name="queue"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/approve/", views.approve_rows, name="approve-rows"),
    path("review/<int:pk>/return/", views.return_rows, name="return-rows"),
    path("review/<int:pk>/rest/", views.rest, name="rest"),
    path("review/<int:pk>/rest/approve/", views.approve_rest, name="approve-rest"),
    path("review/<int:pk>/return-task/", views.return_task, name="return-task"),
    path("review/<int:pk>/approve-task/", views.approve_task, name="approve-task"),
    path("objections/", objections.objection_list, name="objection-list"),
    path("objections/<int:pk>/", objections.objection_detail, name="objection-detail"),
    path("objections/<int:pk>/decide/", objections.objection_decide, name="objection-decide"),
]
