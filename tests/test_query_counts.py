"""Lists cost the same whether they hold a few rows or many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matters.models import LibraryUpload
from tasks.models import ChangeSlip, RankedMatter, SlipKind
from tasks.review import decisions
from units.models import Unit

from . import factories
from .factories import DURING
from .tasks.acts import because, fill_in, object_to, submit


@pytest.fixture
def more(campaign, tasks, town, filler, head, admin, stranger):
    """`more()` adds to every list: matters, uploads, objections, decisions, submissions."""

    def grow():
        with factories.library_open("新版") as version:
            for number in range(30):
                factories.matter(version, town.gongan, f"许可-9{number:04d}-009", f"新{number}")
        for number in range(5):
            LibraryUpload.objects.create(
                file_name=f"库{number}.xlsx", uploaded_at=DURING, uploaded_by=admin
            )
        for ranked in RankedMatter.objects.of_check(tasks.check)[:3]:
            object_to(ranked, tasks.check, filler)
        fill_in(tasks.city_list, filler)
        submit(tasks.city_list, head)
        row = tasks.city_list.entry_rows.first()
        decisions.send_back_rows(tasks.city_list, {row.pk: because("请核对")}, by=admin, at=DURING)
        for number in range(10):
            factories.unit(f"新局{number}", parent=town.root, sort_order=50 + number)
            slip(town.renshe, filler)
        campaign.addressees.add(*Unit.objects.departments())

    return grow


def slip(unit, by):
    return ChangeSlip.objects.create(
        unit=unit,
        kind=SlipKind.ADD,
        what="库内缺少事项",
        operator="何操作",
        operate_on=DURING.date(),
        raised_at=DURING,
        raised_by=by,
    )


@pytest.mark.parametrize(
    "name",
    [
        "matters:matter-list",
        "matters:upload-list",
        "matters:version-list",
        "matters:version-compare",
        "tasks:campaign-list",
        "tasks:campaign-detail",
        "tasks:ranking",
        "tasks:objection-list",
        "tasks:queue",
        "tasks:bulk-list",
        "tasks:system-list",
        "tasks:difference-list",
        "tasks:slip-list",
        "tasks:home",
        "tasks:audit",
        "tasks:receipt-list",
    ],
)
def test_a_list_costs_the_same_for_many(name, campaign, admin, as_user, more):
    browser = as_user(admin)
    address = reverse(name, args=[campaign.pk] * name.endswith(("detail", "ranking")))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    few = cost()
    more()
    # A page that had nothing to show may need some queries more for what belongs to its rows.
    assert cost() <= few + 4
    assert few <= 27
