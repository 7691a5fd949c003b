"""What each role may do: permissions, grants as data, and the decorator that asks for one."""

from enum import StrEnum
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .models import Role


class Permission(StrEnum):
    FILL = "fill"  # change entries, roster and objections of the own unit
    SUBMIT = "submit"  # sign for the own unit
    COLLECT = "collect"  # the district's matrix, return and submit its departments' parts
    REVIEW = "review"  # approve, return, decide objections
    READ_ALL = "read_all"  # read every unit's work
    CATALOGUE = "catalogue"  # import a library version, see uploads
    CAMPAIGN = "campaign"  # create, rank, freeze, publish campaigns
    ACCOUNTS = "accounts"  # units and people
    EXPORT_ALL = "export_all"  # attachments 1-4 over all units
    READ_PHONES = "read_phones"  # full phone numbers of other units
    ISSUE = "issue"  # issue and recall circulars, publish assessments
    OPERATE = "operate"  # jobs, schedules, channels, the calendar
    AUDIT = "audit"  # the audit trail and its seals


GRANTS = {
    Role.FILLER: frozenset({Permission.FILL}),
    Role.HEAD: frozenset({Permission.FILL, Permission.SUBMIT}),
    Role.COLLECTOR: frozenset({Permission.FILL, Permission.SUBMIT, Permission.COLLECT}),
    Role.REVIEWER: frozenset(
        {Permission.REVIEW, Permission.READ_ALL, Permission.EXPORT_ALL, Permission.READ_PHONES}
    ),
    Role.ADMIN: frozenset(
        {
            Permission.REVIEW,
            Permission.READ_ALL,
            Permission.CATALOGUE,
            Permission.CAMPAIGN,
            Permission.ACCOUNTS,
            Permission.EXPORT_ALL,
            Permission.READ_PHONES,
            Permission.ISSUE,
            Permission.OPERATE,
            Permission.AUDIT,
        }
    ),
    Role.LEADER: frozenset({Permission.READ_ALL}),
    Role.CONTRACTOR: frozenset(),
    Role.HALL: frozenset(),
}


def may(user, permission: Permission) -> bool:
    """Whether `user` is granted `permission` by role, or by the role of somebody they stand in
    for; rows are a matter of `visible_to`.

    An own right comes first. Where only a principal's answers, the act that follows is done in
    their right: it is noted on `user`, and the event of the act names them.
    """
    if not user.is_authenticated:
        return False
    if permission in GRANTS.get(user.role, frozenset()):
        return True
    for principal in user.stands_in_for:
        if permission in GRANTS[principal.role]:
            user.acting_for = principal
            return True
    return False


def requires(*permissions: Permission):
    """Refuse the view with 403 unless the person is granted one of `permissions`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(may(request.user, one) for one in _own_first(request.user, permissions)):
                raise PermissionDenied(_("您的角色不能进行此操作。"))
            return view(request, *args, **kwargs)

        guarded.permissions = permissions
        return guarded

    return decorate


def _own_first(user, permissions):
    """A substitute acts in their own right wherever that is enough."""
    own = GRANTS.get(getattr(user, "role", None), frozenset())
    return sorted(permissions, key=lambda permission: permission not in own)


def may_hand_over(user, person) -> bool:
    """Whose post may be handed over by `user`: the own one, those of the unit for who signs for
    it, any for who manages accounts. By the own role alone: no substitute decides careers. And
    nobody's who may more: the bureau's own head has no say over its administrators."""
    own = GRANTS.get(user.role, frozenset())
    if user.pk == person.pk or Permission.ACCOUNTS in own:
        return True
    more = GRANTS.get(person.role, frozenset()) - own
    return user.unit_id == person.unit_id and Permission.SUBMIT in own and not more


def may_entrust(user, principal) -> bool:
    """Who names a substitute for `principal`: the principal, or who manages accounts."""
    return user.pk == principal.pk or Permission.ACCOUNTS in GRANTS.get(user.role, frozenset())
