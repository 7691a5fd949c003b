"""Addresses of chasing; part of the namespace `tasks`."""

from django.urls import path

from .views import acts, desk, slips, unit

urlpatterns = [
    path("chasing/", desk.desk, name="chasing"),
    path("chasing/export/", desk.desk_export, name="chasing-export"),
    path("chasing/phones/", desk.phone_list, name="chasing-phones"),
    path("chasing/prepare/", acts.prepare, name="chasing-prepare"),
    path("chasing/issue/", acts.issue, name="chasing-issue"),
    path("chasing/units/<int:pk>/", unit.unit_chasing, name="chasing-unit"),
    path("chasing/units/<int:pk>/call/", unit.call, name="chasing-call"),
    path("chasing/slips/", slips.slip_list, name="chasing-slip-list"),
    path("chasing/slips/new/", acts.slip_create, name="chasing-slip-create"),
    path("chasing/slips/export/", slips.slip_export, name="chasing-slip-export"),
    path("chasing/slips/close/", slips.slips_close, name="chasing-slips-close"),
    path("chasing/slips/<int:pk>/", slips.slip_detail, name="chasing-slip"),
    path("chasing/slips/<int:pk>/batch/", acts.batch, name="chasing-batch"),
    path("chasing/slips/<int:pk>/feedback/", slips.slip_feedback, name="chasing-slip-feedback"),
    path("chasing/slips/<int:pk>/accept/", slips.slip_accept, name="chasing-slip-accept"),
    path("chasing/slips/<int:pk>/send-back/", slips.slip_send_back, name="chasing-slip-send-back"),
    path("chasing/slips/<int:pk>/close/", slips.slip_close, name="chasing-slip-close"),
    path("chasing/slips/<int:pk>/cancel/", slips.slip_cancel, name="chasing-slip-cancel"),
]
