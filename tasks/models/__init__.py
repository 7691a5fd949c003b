"""Campaigns, obligations, tasks, filled rows, systems, ranking, objections, receipts, uploaded
workbooks; what the bureau finds suspicious, approves at once; threads, handings, slips;
deadlines that moved and the ladder of reminders."""

from .approvals import BulkApproval, BulkState
from .campaigns import (
    Campaign,
    CampaignState,
    DayOffPolicy,
    Obligation,
    ObligationKind,
    RankingBasis,
)
from .deadlines import Extension
from .entries import Entry, NearbyEntry, NearbyStatus, Scope
from .handings import Handing
from .leads import Lead, LeadRule
from .objections import (
    Objection,
    ObjectionReason,
    ObjectionState,
    Outcome,
    Talk,
    TalkKind,
    Turn,
)
from .posts import Audience, Evidence, Post, ThreadVisit
from .ranking import CheckAnswer, RankedMatter
from .reminding import Colour, Recipient, Reminder, Rung
from .rows import FilledRow, LeftBecause, ReturnClass, RowState
from .saved_views import SavedView
from .slips import ChangeSlip, SlipKind, SlipState
from .submissions import Submission
from .suspicion import Finding, Severity, SuspicionRule
from .systems import System, SystemMerge, SystemName, system_key, system_search_text
from .tasks import MOVES, State, Task, TaskQuerySet
from .workbooks import ColumnMapping, WorkbookState, WorkbookUpload

__all__ = [
    "MOVES",
    "Audience",
    "BulkApproval",
    "BulkState",
    "Campaign",
    "CampaignState",
    "ChangeSlip",
    "CheckAnswer",
    "Colour",
    "ColumnMapping",
    "DayOffPolicy",
    "Entry",
    "Evidence",
    "Extension",
    "FilledRow",
    "Finding",
    "Handing",
    "Lead",
    "LeadRule",
    "LeftBecause",
    "NearbyEntry",
    "NearbyStatus",
    "Objection",
    "ObjectionReason",
    "ObjectionState",
    "Obligation",
    "ObligationKind",
    "Outcome",
    "Post",
    "RankedMatter",
    "RankingBasis",
    "Recipient",
    "Reminder",
    "ReturnClass",
    "RowState",
    "Rung",
    "SavedView",
    "Scope",
    "Severity",
    "SlipKind",
    "SlipState",
    "State",
    "Submission",
    "SuspicionRule",
    "System",
    "SystemMerge",
    "SystemName",
    "Talk",
    "TalkKind",
    "Task",
    "TaskQuerySet",
    "ThreadVisit",
    "Turn",
    "WorkbookState",
    "WorkbookUpload",
    "system_key",
    "system_search_text",
]
