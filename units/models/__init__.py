"""Units, people, their substitutes, the roster, jobs, inbox messages, the audit trail."""

from .delegations import Delegation, DelegationQuerySet
from .events import Action, AppendOnly, Event, EventQuerySet
from .inbox import Message, MessageQuerySet
from .jobs import Job, JobQuerySet, JobState
from .people import Role, RosterDuty, RosterMember, User, UserQuerySet
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
    "Action",
    "AppendOnly",
    "Delegation",
    "DelegationQuerySet",
    "Event",
    "EventQuerySet",
    "EventSeal",
    "Job",
    "JobQuerySet",
    "JobState",
    "Message",
    "MessageQuerySet",
    "Role",
    "RosterDuty",
    "RosterMember",
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
