"""A catalogue that came from a workbook."""

import pytest

from .library_books import THREE, imported


@pytest.fixture
def three(admin):
    """A catalogue of three matters, in use, applied from a workbook."""
    return imported(THREE, admin)
