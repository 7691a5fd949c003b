"""Campaigns, what they oblige units to, tasks, filled rows, systems, ranking, objections, receipts,
uploaded workbooks."""

from .campaigns import Campaign, CampaignState, Obligation, ObligationKind, RankingBasis
from .objections import Objection, ObjectionReason, ObjectionState
from .ranking import CheckAnswer, RankedMatter
from .rows import Entry, FilledRow, LeftBecause, NearbyEntry, NearbyStatus, RowState, Scope
from .submissions import Submission
from .systems import System, SystemMerge, SystemName, system_key, system_search_text
from .tasks import MOVES, State, Task, TaskQuerySet
from .workbooks import ColumnMapping, WorkbookState, WorkbookUpload

__all__ = [
    "MOVES",
    "Campaign",
    "CampaignState",
    "CheckAnswer",
    "ColumnMapping",
    "Entry",
    "FilledRow",
    "LeftBecause",
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
    "System",
    "SystemMerge",
    "SystemName",
    "Task",
    "TaskQuerySet",
    "WorkbookState",
    "WorkbookUpload",
    "system_key",
    "system_search_text",
]
