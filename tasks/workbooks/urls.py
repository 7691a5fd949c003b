"""Addresses of the round trip; part of the namespace `tasks`."""

from django.urls import path

from .views import decisions, lists, uploads

urlpatterns = [
    path("tasks/<int:pk>/workbooks/", lists.workbook_list, name="workbook-list"),
    path("tasks/<int:pk>/workbooks/mine/", lists.my_workbook_file, name="my-workbook"),
    path("tasks/<int:pk>/workbooks/upload/", lists.workbook_upload, name="workbook-upload"),
    path("workbooks/<int:pk>/", uploads.workbook_detail, name="workbook-detail"),
    path("workbooks/<int:pk>/mend/<int:task_pk>/", uploads.workbook_mend, name="workbook-mend"),
    path("workbooks/<int:pk>/columns/", uploads.workbook_columns, name="workbook-columns"),
    path("workbooks/<int:pk>/pick/", uploads.workbook_pick, name="workbook-pick"),
    path("workbooks/<int:pk>/marked/", uploads.workbook_marked, name="workbook-marked"),
    path("workbooks/<int:pk>/original/", uploads.workbook_original, name="workbook-original"),
    path("workbooks/<int:pk>/blanks/", decisions.workbook_blanks, name="workbook-blanks"),
    path("workbooks/<int:pk>/apply/", decisions.workbook_apply, name="workbook-apply"),
    path("workbooks/<int:pk>/cancel/", decisions.workbook_cancel, name="workbook-cancel"),
    path("workbooks/<int:pk>/revert/", decisions.workbook_revert, name="workbook-revert"),
]
