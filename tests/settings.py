"""The portal's settings with plain static files, a fast hasher and local mail."""

import os
import tempfile

os.environ.setdefault("YICHUANG_ENV", "test")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="yichuang-test-"))

from yichuang.settings import *  # noqa: E402, F403 - all of them, once the environment is set

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
# The queries of a page are counted: no test may fall on the one that reads the days anew.
CALENDAR_SECONDS = 10**9
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - from the settings above
    # On disk: in memory, the threads of server and worker would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "pytest.sqlite3")}  # noqa: F405 - from the settings above
