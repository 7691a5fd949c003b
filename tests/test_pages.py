"""Every page and act of the portal, and what each of the cast gets there.

A URL name that is missing from PAGES fails, and so does a GET that writes.
"""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import pytest
from django.contrib.admin.sites import site as admin_site
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.page_world import world_of

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
# Who signs for another unit than 市人力社保局.
SIGNING = "collector other_collector district_head"


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


UNITS = [
    get("units:inbox", is_200=REST),
    post("units:inbox-read-all", is_302=REST),
    post("units:inbox-open", "message", is_302="filler", is_404=REST),
    get("units:job-list", is_200=REST),
    get("units:job-detail", "job", is_200="filler", is_404=REST),
    get("units:job-file", "job", is_404=REST),
    post("units:job-retry", "job", is_403="filler", is_404=REST),
    get("units:unit-list", is_200=REST),
    get("units:unit-detail", "renshe", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("units:unit-detail", "shangcheng_renshe", is_200=f"{READERS} {SHANGCHENG}", is_404=REST),
    post("units:unit-phones", "renshe", is_200=BUREAU, is_403=REST),
    get("units:people", is_200="admin", is_403=REST),
    get("units:person-create", is_200="admin", is_403=REST),
    post("units:person-create", is_422="admin", is_403=REST),
    get("units:person-edit", "filler", is_200="admin", is_403=REST),
    post("units:person-edit", "filler", is_422="admin", is_403=REST),
    post("units:person-switch", "filler", is_302="admin", is_403=REST),
    post("units:person-password", "filler", is_200="admin", is_403=REST),
]

DELEGATIONS = [
    get("units:delegation-list", is_200=REST),
    post(
        "units:delegation-create",
        is_422="admin reviewer head district_head collector other_collector",
        is_403=REST,
    ),
    post(
        "units:delegation-end", "delegation", is_302=f"admin {RENSHE}", is_403=READERS, is_404=REST
    ),
]

# Everybody reads what concerns their branch; who keeps the groups is who operates the portal.
SENT = f"{READERS} {RENSHE}"
CHANNELS = [
    get("units:preferences", is_200=REST),
    post("units:preferences", data={"email": "x"}, is_422=REST),
    post("units:mail-test", is_302=REST),
    get("units:delivery-list", is_200=REST),
    post("units:delivery-export", is_200=REST),
    get("units:delivery-detail", "delivery", is_200=SENT, is_404=REST),
    post("units:delivery-resend", "delivery", is_302=BUREAU, is_403=REST),
    post("units:delivery-address", "delivery", is_302=BUREAU, is_403=REST),
    get("units:robot-list", is_200="admin", is_403=REST),
    get("units:robot-create", is_200="admin", is_403=REST),
    post("units:robot-create", is_422="admin", is_403=REST),
    get("units:robot-edit", "robot", is_200="admin", is_403=REST),
    post("units:robot-edit", "robot", is_422="admin", is_403=REST),
    post("units:robot-switch", "robot", is_302="admin", is_403=REST),
    post("units:robot-test", "robot", is_302="admin", is_403=REST),
]

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

MATTERS = [
    get("matters:matter-list", is_200=REST),
    get("matters:matter-detail", "matter", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("matters:matter-versions", "matter", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("matters:version-list", is_200=READERS, is_403=REST),
    get("matters:version-compare", is_200=READERS, is_403=REST),
    post("matters:version-export", is_200=BUREAU, is_403=REST),
    get("matters:upload-list", is_200="admin", is_403=REST),
    post("matters:upload-create", is_422="admin", is_403=REST),
    get("matters:upload-detail", "upload", is_200="admin", is_403=REST),
    get("matters:upload-differences", "upload", is_200="admin", is_403=REST),
    get("matters:upload-detail", "unclear_upload", is_302="admin", is_403=REST),
    get("matters:upload-columns", "unclear_upload", is_200="admin", is_403=REST),
    get("matters:upload-columns", "upload", is_404="admin", is_403=REST),
    post("matters:upload-pick", "unclear_upload", is_422="admin", is_403=REST),
    post("matters:upload-apply", "upload", is_302="admin", is_403=REST),
    post("matters:upload-cancel", "upload", is_302="admin", is_403=REST),
    get("tasks:library-effects", "upload", is_200="admin", is_403=REST),
]

CAMPAIGNS = [
    get("tasks:campaign-list", is_200=READERS, is_403=REST),
    get("tasks:campaign-create", is_200="admin", is_403=REST),
    post("tasks:campaign-create", data={"number": ""}, is_422="admin", is_403=REST),
    get("tasks:campaign-detail", "campaign", is_200=READERS, is_403=REST),
    get("tasks:campaign-edit", "draft", is_200="admin", is_403=REST),
    post("tasks:campaign-edit", "draft", data={"number": ""}, is_422="admin", is_403=REST),
    get("tasks:ranking", "campaign", is_200=READERS, is_403=REST),
    get("tasks:ranking-moves", "campaign", is_200=READERS, is_403=REST),
    get("tasks:ranking-moves", "draft", is_404=READERS, is_403=REST),
    post("tasks:campaign-freeze", "campaign", is_302="admin", is_403=REST),
    post("tasks:campaign-publish", "campaign", is_302="admin", is_403=REST),
    post("tasks:campaign-clone", "campaign", is_302="admin", is_403=REST),
]

CALENDAR = [
    get("tasks:calendar", is_200=REST),
    get("tasks:calendar-day", "monday", is_200="admin", is_403=REST),
    post("tasks:calendar-day", "monday", is_422="admin", is_403=REST),
    post("tasks:calendar-publish", "year", is_422="admin", is_403=REST),
    post("tasks:calendar-unpublish", "year", is_302="admin", is_403=REST),
    get("tasks:calendar-news", "year", is_200="admin", is_403=REST),
    post("tasks:calendar-take", "year", is_422="admin", is_403=REST),
    get("tasks:feed", is_200=REST),
    post("tasks:feed-renew", is_302=REST),
    post("tasks:feed-stop", is_302=REST),
    # A calendar program cannot sign in: the address itself is the secret.
    get("tasks:feed-file", "feed_token", is_200=REST, anonymous=200),
    get("tasks:extension-list", "campaign", is_200=READERS, is_403=REST),
    get("tasks:extension-create", "campaign", is_200=BUREAU, is_403=REST),
    post("tasks:extension-create", "campaign", is_422=BUREAU, is_403=REST),
    get("tasks:extension-create", "draft", is_302=BUREAU, is_403=REST),
    post("tasks:extension-export", "campaign", is_200=BUREAU, is_403=REST),
    get("tasks:deadline-outlook", is_200="admin", is_403=REST),
    get("tasks:campaign-policy", "campaign", is_200="admin", is_403=REST),
    post("tasks:campaign-policy", "campaign", is_422="admin", is_403=REST),
]

# A unit's own tasks: hidden from other units, read by the bureau, changed by the unit alone.
NOT_FILLING = "reviewer admin leader contractor hall"
NOT_SIGNING = f"{NOT_FILLING} filler stranger district_filler"

FILLING = [
    get("tasks:home", is_200=REST),
    get("tasks:task-detail", "city_list", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("tasks:task-detail", "check", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("tasks:task-detail", "roster", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("tasks:task-detail", "district_list", is_200=f"{READERS} collector", is_404=REST),
    get("tasks:task-detail", "nearby", is_200=f"{READERS} collector", is_404=REST),
    get("tasks:task-detail", "part", is_200=f"{READERS} {SHANGCHENG}", is_404=REST),
    post("tasks:acknowledge", "city_list", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:send-to-head", "city_list", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:hand-back", "city_list", is_422="head", is_403=NOT_SIGNING, is_404=REST),
    post("tasks:office-confirm", "nearby", is_422="collector", is_403=NOT_FILLING, is_404=REST),
    get("tasks:grid", "city_list", is_200=RENSHE, is_403=READERS, is_404=REST),
    get("tasks:grid", "part", is_200=SHANGCHENG, is_403=READERS, is_404=REST),
    get("tasks:grid", "nearby", is_200="collector", is_403=READERS, is_404=REST),
    post("tasks:cells", "city_list", is_400=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:confirm", "city_list", is_400=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:system-names", "city_list", is_200=f"{READERS} {RENSHE}", is_404=REST),
    get("tasks:entry-form", "entry", is_200=RENSHE, is_403=READERS, is_404=REST),
    post("tasks:entry-form", "entry", is_422=RENSHE, is_403=READERS, is_404=REST),
    get("tasks:entry-history", "entry", is_200=RENSHE, is_403=READERS, is_404=REST),
    get("tasks:nearby-form", "nearby_row", is_200="collector", is_403=READERS, is_404=REST),
    post("tasks:nearby-form", "nearby_row", is_422="collector", is_403=READERS, is_404=REST),
    get("tasks:nearby-history", "nearby_row", is_200="collector", is_403=READERS, is_404=REST),
    get("tasks:entry-restore", "entry", "first", is_403=NOT_FILLING, is_404=REST),
    post("tasks:entry-restore", "entry", "first", is_403=NOT_FILLING, is_404=REST),
    get("tasks:nearby-restore", "nearby_row", "first", is_403=NOT_FILLING, is_404=REST),
    post("tasks:nearby-restore", "nearby_row", "first", is_403=NOT_FILLING, is_404=REST),
    get("tasks:entry-objection", "entry", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:entry-objection", "entry", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:check", "check", is_200=f"{READERS} {RENSHE}", is_404=REST),
    post("tasks:check-answer", "ranked", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:check-rest", "check", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:objection-create", "ranked", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:objection-create", "ranked", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:objection-withdraw", "objection", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:roster", "roster", is_200=f"{READERS} {RENSHE}", is_404=REST),
    post("tasks:funding", "roster", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:roster-add", "roster", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:roster-add", "roster", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:roster-edit", "member", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:roster-edit", "member", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:roster-delete", "member", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:roster-move", "member", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:sign", "city_list", is_200="head", is_403=NOT_SIGNING, is_404=REST),
    post("tasks:submit", "city_list", is_422="head", is_403=NOT_SIGNING, is_404=REST),
    get("tasks:withdraw-confirm", "city_list", is_200="head", is_403=NOT_SIGNING, is_404=REST),
    post("tasks:withdraw", "city_list", is_409="head", is_403=NOT_SIGNING, is_404=REST),
    get("tasks:receipt", "submission", is_200=f"{READERS} stranger", is_404=REST),
    post(
        "tasks:receipt-file",
        "submission",
        is_200=f"{BUREAU} stranger",
        is_403="leader",
        is_404=REST,
    ),
    get("tasks:receipt-list", is_200=REST),
    get("tasks:receipt-verify", is_200=REST),
    post("tasks:receipt-verify", is_422=REST),
]

OTHER_DISTRICT = "other_collector"

COLLECTING = [
    get(
        "tasks:matrix",
        "district_list",
        is_200=f"{READERS} collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    post("tasks:part-return", "part", is_302="collector", is_404=OTHER_DISTRICT, is_403=REST),
    post("tasks:part-missing", "part", is_302="collector", is_404=OTHER_DISTRICT, is_403=REST),
    post(
        "tasks:matrix-nudge",
        "district_list",
        data={"all": "1"},
        is_302="collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    post(
        "tasks:matrix-export",
        "district_list",
        is_200=f"{BUREAU} collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    get(
        "tasks:mapping",
        "shangcheng",
        is_200=f"{READERS} collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    get(
        "tasks:mapping-edit",
        "shangcheng_renshe",
        is_200="admin collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    post(
        "tasks:mapping-edit",
        "shangcheng_renshe",
        data={"cities": "x"},
        is_422="admin collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
    post(
        "tasks:mapping-accept",
        "shangcheng",
        is_302="admin collector",
        is_404=OTHER_DISTRICT,
        is_403=REST,
    ),
]

# A city list offers itself for taking over, too: last year's answers and the library's hints.
TAKING_OVER = [
    get("tasks:take-over", "district_list", is_200="collector", is_403=NOT_FILLING, is_404=REST),
    get("tasks:take-over", "part", is_200=SHANGCHENG, is_403=NOT_FILLING, is_404=REST),
    get("tasks:take-over", "city_list", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:take-over", "nearby", is_403=NOT_FILLING, is_404=REST),
    get("tasks:take-over-options", "part", is_200=SHANGCHENG, is_403=NOT_FILLING, is_404=REST),
    post("tasks:take-over-rows", "part", is_400=SHANGCHENG, is_403=NOT_FILLING, is_404=REST),
    post(
        "tasks:take-over-confirm-rows", "part", is_200=SHANGCHENG, is_403=NOT_FILLING, is_404=REST
    ),
    post(
        "tasks:take-over-parts",
        "district_list",
        is_302="collector",
        is_403=NOT_FILLING,
        is_404=REST,
    ),
    post("tasks:take-over-parts", "city_list", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:take-over-confirm", "part", is_302=SHANGCHENG, is_403=NOT_FILLING, is_404=REST),
    post("tasks:take-over-undo", "part", is_400=SHANGCHENG, is_403=NOT_FILLING, is_404=REST),
]

REVIEW = [
    get("tasks:queue", is_200=BUREAU, is_403=REST),
    get("tasks:desk", is_200=READERS, is_403=REST),
    post("tasks:desk-approve", is_302=BUREAU, is_403=REST),
    post("tasks:desk-return", is_302=BUREAU, is_403=REST),
    post("tasks:desk-export", is_200=BUREAU, is_403=REST),
    post("tasks:desk-columns", is_302=READERS, is_403=REST),
    get("tasks:view-list", is_200=READERS, is_403=REST),
    post("tasks:view-save", is_302=READERS, is_403=REST),
    post("tasks:view-first", is_302=READERS, is_403=REST),
    post("tasks:view-edit", "view", is_302="reviewer", is_404="admin leader", is_403=REST),
    post("tasks:view-delete", "view", is_302="reviewer", is_404="admin leader", is_403=REST),
    get("tasks:rule-list", is_200=READERS, is_403=REST),
    get("tasks:rule-detail", "suspicion_rule", is_200=BUREAU, is_403=REST),
    post("tasks:rule-preview", "suspicion_rule", is_422=BUREAU, is_403=REST),
    post("tasks:rule-save", "suspicion_rule", is_422=BUREAU, is_403=REST),
    get("tasks:bulk-list", is_200=READERS, is_403=REST),
    post("tasks:bulk-start", is_422=BUREAU, is_403=REST),
    get("tasks:bulk-detail", "bulk", is_200=READERS, is_403=REST),
    post("tasks:bulk-undo", "bulk", is_302=BUREAU, is_403=REST),
    get("tasks:review", "stranger_list", is_200=READERS, is_403=REST),
    post("tasks:approve-rows", "stranger_list", is_302=BUREAU, is_403=REST),
    post("tasks:return-rows", "stranger_list", is_302=BUREAU, is_403=REST),
    get("tasks:rest", "stranger_list", is_200=BUREAU, is_403=REST),
    post("tasks:approve-rest", "stranger_list", is_302=BUREAU, is_403=REST),
    post("tasks:return-task", "stranger_list", is_422=BUREAU, is_403=REST),
    post("tasks:unlock-rows", "stranger_list", is_302=BUREAU, is_403=REST),
    post("tasks:unlock-task", "stranger_list", is_422=BUREAU, is_403=REST),
    post("tasks:review-start", "stranger_list", is_302=BUREAU, is_403=REST),
    post("tasks:review-extend", "stranger_list", is_422=BUREAU, is_403=REST),
    post("tasks:approve-task", "stranger_list", is_302=BUREAU, is_403=REST),
]

SIDES = f"{BUREAU} {RENSHE}"
SILENT = "leader contractor hall"

OBJECTIONS = [
    get("tasks:objection-list", is_403="contractor hall", is_200=REST),
    post("tasks:objection-export", is_403="contractor hall", is_200=REST),
    get("tasks:objection-bulk", is_302=BUREAU, is_403=REST),
    post("tasks:objection-bulk", is_302=BUREAU, is_403=REST),
    get("tasks:objection-detail", "objection", is_200=f"{READERS} {RENSHE}", is_404=REST),
    post("tasks:objection-propose", "objection", is_422=BUREAU, is_403=REST),
    post("tasks:objection-answer", "objection", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:objection-decide", "objection", is_422=BUREAU, is_403=REST),
    post("tasks:objection-reopen", "objection", is_422=BUREAU, is_403=REST),
    post("tasks:objection-talk", "objection", is_422=SIDES, is_403=SILENT, is_404=REST),
    post("tasks:objection-evidence", "objection", is_422=SIDES, is_403=SILENT, is_404=REST),
    get("tasks:evidence-file", "evidence", is_200=f"{READERS} {RENSHE}", is_404=REST),
]

OWNERS = f"{READERS} {RENSHE}"
OUTSIDERS = "contractor hall"

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

# A preview is its owner's alone; others of the unit see that there was an upload.
ITS_OWNER = "filler"
WORKBOOKS = [
    get("tasks:workbook-list", "city_list", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:my-workbook", "city_list", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-upload", "city_list", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:workbook-detail", "workbook", is_200=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    get("tasks:workbook-columns", "workbook", is_200=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    get(
        "tasks:workbook-mend",
        "workbook",
        "city_list",
        is_200=ITS_OWNER,
        is_403=NOT_FILLING,
        is_404=REST,
    ),
    post("tasks:workbook-pick", "workbook", is_422=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-marked", "workbook", is_200=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-original", "workbook", is_200=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-blanks", "workbook", is_302=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-apply", "workbook", is_302=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-cancel", "workbook", is_302=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
    post("tasks:workbook-revert", "workbook", is_302=ITS_OWNER, is_403=NOT_FILLING, is_404=REST),
]

BUREAU_AND_COLLECTORS = f"{READERS} collector other_collector"

SYSTEMS = [
    get("tasks:system-list", is_200=READERS, is_403=REST),
    post("tasks:system-export", is_200=BUREAU, is_403=REST),
    post("tasks:system-levels", is_302=BUREAU, is_403=REST),
    get("tasks:difference-list", is_200=BUREAU_AND_COLLECTORS, is_403=REST),
    get("tasks:system-detail", "system", is_200=READERS, is_403=REST),
    post("tasks:system-name-add", "system", is_422=BUREAU, is_403=REST),
    post("tasks:system-name-remove", "system_name", is_302=BUREAU, is_403=REST),
    post("tasks:system-rename", "system", is_422=BUREAU, is_403=REST),
    post("tasks:system-level", "system", is_422=BUREAU, is_403=REST),
    get("tasks:system-merge", "system", is_200=BUREAU, is_403=REST),
    post("tasks:system-merge", "system", is_422=BUREAU, is_403=REST),
    post("tasks:system-split", "merge", is_422=BUREAU, is_403=REST),
    get("tasks:lead-list", is_200=READERS, is_403=REST),
    get("tasks:lead-edit", "lead_rule", is_200=BUREAU, is_403=REST),
    post("tasks:lead-edit", "lead_rule", is_422=BUREAU, is_403=REST),
]

THREADS = [
    get("tasks:entry-thread", "entry", is_200=RENSHE, is_403=READERS, is_404=REST),
    post("tasks:entry-post", "entry", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:entry-thread-read", "entry", is_302=RENSHE, is_403=READERS, is_404=REST),
    get("tasks:objection-thread", "objection", is_200=OWNERS, is_404=REST),
    post(
        "tasks:objection-post",
        "objection",
        is_422=f"{BUREAU} {RENSHE}",
        is_403="leader contractor hall",
        is_404=REST,
    ),
    post("tasks:objection-thread-read", "objection", is_302=OWNERS, is_404=REST),
]

# Those who call units see a number on demand, of what was reported to them.
PHONES = [
    post("tasks:phone", "kind_objection", "objection", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_submission", "submission", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_member", "member", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_row", "entry", is_403=REST),
]

SEARCH = [get("tasks:search", is_200=REST)]

AUDIT = [
    get("tasks:audit", is_200="admin", is_403=REST),
    post("tasks:audit-export", is_200="admin", is_403=REST),
]

HANDINGS = [
    get("tasks:handing-create", "city_list", is_200=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:handing-create", "city_list", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:hand-rows", "city_list", is_400=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:handing-detail", "handing", is_200=RENSHE, is_403=READERS, is_404=REST),
    post(
        "tasks:handing-return",
        "handing",
        is_302="head",
        is_403=f"{NOT_FILLING} filler",
        is_404=REST,
    ),
    post("tasks:handing-recall", "handing", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
]

SLIPS = [
    get("tasks:slip-list", is_403=OUTSIDERS, is_200=REST),
    get("tasks:slip-create", is_403=f"{READERS} {OUTSIDERS}", is_200=REST),
    post("tasks:slip-create", is_403=f"{READERS} {OUTSIDERS}", is_422=REST),
    post("tasks:slip-export", is_403=OUTSIDERS, is_200=REST),
    get("tasks:slip-detail", "slip", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    post("tasks:slip-acknowledge", "slip", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    post("tasks:slip-withdraw", "slip", is_422=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:entry-slip", "entry", is_302=RENSHE, is_403=NOT_FILLING, is_404=REST),
    get("tasks:nearby-slip", "nearby_row", is_302="collector", is_403=NOT_FILLING, is_404=REST),
]

COLLECTORS = "collector other_collector"
CHASERS = f"{BUREAU} {COLLECTORS}"

CHASING = [
    get("tasks:chasing", is_200=f"{READERS} {COLLECTORS}", is_403=REST),
    post("tasks:chasing-export", is_200=CHASERS, is_403=REST),
    post("tasks:chasing-phones", is_200=CHASERS, is_403=REST),
    post("tasks:chasing-prepare", is_302=CHASERS, is_403=REST),
    post("tasks:chasing-issue", is_302=CHASERS, is_403=REST),
    get("tasks:chasing-unit", "renshe", is_200=READERS, is_404=COLLECTORS, is_403=REST),
    post("tasks:chasing-call", "renshe", is_422=BUREAU, is_404=COLLECTORS, is_403=REST),
    get("tasks:chasing-slip-list", is_403=OUTSIDERS, is_200=REST),
    post("tasks:chasing-slip-export", is_403=OUTSIDERS, is_200=REST),
    get("tasks:chasing-slip-create", is_200=CHASERS, is_403=REST),
    post("tasks:chasing-slip-create", is_422=CHASERS, is_403=REST),
    post("tasks:chasing-slips-close", is_302=CHASERS, is_403=REST),
    get("tasks:chasing-slip", "chasing_slip", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    get("tasks:chasing-batch", "chasing_slip", is_200=READERS, is_404=COLLECTORS, is_403=REST),
    post(
        "tasks:chasing-slip-feedback",
        "chasing_slip",
        is_422=RENSHE,
        is_403=NOT_FILLING,
        is_404=REST,
    ),
    post("tasks:chasing-slip-accept", "chasing_slip", is_404=CHASERS, is_403=REST),
    post(
        "tasks:chasing-slip-send-back",
        "chasing_slip",
        is_422=BUREAU,
        is_404=COLLECTORS,
        is_403=REST,
    ),
    post("tasks:chasing-slip-close", "chasing_slip", is_422=BUREAU, is_404=COLLECTORS, is_403=REST),
    post(
        "tasks:chasing-slip-cancel", "chasing_slip", is_422=BUREAU, is_404=COLLECTORS, is_403=REST
    ),
]

REMINDING = [
    get("tasks:rung-list", is_200="admin", is_403=REST),
    get("tasks:rung-create", is_200="admin", is_403=REST),
    post("tasks:rung-create", is_422="admin", is_403=REST),
    post("tasks:rung-try-new", is_422="admin", is_403=REST),
    get("tasks:rung-edit", "rung", is_200="admin", is_403=REST),
    post("tasks:rung-edit", "rung", is_422="admin", is_403=REST),
    post("tasks:rung-try", "rung", is_422="admin", is_403=REST),
    post("tasks:rung-remove", "rung", is_302="admin", is_403=REST),
    get("tasks:reminder-preview", is_200="admin", is_403=REST),
    post("tasks:reminder-export", is_200="admin", is_403=REST),
    get("tasks:campaign-reminders", "campaign", is_200=READERS, is_403=REST),
    post("tasks:campaign-reminders-switch", "campaign", is_302="admin", is_403=REST),
    post("tasks:campaign-reminders-export", "campaign", is_200=READERS, is_403=REST),
]

ASSESSMENT = [
    get("tasks:assessment-list", is_403=OUTSIDERS, is_200=REST),
    get("tasks:assessment-create", is_200="admin", is_403=REST),
    post("tasks:assessment-create", is_422="admin", is_403=REST),
    get("tasks:assessment-sheet", "sheet", is_200=READERS, is_403=REST),
    get("tasks:assessment-print", "sheet", is_200=READERS, is_403=REST),
    post("tasks:assessment-export", "sheet", is_200=READERS, is_403=REST),
    post("tasks:assessment-compute", "draft_sheet", is_302="admin", is_403=REST),
    post("tasks:assessment-publish", "draft_sheet", is_302="admin", is_403=REST),
    post("tasks:assessment-finalise", "sheet", is_302="admin", is_403=REST),
    post("tasks:assessment-discard", "draft_sheet", is_302="admin", is_403=REST),
    get("tasks:assessment-marks", "sheet", is_302=BUREAU, is_403=REST),
    post("tasks:assessment-marks", "sheet", is_302=BUREAU, is_403=REST),
    get("tasks:score-detail", "score", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    get("tasks:appeal-create", "deduction", is_200="head", is_404=SIGNING, is_403=REST),
    post("tasks:appeal-create", "deduction", is_422="head", is_404=SIGNING, is_403=REST),
    get("tasks:appeal-list", is_403=OUTSIDERS, is_200=REST),
    get("tasks:appeal-detail", "appeal", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    post("tasks:appeal-answer", "appeal", is_422=BUREAU, is_403=REST),
    get("tasks:appeal-file", "appeal_file", is_200=OWNERS, is_403=OUTSIDERS, is_404=REST),
    get("tasks:scheme-detail", "campaign", is_403=OUTSIDERS, is_200=REST),
    post("tasks:scheme-adopt", "campaign", is_302="admin", is_403=REST),
    get("tasks:scheme-preview", "campaign", is_200=READERS, is_403=REST),
    get("tasks:criterion-add", "campaign", is_404="admin", is_403=REST),
    post("tasks:criterion-add", "campaign", is_404="admin", is_403=REST),
    get("tasks:criterion-edit", "criterion", is_200="admin", is_403=REST),
    post("tasks:criterion-edit", "criterion", is_422="admin", is_403=REST),
]

HANDOVER = [
    get(
        "tasks:hand-over", "filler", is_200=f"admin {RENSHE}", is_403="reviewer leader", is_404=REST
    ),
    post(
        "tasks:hand-over", "filler", is_422=f"admin {RENSHE}", is_403="reviewer leader", is_404=REST
    ),
    get("tasks:handed-over", "handover", is_200=OWNERS, is_404=REST),
]

CIRCULARS = [
    get("tasks:circular-list", is_403=OUTSIDERS, is_200=REST),
    get("tasks:circular-detail", "circular", is_200=READERS, is_403=OUTSIDERS, is_404=REST),
    get("tasks:circular-detail", "issued_circular", is_403=OUTSIDERS, is_200=REST),
    get("tasks:circular-edit", "circular", is_200=BUREAU, is_403=REST),
    post("tasks:circular-edit", "circular", is_422=BUREAU, is_403=REST),
    get("tasks:circular-edit", "issued_circular", is_403=REST),
    post("tasks:circular-check", "circular", is_422=BUREAU, is_403=REST),
    post("tasks:circular-issue", "circular", is_422="admin", is_403=REST),
    post("tasks:circular-recall", "issued_circular", is_422="admin", is_403=REST),
    post(
        "tasks:circular-read",
        "issued_circular",
        is_302=f"{RENSHE} stranger collector other_collector",
        is_403=REST,
    ),
    post(
        "tasks:circular-read",
        "circular",
        is_403=f"{READERS} {OUTSIDERS}",
        is_404=REST,
    ),
    post("tasks:circular-file", "circular", is_200=READERS, is_403=OUTSIDERS, is_404=REST),
    post("tasks:circular-file", "issued_circular", is_403=OUTSIDERS, is_200=REST),
    get("tasks:report-list", is_200=READERS, is_403=REST),
    post("tasks:report-compile", is_302=BUREAU, is_403=REST),
    get("tasks:report-detail", "report", is_200=READERS, is_403=REST),
    get("tasks:report-sheet", "report", is_200=READERS, is_403=REST),
    post("tasks:report-workbook", "report", is_200=READERS, is_403=REST),
    post("tasks:report-draft", "report", is_302=BUREAU, is_403=REST),
]

ROOMS = {
    "hand-over": HANDOVER,
    "handings": HANDINGS,
    "audit": AUDIT,
    "search": SEARCH,
    "phones": PHONES,
    "threads": THREADS,
    "delegations": DELEGATIONS,
    "operations": OPERATIONS,
    "channels": CHANNELS,
    "calendar": CALENDAR,
    "project": PROJECT,
    "units": UNITS,
    "matters": MATTERS,
    "campaigns": CAMPAIGNS,
    "filling": FILLING,
    "collecting": COLLECTING,
    "review": REVIEW,
    "objections": OBJECTIONS,
    "taking over": TAKING_OVER,
    "exports": EXPORTS,
    "systems": SYSTEMS,
    "slips": SLIPS,
    "chasing": CHASING,
    "reminding": REMINDING,
    "workbooks": WORKBOOKS,
    "assessment": ASSESSMENT,
    "circulars": CIRCULARS,
}
PAGES = [page for pages in ROOMS.values() for page in pages]

# The addresses of the admin site are not in the table: its own registry is walked instead.
ADMIN = "admin"


@pytest.fixture
def world(town, people, campaign, tasks):
    return world_of(town, people, campaign, tasks)


def address(page, world):
    return reverse(page.name, args=[world[arg].pk for arg in page.args])


@pytest.fixture
def browsers(people, as_user):
    """One browser per person of the cast, each signed in."""
    signed_in = {who: as_user(getattr(people, who)) for who in CAST if who != "anonymous"}
    return {"anonymous": Client(), **signed_in}


def ask(page, client, world, only_reads):
    """The status of one request; whatever a POST stored, in the browser too, is undone."""
    url = address(page, world)
    if page.method == "GET":
        with only_reads():
            return client.get(url).status_code
    cookies = client.cookies.output()
    with transaction.atomic():
        status = client.post(url, page.data).status_code
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
    return status


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_what_the_table_says(room, world, browsers, only_reads):
    wrong = {}
    for page in ROOMS[room]:
        for who, client in browsers.items():
            got, expected = ask(page, client, world, only_reads), page.status(who)
            if got != expected:
                wrong[f"{page} by {who}"] = f"{got}, not {expected}"
    assert wrong == {}


def test_an_object_that_does_not_exist_is_not_found(world, browsers):
    for page in PAGES:
        if page.args:
            url = reverse(page.name, args=[10**20 for _arg in page.args])
            response = browsers["admin"].generic(page.method, url)
            assert response.status_code in {403, 404}, page


def test_an_act_without_a_token_is_refused(world, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.admin, backend="django.contrib.auth.backends.ModelBackend")
    for page in PAGES:
        if page.method == "POST":
            assert client.post(address(page, world), page.data).status_code == 403, page


def test_a_page_answers_no_other_method(world, browsers):
    for page in PAGES:
        # Django's own sign-in pages take PUT for POST, its language switch GET for going back.
        if ":" not in page.name:
            continue
        known = {other.method for other in PAGES if other.name == page.name}
        for method in {"PUT", "DELETE", "PATCH"} | ({"GET"} - known):
            response = browsers["admin"].generic(method, address(page, world))
            assert response.status_code in {403, 405}, (method, page)


def named_urls(resolver=None, namespace=""):
    """The names of all addresses but the admin site's own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = getattr(pattern, "namespace", None)
        if inner == ADMIN:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from named_urls(pattern, f"{namespace}{inner}:" if inner else namespace)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_in_the_table():
    assert {page.name for page in PAGES} == set(named_urls())


def test_few_pages_are_public():
    public = {page.name for page in PAGES if page.anonymous == 200}
    assert public == {"login", "healthz", "live", "tasks:feed-file"}


def admin_pages():
    yield reverse("admin:index")
    for model in admin_site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_the_admin_site_is_the_administrators_alone(world, browsers, only_reads):
    for who, client in browsers.items():
        expected = {"admin": 200, "anonymous": 302}.get(who, 403)
        for url in admin_pages():
            with only_reads():
                assert client.get(url).status_code == expected, (who, url)
