"""SQLite beside the data, or what DATABASE_URL names."""

from .installation import VAR_DIR, env

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'yichuang.sqlite3'}")}
# Opening one anew for a request would read the whole schema first, on SQLite as well.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE a read cannot become a write under load: thousands of refused saves.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000",
    }
else:
    # A server that vanishes without a word is noticed within a minute, not when TCP gives up.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=5, keepalives_idle=20, keepalives_interval=10, keepalives_count=3
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
