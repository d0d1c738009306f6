"""A home of its own for each test, and the small district in it."""

from pathlib import Path
from typing import Any

import pytest

from lantian.registry.models import Region
from lantian.reporting.tests import district


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper has no type
    """LANTIAN_HOME in a fresh folder."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def ours(db: None) -> Region:
    """Our district with its stations, before any air."""
    return district.a_district()
