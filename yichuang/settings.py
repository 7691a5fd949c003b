"""Every setting of the portal, read from the environment or from .env."""

import os
import secrets
from contextlib import suppress
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

# ── What kind of installation ─────────────────────────────────────────────────────────────
# demo: one machine, embedded database and jobs · production: refuses unsafe settings · test
INSTALLATION = env.str("YICHUANG_ENV", default="demo")
if INSTALLATION not in {"demo", "production", "test"}:
    # A slip of the pen would otherwise start the portal without what production asks for.
    raise ImproperlyConfigured(f"YICHUANG_ENV is {INSTALLATION!r}: demo, production or test.")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=INSTALLATION == "demo")
PRODUCTION = INSTALLATION == "production"

# Everything the portal writes: database, uploads, results, message folders.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# It holds names and phone numbers: nothing for other accounts of the machine.
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def own_secret_key() -> str:
    """A random key of this installation, made at the first start and kept beside its data."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        fresh = VAR_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        # Of several processes that start at once the first one decides; none reads half a key.
        with suppress(FileExistsError):
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else own_secret_key())
# Signs receipts and anchors: 32 bytes in base64. Without it the key is derived from SECRET_KEY, and
# what was signed stops fitting when that changes.
RECEIPT_KEY = env.str("RECEIPT_KEY", default="")
RECEIPT_OLD_PUBLIC_KEYS = env.list("RECEIPT_OLD_PUBLIC_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# ── Applications ──────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "yichuang",
    "units",
    "matters",
    "tasks",
    "units.admin_config.BureauAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
]

MIDDLEWARE = [
    "yichuang.metrics.RequestsMiddleware",
    "yichuang.middleware.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yichuang.middleware.CompressedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "yichuang.middleware.DownloadsMiddleware",
    "yichuang.middleware.Utf8Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.delegations.standing_in.StandingInMiddleware",
    "yichuang.middleware.PrivatePagesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "units.sign_ins.InitialPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yichuang.urls"
WSGI_APPLICATION = "yichuang.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "yichuang.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yichuang.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "yichuang.widgets.FormRenderer"

# ── Data ──────────────────────────────────────────────────────────────────────────────────
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

# Uploads and results are private: pages hand them out, no URL serves the folder.
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
LARGEST_UPLOAD = env.int("LARGEST_UPLOAD", default=10 * 1024 * 1024)
# What an uploaded workbook may weigh, checked before anything is parsed and shown on the page.
LARGEST_UNPACKED = env.int("LARGEST_UNPACKED", default=100 * 1024 * 1024)
LARGEST_SHEET_ROWS = env.int("LARGEST_SHEET_ROWS", default=5000)
LARGEST_SHEET_COLUMNS = env.int("LARGEST_SHEET_COLUMNS", default=200)
MOST_SHEETS = env.int("MOST_SHEETS", default=100)
# Files that support an objection: bytes of one, and how many for one objection.
LARGEST_EVIDENCE = env.int("LARGEST_EVIDENCE", default=10 * 1024 * 1024)
MOST_EVIDENCE = env.int("MOST_EVIDENCE", default=10)
# Larger files are read as a job (bytes), more rows are written as a job.
LARGEST_DIRECT_READ = env.int("LARGEST_DIRECT_READ", default=512 * 1024)
LARGEST_DIRECT_WRITE = env.int("LARGEST_DIRECT_WRITE", default=1000)
LARGEST_DIRECT_MARKING = env.int("LARGEST_DIRECT_MARKING", default=2 * 1024 * 1024)
# Exports of more rows than this become a job.
LARGEST_DIRECT_EXPORT = env.int("LARGEST_DIRECT_EXPORT", default=2000)
# For so long a bulk approval can be undone (docs/decisions/0018).
REVIEW_UNDO_MINUTES = env.int("REVIEW_UNDO_MINUTES", default=30)
# Nobody checks a circular whose words are their own (docs/decisions/0029).
CIRCULAR_FOUR_EYES = env.bool("CIRCULAR_FOUR_EYES", default=True)

# ── Jobs: rows in the database; a message only rings the bell ─────────────────────────────
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    folders = {name: VAR_DIR / "messages" / name for name in ("queue", "processed", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
        "polling_interval": 0.05,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For ever: a worker or beat that gave up after a long night would have to be started by hand.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "units.jobs.sweep_jobs",
        "schedule": env.int("SWEEP_SECONDS", default=10),
        "options": {"expires": 10},
    },
    "deliver-due": {
        "task": "units.channels.jobs.deliver_due",
        "schedule": env.int("DELIVER_SECONDS", default=15),
        "options": {"expires": 15},
    },
    "seal-events": {
        "task": "units.jobs.seal_events",
        "schedule": env.int("SEAL_SECONDS", default=60),
        "options": {"expires": 60},
    },
    "ring-routines": {
        "task": "units.routines.ring_routines",
        "schedule": env.int("ROUTINE_SECONDS", default=30),
        "options": {"expires": 30},
    },
    "remind": {
        "task": "tasks.reminding.jobs.remind",
        "schedule": env.int("REMIND_SECONDS", default=60),
        "options": {"expires": 60},
    },
}

# ── Channels: what is told to people outside the portal (docs/decisions/0026) ─────────────
# smtp://user:password@host:25, smtp+tls:// (STARTTLS), smtp+ssl://; without it no e-mail is sent.
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_ON = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "consolemail://"))
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821 - from the address
    # It knows whether the letter had been handed over when a server falls silent.
    EMAIL_BACKEND = "units.channels.smtp.EmailBackend"
EMAIL_TIMEOUT = GATEWAY_TIMEOUT = env.int("GATEWAY_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="yichuang@localhost")
# Where links in letters lead.
PUBLIC_URL = env.str(
    "PUBLIC_URL",
    default=f"http{'s' * PRODUCTION}://{next(iter(ALLOWED_HOSTS), 'localhost').lstrip('.')}",
).rstrip("/")
# Hosts (host or host:port) that group robots may have; 浙政钉 has one of its own.
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=["oapi.dingtalk.com", "qyapi.weixin.qq.com"])
# A gateway that takes JSON by POST; without it no SMS is sent.
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_FIELDS = env.dict("SMS_FIELDS", default={"phone": "mobile", "text": "content", "id": "id"})
# The part of the gateway's answer that means it took the message: field=value.
SMS_ACCEPTED = env.str("SMS_ACCEPTED", default="code=0")
SMS_SIGNATURE = env.str("SMS_SIGNATURE", default="一窗")
# Outside these hours, and on days off, nothing is sent; digests leave at their hour.
QUIET_UNTIL = time.fromisoformat(env.str("QUIET_UNTIL", default="08:00"))
QUIET_FROM = time.fromisoformat(env.str("QUIET_FROM", default="20:00"))
DIGEST_AT = time.fromisoformat(env.str("DIGEST_AT", default="08:30"))

# ── Being watched ─────────────────────────────────────────────────────────────────────────
# Whoever brings it may read /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    # prometheus-client reads it when it is first imported: processes count in files they share.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(VAR_DIR / "metrics")
    (VAR_DIR / "metrics").mkdir(exist_ok=True)
# /healthz says that the disk runs full below so many bytes.
LEAST_FREE_DISK = env.int("LEAST_FREE_DISK", default=500 * 1024 * 1024)

# ── People ────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# scrypt: the cost of a hash is what a deadline evening with everybody signing in pays for.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "tasks:home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "units.sign_ins.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# ── Transport and page security ───────────────────────────────────────────────────────────
HTTPS = env.bool("HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live)?$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# The header in which that proxy says when it took a request in (nginx: "t=${msec}"); who reports
# at the last second is then judged by it. Name one only if the proxy sets it itself.
ARRIVAL_HEADER = env.str("ARRIVAL_HEADER", default="")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ── Language and time ─────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# So old a process lets its copy of the workday calendar become; the process that changes a day
# looks at once.
CALENDAR_SECONDS = env.int("CALENDAR_SECONDS", default=30)

# ── Static files: served by whitenoise, nothing from other hosts ──────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yichuang.static.ModuleManifestStorage"},
}

# ── Logs: to stderr, ids only ─────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Both name the addresses of robots in full, and those are secrets.
    "loggers": {"urllib3": {"level": "ERROR"}, "apprise": {"level": "CRITICAL"}},
}

# ── Production refuses to start unsafe ────────────────────────────────────────────────────
if PRODUCTION:
    _password = DATABASES["default"].get("PASSWORD") or ""
    _refusals = {
        "DEBUG is on": DEBUG,
        "DEMO is on": DEMO,
        "SECRET_KEY is missing, short or the example's": len(SECRET_KEY) < 50
        or SECRET_KEY.startswith("change-me"),
        "ALLOWED_HOSTS is empty or *": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
        "DATABASE_URL has an empty or example password": _password
        in {"", "postgres", "password", "yichuang", "change-me"},
        "REDIS_URL is missing or has an empty or example password": urlsplit(REDIS_URL).password
        in {None, "", "redis", "password", "change-me"},
        "METRICS_TOKEN is short": 0 < len(METRICS_TOKEN) < 20,
    }
    if _wrong := [reason for reason, is_so in _refusals.items() if is_so]:
        raise ImproperlyConfigured("Refusing to start in production: " + "; ".join(_wrong) + ".")
