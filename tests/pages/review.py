"""What the bureau does with reported rows."""

from .table import BUREAU, NOT_FILLING, OUTSIDERS, OWNERS, READERS, RENSHE, REST, get, post

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

ROOMS = {
    "review": REVIEW,
    "objections": OBJECTIONS,
    "slips": SLIPS,
}
