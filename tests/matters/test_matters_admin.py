"""杭智办〔2018〕2号 二(一)3 binds administrators too: the catalogue is only read here."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from matters.models import LibraryVersion, Matter
from units.models import Action, Event


@pytest.fixture
def matter(library):
    return Matter.objects.first()


def test_the_catalogue_is_read_but_not_changed(as_user, admin, matter):
    client = as_user(admin)
    page = reverse("admin:matters_matter_change", args=[matter.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "改名"}).status_code == 403
    assert Matter.objects.get(pk=matter.pk).name == matter.name


@pytest.mark.parametrize("model", ["matter", "libraryversion", "libraryupload"])
def test_nothing_is_added_to_the_catalogue(as_user, admin, matter, model):
    assert as_user(admin).get(reverse(f"admin:matters_{model}_add")).status_code == 403


def test_nothing_is_deleted_from_the_catalogue(as_user, admin, matter):
    client = as_user(admin)
    for model, row in (("matter", matter), ("libraryversion", LibraryVersion.objects.get())):
        url = reverse(f"admin:matters_{model}_delete", args=[row.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert Matter.objects.filter(pk=matter.pk).exists()


def test_the_catalogue_is_exported_whole_and_on_record(as_user, admin, matter):
    response = as_user(admin).post(
        reverse("admin:matters_matter_export"), {"format": "0", "resource": "0"}
    )
    header, *rows = load_workbook(io.BytesIO(response.getvalue())).active.values
    assert len(rows) == Matter.objects.count()
    first = dict(zip(header, rows[0], strict=True))
    assert first["权力编码"] == matter.base_code
    assert first["2017年办件量（件）"] == matter.volume
    assert Event.objects.filter(action=Action.EXPORT, by=admin).count() == 1
