"""For whom a person stands in today: asked once a request or a job, noted on the person."""

from datetime import date

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from units.models import Delegation, Role, User

# Whose duty somebody else may do. Not the administrator's: accounts and settings stay personal.
PRINCIPALS = (Role.HEAD, Role.COLLECTOR, Role.REVIEWER)


def recognise(user: User, *, on: date) -> None:
    """Note on `user` for whom they stand in; the database is asked when it is first needed.

    A delegation ends with its last day, when it is taken back, when one of the two leaves the
    unit and when the account of the principal is switched off.
    """
    user.stands_in_for = SimpleLazyObject(lambda: principals_of(user, on=on))


def principals_of(user: User, *, on: date) -> list[User]:
    """The people whose role `user` may act in. Rights come from their role alone: what a
    principal is entrusted with by somebody else is not handed on."""
    in_force = Delegation.objects.in_force(on=on).filter(
        substitute=user,
        principal__is_active=True,
        principal__unit=user.unit_id,
        principal__role__in=PRINCIPALS,
    )
    return [one.principal for one in in_force.select_related("principal").order_by("pk")]


class StandingInMiddleware:
    """Rights by delegation are judged anew for each request: they end at once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            recognise(request.user, on=timezone.localdate())
        return self.get_response(request)
