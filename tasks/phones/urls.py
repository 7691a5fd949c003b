"""The address under which a number is shown in full."""

from django.urls import path

from . import views

urlpatterns = [path("phones/<slug:kind>/<int:pk>/", views.phone, name="phone")]
