"""How a line of the table is written: a page, and what each of the cast gets there."""

from dataclasses import dataclass, field

CAST = (
    "anonymous",
    "reviewer",
    "admin",
    "leader",
    "filler",
    "head",
    "stranger",
    "collector",
    "district_filler",
    "district_head",
    "other_collector",
    "contractor",
    "hall",
)
REST = "everybody else who has signed in"
BUREAU = "reviewer admin"
READERS = "reviewer admin leader"
RENSHE = "filler head"
SHANGCHENG = "collector district_filler district_head"
# A unit's own tasks: hidden from other units, read by the bureau, changed by the unit alone.
NOT_FILLING = "reviewer admin leader contractor hall"
OWNERS = f"{READERS} {RENSHE}"
OUTSIDERS = "contractor hall"
COLLECTORS = "collector other_collector"


@dataclass(frozen=True)
class Page:
    """`expected` maps a status to names of the cast; REST stands for all not named."""

    method: str
    name: str
    expected: dict
    args: tuple = ()  # names of objects of the world, whose keys the address holds
    data: dict = field(default_factory=dict)
    anonymous: int = 302

    def __str__(self):
        return f"{self.method} {self.name}"

    def status(self, who):
        if who == "anonymous":
            return self.anonymous
        for status, names in self.expected.items():
            if who in names.split():
                return status
        return next(status for status, names in self.expected.items() if names == REST)


def get(name, *args, anonymous=302, **expected):
    return Page("GET", name, _statuses(expected), args, anonymous=anonymous)


def post(name, *args, data=None, anonymous=302, **expected):
    return Page("POST", name, _statuses(expected), args, data or {}, anonymous)


def _statuses(expected):
    return {int(key.removeprefix("is_")): names for key, names in expected.items()}
