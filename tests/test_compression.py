"""The grid of a large department stays light on a slow office network."""

from django.urls import reverse


def test_a_page_travels_compressed(as_user, filler, tasks):
    browser = as_user(filler, headers={"Accept-Encoding": "gzip"})
    page = browser.get(reverse("tasks:grid", args=[tasks.city_list.pk]))
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]


def test_a_file_is_left_as_it_is(as_user, filler, tasks):
    browser = as_user(filler, headers={"Accept-Encoding": "gzip"})
    address = reverse("tasks:task-export-file", args=[tasks.city_list.pk])
    download = browser.post(address, {"edition": "data"})
    assert download["Content-Disposition"].startswith("attachment")
    assert "Content-Encoding" not in download
