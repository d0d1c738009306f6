"""What tests of the door may ask for: a district with a day of air in a real lake, and callers."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.reporting.tests import district
from lantian.reporting.tests.district import MORNING

Caller = Callable[..., Client]


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # Any: has no type
    """A home of its own; the clock stands in the morning after the day."""
    settings.LANTIAN_HOME = settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: MORNING)
    return tmp_path


@pytest.fixture
def air(db: None, home: Path) -> date:
    """The small district's whole day, sent as packets and assessed; returns the day."""
    district.a_district()
    district.air_of_the_day(home)
    return district.DAY


@pytest.fixture
def now() -> datetime:
    """What the clock says."""
    return MORNING


@pytest.fixture
def caller(home: Path) -> Caller:
    """Somebody who has signed in, in a role."""

    def made(role: Role = Role.DUTY_ANALYST, *, unit: str = "hq", language: str = "en") -> Client:
        if unit != "hq":
            build.an_organisation(unit)
        person = Person.objects.filter(role=role, organisation__code=unit).first() or build.a_person(
            role=role, unit=unit
        )
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = language
        return client

    return made
