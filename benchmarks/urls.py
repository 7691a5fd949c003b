"""The portal's addresses and, beside them, the peer's admin site."""

from django.urls import include, path

from benchmarks.peer.stock import site

urlpatterns = [path("stock/", site.urls), path("", include("yichuang.urls"))]
