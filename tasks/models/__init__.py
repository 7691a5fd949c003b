"""Campaigns, obligations, tasks, filled rows, systems, ranking, objections, receipts, uploaded
workbooks; what the bureau finds suspicious, approves at once; threads, handings, slips;
deadlines that moved and the ladder of reminders, numbered slips and calls."""

from .appeals import Appeal, AppealFile, AppealState
from .approvals import BulkApproval, BulkState
from .assessment import AssessmentSheet, Criterion, SheetState
from .calls import CallNote, CallOutcome
from .campaigns import (
    Campaign,
    CampaignState,
    DayOffPolicy,
    Obligation,
    ObligationKind,
    RankingBasis,
)
from .chasing import (
    ChasingKind,
    ChasingSlip,
    ChasingState,
    SlipSeries,
)
from .circulars import Circular, CircularReading, CircularState
from .deadlines import Extension
from .entries import Entry, NearbyEntry, NearbyStatus, Scope
from .feedback import FeedbackAnswer, SlipFeedback
from .feeds import CalendarFeed
from .funding import Funding, FundingState
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
from .reminding import Basis, Colour, Recipient, Reminder, Rung
from .reports import OverdueReport
from .rows import FilledRow, LeftBecause, ReturnClass, RowState
from .saved_views import SavedView
from .scores import Deduction, Mark, Score
from .slips import ChangeSlip, SlipKind, SlipState
from .submissions import Submission
from .suspicion import Finding, Severity, SuspicionRule
from .systems import System, SystemMerge, SystemName, system_key, system_search_text
from .tasks import MOVES, State, Task, TaskQuerySet
from .workbooks import ColumnMapping, WorkbookState, WorkbookUpload

__all__ = [
    "MOVES",
    "Appeal",
    "AppealFile",
    "AppealState",
    "AssessmentSheet",
    "Basis",
    "Audience",
    "BulkApproval",
    "BulkState",
    "CallNote",
    "CallOutcome",
    "CalendarFeed",
    "Campaign",
    "CampaignState",
    "ChangeSlip",
    "ChasingKind",
    "ChasingSlip",
    "ChasingState",
    "CheckAnswer",
    "Circular",
    "CircularReading",
    "CircularState",
    "Colour",
    "ColumnMapping",
    "Criterion",
    "DayOffPolicy",
    "Deduction",
    "Entry",
    "Evidence",
    "Extension",
    "FeedbackAnswer",
    "FilledRow",
    "Finding",
    "Funding",
    "FundingState",
    "Handing",
    "Lead",
    "LeadRule",
    "LeftBecause",
    "Mark",
    "NearbyEntry",
    "NearbyStatus",
    "Objection",
    "ObjectionReason",
    "ObjectionState",
    "Obligation",
    "ObligationKind",
    "Outcome",
    "OverdueReport",
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
    "Score",
    "Severity",
    "SheetState",
    "SlipFeedback",
    "SlipKind",
    "SlipSeries",
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
