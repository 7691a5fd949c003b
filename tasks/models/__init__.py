"""Campaigns, what they oblige units to, tasks, filled rows, ranking, objections, receipts."""

from .campaigns import Campaign, CampaignState, Obligation, ObligationKind, RankingBasis
from .objections import Objection, ObjectionReason, ObjectionState
from .ranking import CheckAnswer, RankedMatter
from .rows import Entry, FilledRow, NearbyEntry, NearbyStatus, RowState, Scope
from .submissions import Submission
from .tasks import MOVES, State, Task, TaskQuerySet

__all__ = [
    "MOVES",
    "Campaign",
    "CampaignState",
    "CheckAnswer",
    "Entry",
    "FilledRow",
    "NearbyEntry",
    "NearbyStatus",
    "Objection",
    "ObjectionReason",
    "ObjectionState",
    "Obligation",
    "ObligationKind",
    "RankedMatter",
    "RankingBasis",
    "RowState",
    "Scope",
    "State",
    "Submission",
    "Task",
    "TaskQuerySet",
]
