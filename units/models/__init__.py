"""Units, people, the working-group roster, jobs, inbox messages and the audit trail."""

from .events import Action, AppendOnly, Event, EventQuerySet
from .inbox import Message, MessageQuerySet
from .jobs import Job, JobQuerySet, JobState
from .people import Role, RosterDuty, RosterMember, User, UserQuerySet
from .units import Unit, UnitAlias, UnitKind, UnitLevel, UnitQuerySet, normalise_name

__all__ = [
    "Action",
    "AppendOnly",
    "Event",
    "EventQuerySet",
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
]
