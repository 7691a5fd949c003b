"""The modules of a page are known before the browser has read the first of them."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template

from yichuang.modules import modules_of

GRID = "js/grid/fill-grid.js"


def imported(path):
    """Every relative address in a module, however its import is written."""
    text = (settings.BASE_DIR / "static" / path).read_text()
    return set(re.findall(r'from "\./([^"]+)"', text))


def test_every_module_the_grid_leads_to_is_found_once():
    found = modules_of(GRID)
    assert len(set(found)) == len(found) > 20
    for path in (GRID, *found):
        assert {f"js/grid/{name}" for name in imported(path)} <= {*found, GRID}


def test_a_script_that_is_not_there_is_a_fault():
    with pytest.raises(TypeError):
        modules_of("js/grid/nothing.js")


def test_the_page_asks_for_all_of_them():
    html = Template('{% module_preloads "js/grid/fill-grid.js" %}').render(Context())
    assert html.count('<link rel="modulepreload" href="/') == len(modules_of(GRID))
