"""From a report to a mending, by form: filed, assigned, accepted, begun; or void, or given back."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

import build
from build import Cast
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases.states import Level, State
from lantian.console.tests.case_desk import come_in, do, page, state, text

pytestmark = pytest.mark.usefixtures("afternoon")


def test_the_desk_files_a_case_and_says_what_was_not_met(cast: Cast) -> None:
    number = build.a_case(cast)
    refused = do(cast.analyst, number, "file", level="serious", standard_code="")
    assert refused.status_code == 422
    assert "Name the clause or standard" in text(refused)
    assert '<option value="serious" selected>' in text(refused)
    done = do(cast.analyst, number, "file", level="serious", standard_code="law 69")
    assert done.url == reverse("console:case", args=[number])
    case = models.Case.objects.get(number=number)
    assert (case.state, case.level, case.standard_code) == (State.FILED, Level.SERIOUS, "law 69")


def test_a_second_case_at_the_same_place_is_refused_until_it_is_called_separate(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    refused = do(cast.analyst, second, "file", level="minor", standard_code="law 69")
    assert refused.status_code == 422
    assert first in text(refused)
    assert 'value="law 69"' in text(refused)
    do(cast.analyst, second, "file", level="minor", standard_code="law 69", is_separate="on")
    assert state(second) == State.FILED


def test_the_desk_voids_what_is_no_case_with_a_reason(cast: Cast) -> None:
    number = build.a_case(cast)
    assert do(cast.analyst, number, "void", reason=" ").status_code == 422
    do(cast.analyst, number, "void", reason="a photo of another town")
    assert state(number) == State.VOID
    assert "a photo of another town" in page(cast.analyst, number)


def assignment(number: str, by: Actor) -> dict[str, str]:
    """The fields of the assignment as the page filled them in."""
    shown = text(come_in(by).get(reverse("console:case-act", args=[number, "assign"])))
    due = re.search(r'name="due_at" value="([^"]+)"', shown)
    unit = re.search(r'<option value="([^"]+)" selected>works', shown)
    assert due and unit
    return {"unit_code": unit[1], "due_at": due[1], "clock": "working"}


def test_assigning_as_proposed_follows_the_tables(cast: Cast, afternoon: datetime) -> None:
    number = build.a_case(cast, state=State.FILED)
    do(cast.analyst, number, "assign", **assignment(number, cast.analyst))
    case = models.Case.objects.get(number=number)
    assert case.unit is not None and case.unit.code == "works"
    assert case.due_at == calendar.due_at(start=afternoon, hours=Decimal(15), clock="working")
    assert build.events("cases.assigned", about=f"cases.case:{number}")[0].facts["route"] == "table"


def test_a_deadline_in_the_past_is_refused_with_a_sentence_and_the_form_is_kept(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    refused = do(
        cast.analyst, number, "assign", unit_code="roads", due_at="2026-11-19T09:00", clock="natural"
    )
    assert refused.status_code == 422
    assert "The deadline 19 Nov 2026 09:00 is not after" in text(refused)
    assert 'value="2026-11-19T09:00"' in text(refused)
    assert '<option value="roads" selected>' in text(refused)
    assert '<option value="natural" selected>' in text(refused)
    assert state(number) == State.FILED


def test_a_unit_returns_a_case_with_a_reason(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    assert do(cast.unit_head, number, "return", reason="").status_code == 422
    do(cast.unit_head, number, "return", reason="the road is not ours")
    assert state(number) == State.RETURNED
    assert "works returned bare soil: the road is not ours." in page(cast.analyst, number)


def test_the_head_of_the_unit_accepts_and_names_the_handler(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    refused = do(cast.unit_head, number, "accept", handler_id=cast.outsider.id)
    assert refused.status_code == 422
    do(cast.unit_head, number, "accept", handler_id=cast.handler.id)
    case = models.Case.objects.get(number=number)
    assert (case.state, case.handler_id) == (State.ACCEPTED, cast.handler.id)


def test_a_handler_accepts_for_themselves_and_starts(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    do(cast.handler, number, "accept", handler_id=cast.handler.id)
    do(cast.handler, number, "start")
    assert state(number) == State.RECTIFYING
    assert do(cast.handler, number, "start").status_code == 422


def test_a_grave_case_begins_with_a_plan(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ACCEPTED, level=Level.MAJOR)
    refused = do(cast.unit_head, number, "plan", target="no bare soil", what_1="nets", by_on_1="2026-11-01")
    assert refused.status_code == 422
    assert "no bare soil" in text(refused)
    do(cast.unit_head, number, "plan", target="no bare soil", what_1="nets", by_on_1="2026-12-01")
    assert state(number) == State.RECTIFYING
    assert "no bare soil" in page(cast.unit_head, number)


def test_of_two_who_act_at_once_the_second_is_told(cast: Cast) -> None:
    number = build.a_case(cast)
    do(cast.analyst, number, "file", level="minor", standard_code="law 69")
    second = do(cast.analyst, number, "file", level="major", standard_code="law 70")
    assert second.status_code == 422
    assert "cannot be moved by “File the case”" in text(second)
    assert 'value="law 70"' in text(second)


def test_several_are_assigned_each_by_its_own_route_and_each_refusal_is_said(cast: Cast) -> None:
    first, second = (build.a_case(cast, state=State.FILED) for _ in range(2))
    late = build.a_case(cast, state=State.ASSIGNED)
    client = come_in(cast.analyst)
    listed = text(client.get(reverse("console:cases"), {"tab": "assign"}))
    assert listed.count('class="pick"') == 2
    answer = client.post(reverse("console:cases-assign"), {"number": [first, late, second]}, follow=True)
    assert {state(one) for one in (first, second, late)} == {State.ASSIGNED}
    assert f"{late}: " in text(answer)
    assert f"{first}, {second}" in text(answer)
    assert len(build.events("cases.assigned")) == 3


def test_only_the_desk_assigns_several(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    refused = come_in(cast.supervisor).post(reverse("console:cases-assign"), {"number": number})
    assert refused.status_code == 403
    assert state(number) == State.FILED
