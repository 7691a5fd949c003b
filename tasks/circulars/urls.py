"""Addresses of overdue reports and circulars; part of the namespace `tasks`."""

from django.urls import path

from .views import acts, pages, reports

urlpatterns = [
    path("circulars/", pages.circular_list, name="circular-list"),
    path("circulars/<int:pk>/", pages.circular_detail, name="circular-detail"),
    path("circulars/<int:pk>/edit/", pages.circular_edit, name="circular-edit"),
    path("circulars/<int:pk>/check/", acts.circular_check, name="circular-check"),
    path("circulars/<int:pk>/issue/", acts.circular_issue, name="circular-issue"),
    path("circulars/<int:pk>/recall/", acts.circular_recall, name="circular-recall"),
    path("circulars/<int:pk>/read/", acts.circular_read, name="circular-read"),
    path("circulars/<int:pk>/file/", acts.circular_file, name="circular-file"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/compile/", reports.report_compile, name="report-compile"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/<int:pk>/sheet/", reports.report_sheet, name="report-sheet"),
    path("reports/<int:pk>/workbook/", reports.report_workbook, name="report-workbook"),
    path("reports/<int:pk>/draft/", reports.report_draft, name="report-draft"),
]
