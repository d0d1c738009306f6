"""A home of its own for each test, and what programs of their own need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MIGRATE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
"""


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:  # Any: pytest-django's settings wrapper has no type
    """LANTIAN_HOME in a fresh folder."""
    settings.LANTIAN_HOME = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty database, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    subprocess.run([sys.executable, "-c", MIGRATE], env=environment(folder), check=True)
    return folder


@pytest.fixture
def env(tmp_path: Path, migrated: Path) -> dict[str, str]:
    """The environment of a program on a home of its own with an empty database."""
    for file in migrated.iterdir():
        shutil.copy(file, tmp_path)
    return environment(tmp_path)


def environment(home: Path) -> dict[str, str]:
    """Nothing of the tests' own settings, and everything importable that is importable here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LANTIAN_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "lantian.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LANTIAN_HOME": str(home),
    }
