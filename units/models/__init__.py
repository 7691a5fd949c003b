"""Units, people, their substitutes, the roster; jobs, routines, the calendar; messages and how
they travel; the audit trail."""

from .calendar import CalendarYear, SpecialDay
from .channels import (
    GROUPS,
    PERSONAL,
    Channel,
    ChannelPreference,
    Delivery,
    DeliveryState,
    Frequency,
    Robot,
)
from .delegations import Delegation, DelegationQuerySet
from .events import Action, AppendOnly, Event, EventQuerySet
from .inbox import Message, MessageKind, MessageQuerySet
from .jobs import Job, JobQuerySet, JobState
from .people import Role, RosterDuty, RosterMember, User, UserQuerySet
from .routines import Pulse, Routine, RoutineRun, RunState
from .seals import EventSeal
from .units import (
    Unit,
    UnitAlias,
    UnitKind,
    UnitLevel,
    UnitQuerySet,
    normalise_name,
    unit_search_text,
)

__all__ = [
    "GROUPS",
    "PERSONAL",
    "Action",
    "AppendOnly",
    "CalendarYear",
    "Channel",
    "ChannelPreference",
    "Delegation",
    "DelegationQuerySet",
    "Delivery",
    "DeliveryState",
    "Event",
    "EventQuerySet",
    "EventSeal",
    "Frequency",
    "Job",
    "JobQuerySet",
    "JobState",
    "Message",
    "MessageKind",
    "MessageQuerySet",
    "Pulse",
    "Robot",
    "Role",
    "RosterDuty",
    "RosterMember",
    "Routine",
    "RoutineRun",
    "RunState",
    "SpecialDay",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "UnitLevel",
    "UnitQuerySet",
    "User",
    "UserQuerySet",
    "normalise_name",
    "unit_search_text",
]
