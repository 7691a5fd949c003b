"""Addresses of the campaigns' pages."""

from django.urls import path

from . import moving_views, policy_views, views

urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign-list"),
    path("campaigns/new/", views.campaign_create, name="campaign-create"),
    path("campaigns/deadlines/", policy_views.deadline_outlook, name="deadline-outlook"),
    path("campaigns/<int:pk>/deadlines/", policy_views.campaign_policy, name="campaign-policy"),
    path("campaigns/<int:pk>/", views.campaign_detail, name="campaign-detail"),
    path("campaigns/<int:pk>/edit/", views.campaign_edit, name="campaign-edit"),
    path("campaigns/<int:pk>/ranking/", views.ranking_list, name="ranking"),
    path("campaigns/<int:pk>/ranking/moves/", moving_views.ranking_moves, name="ranking-moves"),
    path("campaigns/<int:pk>/freeze/", views.campaign_freeze, name="campaign-freeze"),
    path("campaigns/<int:pk>/publish/", views.campaign_publish, name="campaign-publish"),
    path("campaigns/<int:pk>/clone/", views.campaign_clone, name="campaign-clone"),
]
