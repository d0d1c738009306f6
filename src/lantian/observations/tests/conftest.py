"""A home of its own for each test, and a district with one station and device."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lantian.observations.tests import build
from lantian.registry.models import Device


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper has no type
    """LANTIAN_HOME in a fresh folder."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def device(db: None) -> Device:
    """A device of station ST01 that labels the start of the hour at UTC+8."""
    return build.a_device()
