"""The catalogue and the library workbooks that change it."""

from django.urls import path

from . import version_views, views

app_name = "matters"

urlpatterns = [
    path("matters/", views.matter_list, name="matter-list"),
    path("matters/<int:pk>/", views.matter_detail, name="matter-detail"),
    path("matters/<int:pk>/versions/", version_views.matter_versions, name="matter-versions"),
    path("matters/versions/", version_views.version_list, name="version-list"),
    path("matters/versions/compare/", version_views.version_compare, name="version-compare"),
    path("matters/versions/export/", version_views.version_export, name="version-export"),
    path("matters/library/", views.upload_list, name="upload-list"),
    path("matters/library/new/", views.upload_create, name="upload-create"),
    path("matters/library/<int:pk>/", views.upload_detail, name="upload-detail"),
    path(
        "matters/library/<int:pk>/differences/", views.upload_differences, name="upload-differences"
    ),
    path("matters/library/<int:pk>/columns/", views.upload_columns, name="upload-columns"),
    path("matters/library/<int:pk>/pick/", views.upload_pick, name="upload-pick"),
    path("matters/library/<int:pk>/apply/", views.upload_apply, name="upload-apply"),
    path("matters/library/<int:pk>/cancel/", views.upload_cancel, name="upload-cancel"),
]
