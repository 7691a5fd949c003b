"""Whether each part of the portal works, judged by what it left in the database.

Only the database decides whether pages can be served. A silent broker, beat or worker delays
jobs and nothing else: it is told, and takes no page away (trust C2).
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from units.models import Pulse
from units.pulse import BEAT, WORKER

# A process that has been silent for so long is thought dead, besides the time between two ticks.
SILENCE = timedelta(seconds=60)
# Probes come every few seconds and from many; a broker that hangs must not hold up every one.
BROKER_ASKED_SECONDS = 5

LABELS = {
    "database": _("数据库"),
    "broker": _("消息队列"),
    "beat": _("定时进程"),
    "worker": _("工作进程"),
    "sweep": _("任务巡查"),
    "disk": _("磁盘空间"),
}
# What stops while it is not well.
HINTS = {
    "database": _("中断时页面打不开，恢复后自动继续。"),
    "broker": _("中断时页面照常，后台任务推迟，恢复后自动继续。"),
    "beat": _("到点触发提醒、发送和定时任务。"),
    "worker": _("执行后台任务，发送消息。"),
    "sweep": _("每隔几秒找回无人处理的任务；正常说明从触发到执行都畅通。"),
    "disk": _("上传和导出的文件存放处。"),
}
STATES = {
    "ok": (_("正常"), "ok"),
    "down": (_("无响应"), "danger"),
    "late": (_("超时未见"), "danger"),
    "unseen": (_("尚未启动"), "warn"),
    "failed": (_("上次出错"), "danger"),
    "low": (_("不足"), "warn"),
    "unknown": (_("无法得知"), "muted"),
}
# The tick that shows that messages go all the way from beat to a worker and end well.
SWEEP = "sweep-jobs"


@dataclass(frozen=True)
class Part:
    """One part and how it is; `age` is how many seconds ago it was seen."""

    name: str
    state: str
    age: int | None = None

    @property
    def label(self):
        return LABELS[self.name]

    @property
    def hint(self):
        return HINTS[self.name]

    @property
    def words(self):
        return STATES[self.state][0]

    @property
    def tone(self):
        return STATES[self.state][1]


def parts(*, at: datetime) -> list[Part]:
    """All parts, the one that pages depend on first."""
    try:
        pulses = list(Pulse.objects.all())
    except DatabaseError:
        unknown = (Part(name, "unknown") for name in ("beat", "worker", "sweep"))
        return [Part("database", "down"), _broker(), *unknown, _disk()]
    return [
        Part("database", "ok"),
        _broker(),
        _seen("beat", _of_kind(pulses, BEAT), at),
        _seen("worker", _of_kind(pulses, WORKER), at),
        _seen("sweep", [one for one in pulses if one.pk == SWEEP], at),
        _disk(),
    ]


def status(found: Iterable[Part]) -> str:
    """ok, degraded (pages work, something else does not) or down."""
    states = {part.name: part.state for part in found}
    if states["database"] != "ok":
        return "down"
    return "ok" if set(states.values()) == {"ok"} else "degraded"


def _of_kind(pulses, kind):
    return [one for one in pulses if one.pk.startswith(f"{kind}@")]


def _seen(name, pulses, at) -> Part:
    """Of several processes the one seen last counts: a replaced container leaves its own behind."""
    newest = max(pulses, key=lambda one: one.at, default=None)
    if newest is None:
        return Part(name, "unseen")
    age = at - newest.at
    state = "late" if age > patience() else "failed" if newest.error else "ok"
    return Part(name, state, max(0, int(age.total_seconds())))


def patience() -> timedelta:
    """How long nothing may be heard: beat speaks only when something in its schedule is due."""
    ticks = settings.CELERY_BEAT_SCHEDULE.values()
    between = min(float(entry["schedule"]) for entry in ticks if _is_seconds(entry["schedule"]))
    return SILENCE + timedelta(seconds=between)


def _is_seconds(schedule) -> bool:
    return isinstance(schedule, int | float)


def _broker() -> Part:
    return Part("broker", cache.get_or_set("broker", _ask_broker, BROKER_ASKED_SECONDS))


def _ask_broker() -> str:
    try:
        with current_app.connection_for_write(connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except Exception:  # each transport has its own, and kombu wraps some of them
        return "down"
    return "ok"


def _disk() -> Part:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return Part("disk", "unknown")
    return Part("disk", "ok" if free >= settings.LEAST_FREE_DISK else "low")
