"""Addresses of assessment; part of the namespace `tasks`."""

from django.urls import path

from .views import appeals, marks, scheme, scores, sheets

urlpatterns = [
    path("assessment/", sheets.assessment_list, name="assessment-list"),
    path("assessment/new/", sheets.assessment_create, name="assessment-create"),
    path("assessment/<int:pk>/", sheets.assessment_sheet, name="assessment-sheet"),
    path("assessment/<int:pk>/print/", sheets.assessment_print, name="assessment-print"),
    path("assessment/<int:pk>/export/", sheets.assessment_export, name="assessment-export"),
    path("assessment/<int:pk>/compute/", sheets.assessment_compute, name="assessment-compute"),
    path("assessment/<int:pk>/publish/", sheets.assessment_publish, name="assessment-publish"),
    path("assessment/<int:pk>/finalise/", sheets.assessment_finalise, name="assessment-finalise"),
    path("assessment/<int:pk>/discard/", sheets.assessment_discard, name="assessment-discard"),
    path("assessment/<int:pk>/marks/", marks.assessment_marks, name="assessment-marks"),
    path("assessment/scores/<int:pk>/", scores.score_detail, name="score-detail"),
    path("assessment/deductions/<int:pk>/appeal/", appeals.appeal_create, name="appeal-create"),
    path("assessment/appeals/", appeals.appeal_list, name="appeal-list"),
    path("assessment/appeals/<int:pk>/", appeals.appeal_detail, name="appeal-detail"),
    path("assessment/appeals/<int:pk>/answer/", appeals.appeal_answer, name="appeal-answer"),
    path("assessment/files/<int:pk>/", appeals.appeal_file, name="appeal-file"),
    path("assessment/schemes/<int:pk>/", scheme.scheme_detail, name="scheme-detail"),
    path("assessment/schemes/<int:pk>/adopt/", scheme.scheme_adopt, name="scheme-adopt"),
    path("assessment/schemes/<int:pk>/preview/", scheme.scheme_preview, name="scheme-preview"),
    path("assessment/schemes/<int:pk>/add/", scheme.criterion_add, name="criterion-add"),
    path("assessment/criteria/<int:pk>/", scheme.criterion_edit, name="criterion-edit"),
]
