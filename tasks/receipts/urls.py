"""Addresses of the pages of receipts."""

from django.urls import path

from . import views

urlpatterns = [
    path("receipts/", views.receipt_list, name="receipt-list"),
    path("receipts/verify/", views.receipt_verify, name="receipt-verify"),
    path("submissions/<int:pk>/receipt/", views.receipt, name="receipt"),
    path("submissions/<int:pk>/receipt/file/", views.receipt_file, name="receipt-file"),
]
