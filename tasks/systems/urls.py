"""Addresses of the register of business systems."""

from django.urls import path

from .views import differences, ledger, merging, system

urlpatterns = [
    path("systems/", ledger.system_list, name="system-list"),
    path("systems/export/", ledger.system_export, name="system-export"),
    path("systems/levels/", ledger.system_levels, name="system-levels"),
    path("systems/differences/", differences.difference_list, name="difference-list"),
    path("systems/<int:pk>/", system.system_detail, name="system-detail"),
    path("systems/<int:pk>/names/", system.system_name_add, name="system-name-add"),
    path("systems/names/<int:pk>/remove/", system.system_name_remove, name="system-name-remove"),
    path("systems/<int:pk>/rename/", system.system_rename, name="system-rename"),
    path("systems/<int:pk>/level/", system.system_level, name="system-level"),
    path("systems/<int:pk>/merge/", merging.system_merge, name="system-merge"),
    path("systems/merges/<int:pk>/split/", merging.system_split, name="system-split"),
]
