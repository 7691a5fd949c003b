"""A unit's own tasks, and what helps to fill them in."""

from .table import BUREAU, NOT_FILLING, OWNERS, READERS, RENSHE, REST, SHANGCHENG, get, post

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

ROOMS = {
    "filling": FILLING,
    "collecting": COLLECTING,
    "taking over": TAKING_OVER,
    "workbooks": WORKBOOKS,
    "handings": HANDINGS,
    "threads": THREADS,
}
