"""The matter library, systems, campaigns, the calendar."""

from .table import BUREAU, READERS, RENSHE, REST, get, post

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

ROOMS = {
    "matters": MATTERS,
    "systems": SYSTEMS,
    "campaigns": CAMPAIGNS,
    "calendar": CALENDAR,
}
