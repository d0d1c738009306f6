"""A home of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper has no type
    """LANTIAN_HOME in a fresh folder."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path
