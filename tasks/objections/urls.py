"""Addresses of objections."""

from django.urls import path

from .views import acts, bulk, files, pages, raising

urlpatterns = [
    path("tasks/check/<int:pk>/objection/", raising.objection_create, name="objection-create"),
    path("tasks/entries/<int:pk>/objection/", raising.entry_objection, name="entry-objection"),
    path("objections/", pages.objection_list, name="objection-list"),
    path("objections/export/", pages.objection_export, name="objection-export"),
    path("objections/together/", bulk.objection_bulk, name="objection-bulk"),
    path("objections/<int:pk>/", pages.objection_detail, name="objection-detail"),
    path("objections/<int:pk>/withdraw/", raising.objection_withdraw, name="objection-withdraw"),
    path("objections/<int:pk>/propose/", acts.objection_propose, name="objection-propose"),
    path("objections/<int:pk>/answer/", acts.objection_answer, name="objection-answer"),
    path("objections/<int:pk>/decide/", acts.objection_decide, name="objection-decide"),
    path("objections/<int:pk>/reopen/", acts.objection_reopen, name="objection-reopen"),
    path("objections/<int:pk>/talk/", acts.objection_talk, name="objection-talk"),
    path("objections/<int:pk>/evidence/", files.objection_evidence, name="objection-evidence"),
    path("objections/evidence/<int:pk>/", files.evidence_file, name="evidence-file"),
]
