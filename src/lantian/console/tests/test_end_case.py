"""A case signed off by form, shown in public before, or opened again."""

import re
from datetime import datetime, timedelta

import pytest

import build
from build import NOON, Cast
from lantian.cases import models
from lantian.cases.states import Level, State
from lantian.console.tests.case_desk import do, page, state, text
from lantian.kernel import clock
from lantian.scoring import actions as scoring

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("afternoon")


def test_the_grid_head_closes_a_minor_case_and_its_points_are_shown(cast: Cast, afternoon: datetime) -> None:
    number = build.a_case(cast, state=State.PASSED)
    assert do(cast.officer, number, "close").status_code == 403
    do(cast.grid_head, number, "close")
    assert state(number) == State.CLOSED
    for event in build.events(about=f"cases.case:{number}"):
        scoring.score(event, now=afternoon)
    shown = page(cast.analyst, number)
    assert "is closed" in shown
    assert "Points" in shown


def test_a_grave_case_is_shown_in_public_before_it_is_closed(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED, level=Level.MAJOR)
    do(cast.supervisor, number, "publicise")
    assert state(number) == State.IN_PUBLICITY
    refused = do(cast.leader, number, "close")
    assert refused.status_code == 422
    assert "shown in public until" in text(refused)


def test_the_desk_reopens_a_closed_case_by_a_new_finding(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    assert "reopen" not in page(cast.analyst, number)
    later = NOON + timedelta(days=1)
    visit = build.a_problem(cast, now=later)
    monkeypatch.setattr(clock, "now", lambda: later + HOUR)
    assert str(visit.key) in page(cast.analyst, number)
    do(cast.analyst, number, "reopen", visit_key=str(visit.key))
    case = models.Case.objects.get(number=number)
    assert (case.state, case.level) == (State.REOPENED, Level.SERIOUS)


@pytest.mark.parametrize(
    ("who", "signed"), [("grid_head", "Township town grid_head signed"), ("supervisor", "")]
)
def test_who_signed_the_case_off_stands_as_signed_and_nobody_else(cast: Cast, who: str, signed: str) -> None:
    number = build.a_case(cast, state=State.PASSED)
    do(getattr(cast, who), number, "close")
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(cast.analyst, number)))
    assert "Leader leader Department" in shown
    assert signed in shown
    assert (" signed " in shown) is bool(signed)
