"""What tests of the desk may ask for; nothing here comes unasked."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

import build
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.kernel import clock


@pytest.fixture
def desk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:  # Any: has no type
    """A home of its own with a static folder, at noon: the one reading of the clock says so."""
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)
    return build.NOON


@pytest.fixture
def scene(db: None, desk: datetime) -> Scene:
    """An office at work."""
    return scenes.a_scene()
