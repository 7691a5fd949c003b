"""Addresses of the review desk."""

from django.urls import path

from . import bulk_views, desk_views, return_views, rule_views, shelf_views, views

urlpatterns = [
    path("review/", desk_views.queue, name="queue"),
    path("review/rows/", desk_views.desk, name="desk"),
    path("review/rows/approve/", desk_views.approve, name="desk-approve"),
    path("review/rows/return/", desk_views.send_back, name="desk-return"),
    path("review/rows/export/", desk_views.export, name="desk-export"),
    path("review/rows/columns/", shelf_views.columns_keep, name="desk-columns"),
    path("review/views/", shelf_views.view_list, name="view-list"),
    path("review/views/save/", shelf_views.view_save, name="view-save"),
    path("review/views/first/", shelf_views.view_first, name="view-first"),
    path("review/views/<int:pk>/edit/", shelf_views.view_edit, name="view-edit"),
    path("review/views/<int:pk>/delete/", shelf_views.view_delete, name="view-delete"),
    path("review/bulk/", bulk_views.bulk_list, name="bulk-list"),
    path("review/bulk/start/", bulk_views.bulk_start, name="bulk-start"),
    path("review/bulk/<int:pk>/", bulk_views.bulk_detail, name="bulk-detail"),
    path("review/bulk/<int:pk>/undo/", bulk_views.bulk_undo, name="bulk-undo"),
    path("review/rules/", rule_views.rule_list, name="rule-list"),
    path("review/rules/<int:pk>/", rule_views.rule_detail, name="rule-detail"),
    path("review/rules/<int:pk>/preview/", rule_views.rule_preview, name="rule-preview"),
    path("review/rules/<int:pk>/save/", rule_views.rule_save, name="rule-save"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/approve/", views.approve_rows, name="approve-rows"),
    path("review/<int:pk>/return/", return_views.return_rows, name="return-rows"),
    path("review/<int:pk>/unlock/", return_views.unlock_rows, name="unlock-rows"),
    path("review/<int:pk>/start/", return_views.start, name="review-start"),
    path("review/<int:pk>/extend/", return_views.extend, name="review-extend"),
    path("review/<int:pk>/rest/", views.rest, name="rest"),
    path("review/<int:pk>/rest/approve/", views.approve_rest, name="approve-rest"),
    path("review/<int:pk>/return-task/", return_views.return_task, name="return-task"),
    path("review/<int:pk>/unlock-task/", return_views.unlock_task, name="unlock-task"),
    path("review/<int:pk>/approve-task/", views.approve_task, name="approve-task"),
]
