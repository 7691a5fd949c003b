"""Chasing, reminding, circulars, assessment."""

from .table import (
    BUREAU,
    COLLECTORS,
    NOT_FILLING,
    OUTSIDERS,
    OWNERS,
    READERS,
    RENSHE,
    REST,
    get,
    post,
)

# Who signs for another unit than 市人力社保局.
SIGNING = "collector other_collector district_head"
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
    "chasing": CHASING,
    "reminding": REMINDING,
    "assessment": ASSESSMENT,
    "circulars": CIRCULARS,
}
