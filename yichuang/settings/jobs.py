"""Jobs are rows in the database; a message only rings the bell."""

from .installation import VAR_DIR, env

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
