"""What an operator sees: metrics, health, logs."""

import os

from .installation import VAR_DIR, env

# Whoever brings it may read /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    # prometheus-client reads it when it is first imported: processes count in files they share.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(VAR_DIR / "metrics")
    (VAR_DIR / "metrics").mkdir(exist_ok=True)
# /healthz says that the disk runs full below so many bytes.
LEAST_FREE_DISK = env.int("LEAST_FREE_DISK", default=500 * 1024 * 1024)

# To stderr, ids only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Both name the addresses of robots in full, and those are secrets.
    "loggers": {"urllib3": {"level": "ERROR"}, "apprise": {"level": "CRITICAL"}},
}
