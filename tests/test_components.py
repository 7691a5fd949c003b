"""The portal's own ways to write figures, dates and numbers, and its wrapping components."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from yichuang.templatetags import ui

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2018, 4, 7, tzinfo=SHANGHAI)


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("done", "total", "written"),
    [
        (87, 233, "87/233（37.3%）"),
        (3402, 4485, "3,402/4,485（75.9%）"),
        (233, 233, "233/233（100.0%）"),
        (4484, 4485, "4,484/4,485（99.9%）"),
        (0, 0, "0/0"),
    ],
)
def test_a_share_is_written_with_its_denominator(done, total, written):
    assert ui.share(done, total) == written


def test_the_middle_of_a_phone_number_is_hidden():
    assert draw("{{ stored|phone_masked }}", stored="19900000001") == "199****0001"


def test_midnight_belongs_to_the_day_it_ends():
    assert ui.moment(MIDNIGHT) == "2018-04-06 24:00"
    assert ui.moment(MIDNIGHT.astimezone(ZoneInfo("UTC"))) == "2018-04-06 24:00"


def test_a_checksum_is_cut_into_groups():
    assert ui.grouped("9f86d0818") == ["9f86", "d081", "8"]


def test_what_a_component_wraps_is_escaped_once():
    page = draw("{% panel title=title %}{{ text }}{% endpanel %}", title="<b>", text="<i>")
    assert "&lt;b&gt;" in page
    assert "&lt;i&gt;" in page


def test_sorting_again_by_the_same_column_turns_the_order_round():
    request = RequestFactory().get("/", {"sort": "volume", "q": "社保", "page": "3"})
    page = draw('{% sort_link "办件量" "volume" %}', request=request)
    assert "sort=-volume" in page
    assert "page=" not in page
    assert "q=%E7%A4%BE%E4%BF%9D" in page


def test_turning_the_page_keeps_the_filters():
    page = Paginator(range(4485), 50).page(4)
    request = RequestFactory().get("/", {"state": "draft"})
    source = '{% include "components/pagination.html" with page=page query=query only %}'
    shown = draw(source, page=page, query=request.GET)
    assert 'href="?state=draft&amp;page=5"' in shown
    assert "第 151–200 条，共 4,485 条" in shown
