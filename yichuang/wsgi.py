"""What gunicorn loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")

application = get_wsgi_application()
# What is loaded by now lives as long as the process: no collection need walk over it.
gc.collect()
gc.freeze()
