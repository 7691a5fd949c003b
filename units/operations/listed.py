"""Jobs as the administrators see them: everything but the result, which stays with its owner."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _

from units.jobs import NAMES
from units.models import Job, JobState
from yichuang.templatetags.ui import to_the_second
from yichuang.xlsx.writing import Column, Kind, write_data

# More than anybody reads; narrower filters give the rest.
MOST = 20_000

COLUMNS = (
    Column("编号", 10, Kind.NUMBER),
    Column("名称", 36),
    Column("类型", 18),
    Column("发起人", 12),
    Column("单位", 22),
    Column("状态", 14),
    Column("已处理", 10, Kind.NUMBER),
    Column("总数", 10, Kind.NUMBER),
    Column("尝试次数", 10, Kind.NUMBER),
    Column("提交时间", 20, Kind.CODE),
    Column("完成时间", 20, Kind.CODE),
    Column("说明", 50),
)


def lines(jobs: Iterable[Job], *, at: datetime) -> list[dict]:
    return [_line(job, at) for job in jobs]


def _line(job, at):
    broken = job.is_broken_off(at=at)
    return {
        "job": job,
        "kind": NAMES.get(job.kind, job.kind),
        "state": _("中断，可重试") if broken else job.get_state_display(),
        "tone": "danger" if broken else job.tone,
        "words": job.message or job.phase,
        "may_retry": broken,
        "may_abandon": broken or job.state == JobState.QUEUED,
    }


def write(stream: BinaryIO, jobs, *, at: datetime) -> int:
    """The jobs in Chinese, whatever the interface's language; says how many."""
    with translation.override("zh-hans"):
        rows = _rows(jobs[:MOST].iterator(chunk_size=1000), at)
        return write_data(stream, COLUMNS, rows, name="后台任务")


def _rows(jobs, at) -> Iterator[list]:
    for job in jobs:
        line = _line(job, at)
        yield [
            job.pk,
            job.title,
            str(line["kind"]),
            job.owner.name,
            job.owner.unit.full_label,
            str(line["state"]),
            job.done,
            job.total,
            job.attempts,
            to_the_second(job.asked_at),
            to_the_second(job.finished_at),
            line["words"],
        ]
