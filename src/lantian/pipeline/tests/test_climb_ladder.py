"""The ladder of late cases is climbed by the timetable, which may have been stopped."""

from datetime import timedelta

import build
from lantian.cases.models import Case
from lantian.cases.states import State
from lantian.pipeline import timetable


def test_the_ladder_goes_on_where_it_was_after_the_timetable_was_stopped(db: None) -> None:
    number = build.a_case(build.a_cast(), state=State.RECTIFYING)
    case = Case.objects.get(number=number)
    lines = {line.name: line for line in timetable.LINES}
    lines["warn_cases"].run(case.warn_at)
    lines["draft_rungs"].run(case.due_at + timedelta(minutes=1))
    # stopped for two days and started again: nothing is said twice, nothing is left out
    for minutes in (0, 5):
        back = case.due_at + timedelta(days=2, minutes=1 + minutes)
        lines["warn_cases"].run(back)
        lines["draft_rungs"].run(back)
    assert [event.facts["kind"] for event in build.events("cases.rung_drafted")] == [
        "remind",
        "supervise",
        "circular",
    ]
    assert len(build.events("cases.warned")) == 1
