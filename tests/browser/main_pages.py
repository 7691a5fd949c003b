"""The pages a person can open, taken from the table of all addresses, one person for each."""

from django.urls import reverse

from tasks.filling import submitting
from tasks.models import Entry, RowState
from tasks.review import decisions
from tests.factories import DURING
from tests.tasks.acts import FACTS, because
from tests.test_pages import PAGES

# Who is asked to open a page that several may open: those who work there first.
PEOPLE = ("filler", "head", "collector", "reviewer", "admin", "leader", "contractor", "hall")
NO_PAGES = {
    "matters:upload-differences",
    "tasks:system-names",
    "tasks:take-over-options",
    "tasks:evidence-file",
    "tasks:appeal-file",
    "tasks:feed-file",
    "tasks:deadline-outlook",
    "healthz",
    "live",
}


def pages_of(world):
    """`{person: [address]}`: everybody's first screen, and each other page once."""
    found = {name: [reverse("tasks:home")] for name in PEOPLE}
    for page in PAGES:
        person = next((name for name in PEOPLE if page.status(name) == 200), None)
        if page.method == "GET" and person and page.name not in {*NO_PAGES, "tasks:home"}:
            found[person].append(reverse(page.name, args=[world[name].pk for name in page.args]))
    found["filler"].append(reverse("tasks:grid", args=[world["city_list"].pk]) + "?view=list")
    return found


def make_busy(world):
    """Some rows filled in, one of them odd; of a submitted list, one row returned."""
    own = Entry.objects.filter(task=world["city_list"]).in_order()
    first, second, *_others = own.values_list("pk", flat=True)
    Entry.objects.filter(pk=first).update(**FACTS, volume=8000)
    Entry.objects.filter(pk=second).update(system_level="province_vertical", phone="612345")
    reported = world["stranger_list"].entry_rows.filter(state=RowState.SUBMITTED)
    reasons = {reported.first().pk: because("系统名称请写全称，不要写简称。")}
    decisions.send_back_rows(world["stranger_list"], reasons, by=world["reviewer"], at=DURING)
    submitting.acknowledge(world["part"], by=world["district_filler"], at=DURING)


def visit(page, address):
    """Open a page that this person can open, with everything it loads."""
    answer = page.goto(address, wait_until="load")
    assert answer.status == 200, f"{address}: {answer.status}"
