"""Accounts, units, channels, stand-ins, masked numbers."""

from .table import BUREAU, OWNERS, READERS, RENSHE, REST, SHANGCHENG, get, post

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

# Those who call units see a number on demand, of what was reported to them.
PHONES = [
    post("tasks:phone", "kind_objection", "objection", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_submission", "submission", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_member", "member", is_200=BUREAU, is_403=REST),
    post("tasks:phone", "kind_row", "entry", is_403=REST),
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

ROOMS = {
    "units": UNITS,
    "delegations": DELEGATIONS,
    "hand-over": HANDOVER,
    "phones": PHONES,
    "channels": CHANNELS,
}
