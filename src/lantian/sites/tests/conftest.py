"""A site with duties and everybody around it."""

from pathlib import Path
from typing import Any

import pytest

import build
from build import Cast
from lantian.registry.models import Source


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:  # Any: has no type
    """A folder of its own for files and the lake."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast(db: None, home: Path) -> Cast:
    """Everybody a case meets, and those who keep the site."""
    return build.a_cast()


@pytest.fixture
def site(cast: Cast) -> Source:
    """A site with a monitor whose duties began on Monday the second."""
    return build.a_site_on_duty()
