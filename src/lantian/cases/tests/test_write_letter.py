"""A unit outside our command is asked by a letter: no order, no rung but a reminder and a report."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.calendar import queries as calendar
from lantian.cases import actions, models, rules
from lantian.cases.actions import ladder, letters
from lantian.cases.rules import answering
from lantian.cases.states import State


@pytest.fixture
def railway(cast: Cast) -> str:
    return build.an_organisation("railway", kind="resident", is_under_command=False).code


def _sent(cast: Cast, railway: str) -> models.Letter:
    number = build.a_case(cast, state=State.FILED)
    letters.write(number=number, unit_code=railway, by=cast.analyst, now=NOON)
    return models.Letter.objects.select_related("case").get()


def _answer(cast: Cast, letter: models.Letter, outcome: str, **changes: object) -> None:
    answer = letters.Answer(outcome=outcome, words="as follows", number="铁函1", day=calendar.local_day(NOON))
    given = {"letter": letter.number, "answer": answer, "by": cast.analyst, "now": NOON}
    letters.record_answer(**given | changes)


def test_assigning_makes_a_letter_with_its_own_clock(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    assert letter.number == "HAN-2026-000001" and letter.case.number in letter.text
    assert letter.case.state == State.ASSIGNED and letter.case.order_number == letter.number
    left = calendar.remaining(now=NOON, due=letter.reply_by, clock="working")
    assert (letter.case.due_at, left) == (letter.reply_by, timedelta(hours=75))
    assert build.events("cases.assigned")[0].facts["route"] == "letter"


def test_only_two_rungs_a_reminder_and_a_report(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    late = letter.reply_by + timedelta(days=9)
    assert actions.draft_overdue_rungs(now=late) == [letter.case.number] * 2
    first, second = models.Rung.objects.order_by("pk")
    assert (first.kind, second.kind) == ("reminder_letter", "report")
    with pytest.raises(answering.RungTooHigh):
        ladder.take_rung(number=letter.case.number, rung_id=first.pk, words="again", by=cast.leader, now=late)
    number = ladder.take_rung(
        number=letter.case.number, rung_id=first.pk, words="again", by=cast.analyst, now=late
    )
    reminder = models.Letter.objects.get(number=number)
    assert (reminder.reminds, reminder.text) == (letter, "again")


def test_declined_it_comes_back_to_the_desk(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    _answer(cast, letter, "declined")
    assert models.Case.objects.get().state == State.RETURNED
    with pytest.raises(answering.LetterAnswered):
        _answer(cast, letter, "declined")


def test_mended_it_goes_to_be_rechecked_by_somebody_who_did_not_record_it(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    with pytest.raises(answering.PhotosMissing):
        _answer(cast, letter, "mended")
    work = build.a_mending(letter.case.number, cast.analyst)
    _answer(cast, letter, "mended", work=work)
    assert models.Case.objects.get().state == State.SELF_CHECKED
    own = build.an_actor("second_desk", role="supervisor", unit="desk")
    with pytest.raises(rules.NotIndependent):
        actions.recheck_pass(number=letter.case.number, look=build.a_look(own), by=own, now=NOON)
    actions.recheck_pass(
        number=letter.case.number, look=build.a_look(cast.supervisor), by=cast.supervisor, now=NOON
    )


def test_that_they_will_mend_it_is_only_written_down(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    _answer(cast, letter, "will_mend")
    letter.refresh_from_db()
    assert (letter.outcome, letter.reply_number, letter.case.state) == ("will_mend", "铁函1", State.ASSIGNED)


def test_an_answer_of_tomorrow_and_letters_to_our_own_units_are_refused(cast: Cast, railway: str) -> None:
    letter = _sent(cast, railway)
    early = letters.Answer(
        outcome="will_mend", words="x", number="", day=calendar.local_day(NOON) + timedelta(days=1)
    )
    with pytest.raises(answering.AnswerLater):
        letters.record_answer(letter=letter.number, answer=early, by=cast.analyst, now=NOON)
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(answering.UnderCommand):
        letters.write(number=number, unit_code="works", by=cast.analyst, now=NOON)
    with pytest.raises(rules.DueInPast):
        letters.write(number=number, unit_code=railway, reply_by=NOON, by=cast.analyst, now=NOON)


def test_only_the_desk_of_the_area_writes_letters(cast: Cast, railway: str) -> None:
    number = build.a_case(cast, state=State.FILED)
    for who in ("leader", "supervisor", "unit_head", "officer"):
        with pytest.raises(NotAllowed):
            letters.write(number=number, unit_code=railway, by=getattr(cast, who), now=NOON)
    far = build.an_actor("far", role="duty_analyst", unit="roads", area="roads")
    with pytest.raises(models.Case.DoesNotExist):
        letters.write(number=number, unit_code=railway, by=far, now=NOON)
