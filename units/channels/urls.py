"""Addresses of this room."""

from django.urls import path

from .views import preferences, register, robots

urlpatterns = [
    path("inbox/settings/", preferences.preference_form, name="preferences"),
    path("inbox/settings/test/", preferences.mail_test, name="mail-test"),
    path("robots/", robots.robot_list, name="robot-list"),
    path("robots/new/", robots.robot_create, name="robot-create"),
    path("robots/<int:pk>/", robots.robot_edit, name="robot-edit"),
    path("robots/<int:pk>/switch/", robots.robot_switch, name="robot-switch"),
    path("robots/<int:pk>/test/", robots.robot_test, name="robot-test"),
    path("sent/", register.delivery_list, name="delivery-list"),
    path("sent/export/", register.delivery_export, name="delivery-export"),
    path("sent/<int:pk>/", register.delivery_detail, name="delivery-detail"),
    path("sent/<int:pk>/again/", register.delivery_resend, name="delivery-resend"),
    path("sent/<int:pk>/address/", register.delivery_address, name="delivery-address"),
]
