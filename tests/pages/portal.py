"""The portal itself: sign-in, health, search, trail, exports, operations."""

from .table import BUREAU, OUTSIDERS, OWNERS, REST, get, post

OPERATIONS = [
    get("units:operations", is_200="admin", is_403=REST),
    get("units:operation-jobs", is_200="admin", is_403=REST),
    post("units:operation-jobs-export", is_200="admin", is_403=REST),
    post("units:operation-job-retry", "job", is_302="admin", is_403=REST),
    post("units:operation-job-abandon", "job", is_302="admin", is_403=REST),
    get("units:routine", "routine", is_200="admin", is_403=REST),
    post("units:routine-edit", "routine", is_422="admin", is_403=REST),
    post("units:routine-run", "routine", is_302="admin", is_403=REST),
    post("units:run-retry", "run", is_302="admin", is_403=REST),
]

PROJECT = [
    get("login", is_200=REST, anonymous=200),
    post("logout", is_302=REST),
    get("password_change", is_200=REST),
    post("password_change", is_422=REST),
    get("password_change_done", is_200=REST),
    post("set_language", data={"language": "en"}, is_302=REST),
    get("healthz", is_200=REST, anonymous=200),
    get("live", is_200=REST, anonymous=200),
    # Not there unless a token is set, and then only for who brings it.
    get("metrics", is_404=REST, anonymous=404),
]

EXPORTS = [
    get("tasks:export-list", is_200=BUREAU, is_403=REST),
    post("tasks:export-start", is_422=BUREAU, is_403=REST),
    get("tasks:task-export", "city_list", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    post(
        "tasks:task-export-file",
        "city_list",
        data={"edition": "print"},
        is_200=OWNERS,
        is_403=OUTSIDERS,
        is_404=REST,
    ),
]

SEARCH = [get("tasks:search", is_200=REST)]

AUDIT = [
    get("tasks:audit", is_200="admin", is_403=REST),
    post("tasks:audit-export", is_200="admin", is_403=REST),
]

ROOMS = {
    "project": PROJECT,
    "search": SEARCH,
    "audit": AUDIT,
    "exports": EXPORTS,
    "operations": OPERATIONS,
}
