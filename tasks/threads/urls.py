"""Addresses of threads: the same three for a row and for an objection."""

from django.urls import path

from tasks.models import Objection

from . import views

of_objection = {"model": Objection}

urlpatterns = [
    path("tasks/entries/<int:pk>/thread/", views.thread, name="entry-thread"),
    path("tasks/entries/<int:pk>/thread/post/", views.thread_post, name="entry-post"),
    path("tasks/entries/<int:pk>/thread/read/", views.thread_read, name="entry-thread-read"),
    path("objections/<int:pk>/thread/", views.thread, of_objection, name="objection-thread"),
    path(
        "objections/<int:pk>/thread/post/", views.thread_post, of_objection, name="objection-post"
    ),
    path(
        "objections/<int:pk>/thread/read/",
        views.thread_read,
        of_objection,
        name="objection-thread-read",
    ),
]
