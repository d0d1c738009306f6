"""A district with its rows, and a browser that has signed in nowhere."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

import build
from build.office import Cast
from lantian.cases.models import Policy
from lantian.kernel import clock
from lantian.residents import actions

Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # Any: has no type
    """A home of its own with a static folder, at noon: the one reading of the clock says so."""
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)


@pytest.fixture
def cast(db: None) -> Cast:
    """The office, and what residents can choose; a test fills a form in at once."""
    found = build.a_cast()
    actions.seed(now=build.NOON)
    Policy.objects.filter(code="least_fill_seconds").update(value=0)
    return found


@pytest.fixture
def send(client: Client, cast: Cast) -> Send:
    """Fill the report in as a resident does, with the ticket of the page."""

    def fill_in(**changes: object) -> HttpResponse:
        page = client.get("/report/").content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)
        assert ticket
        said = {
            "ticket": ticket[1],
            "kind": "smell",
            "words": "burnt paint every evening",
            "lon": "113.05",
            "lat": "35.05",
        }
        return client.post("/report/", said | changes)

    return fill_in
