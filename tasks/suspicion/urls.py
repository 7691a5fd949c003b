"""Addresses of the rules of suspicion."""

from django.urls import path

from . import views

urlpatterns = [
    path("review/rules/", views.rule_list, name="rule-list"),
    path("review/rules/<int:pk>/", views.rule_detail, name="rule-detail"),
    path("review/rules/<int:pk>/preview/", views.rule_preview, name="rule-preview"),
    path("review/rules/<int:pk>/save/", views.rule_save, name="rule-save"),
]
