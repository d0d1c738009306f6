"""What tests of the desk may ask for; nothing here comes unasked."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

import build
from build import Cast
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


@pytest.fixture
def cast(db: None) -> Cast:
    """A whole office with one grid and a site in it."""
    return build.a_cast()


@pytest.fixture
def afternoon(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> datetime:  # Any: has no type
    """The clock stands in the afternoon of the day on which the cases began."""
    settings.STATIC_ROOT = tmp_path
    moment = build.NOON + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment
