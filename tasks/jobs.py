"""Celery finds the rooms' job handlers through this module."""

from tasks.assessment import jobs as assessment_jobs
from tasks.campaigns import jobs as campaign_jobs
from tasks.circulars import jobs as circular_jobs
from tasks.exports import jobs as export_jobs
from tasks.library import jobs as library_jobs
from tasks.reminding import jobs as reminding_jobs
from tasks.review import jobs as review_jobs
from tasks.suspicion import jobs as suspicion_jobs
from tasks.workbooks import jobs as workbook_jobs

__all__ = [
    "assessment_jobs",
    "campaign_jobs",
    "circular_jobs",
    "export_jobs",
    "library_jobs",
    "reminding_jobs",
    "review_jobs",
    "suspicion_jobs",
    "workbook_jobs",
]
