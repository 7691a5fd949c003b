"""The portal's settings with the peers installed beside it and their admin site mounted."""

from yichuang.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.peer"]  # noqa: F405
ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LARGEST_DIRECT_EXPORT = 100_000  # an export is measured inside the request, like the peer's
