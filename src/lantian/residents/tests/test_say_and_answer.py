"""Whoever told us says what they think of it, and the desk answers; an independent person decides."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest

import build
from build.office import Cast
from lantian.accounts.rules import NotAllowed
from lantian.cases import actions as cases
from lantian.cases.models import Case, LaterLook, Objection
from lantian.cases.rules import Contact
from lantian.cases.states import Level, State
from lantian.inspections.models import Evidence
from lantian.residents import actions, models, queries, rules
from lantian.residents.rules import NOT_FIXED, THANKS, Stage
from lantian.residents.tests.test_tell import TALE, tell

NOON = build.NOON
DAY = timedelta(days=1)


def brought_to(cast: Cast, state: State, *, level: Level = Level.MINOR) -> queries.Receipt:
    """A report whose case somebody looked at and brought to a state."""
    receipt = tell()
    cases.verify(number=receipt.number, by=cast.analyst, now=NOON)
    case = Case.objects.get(number=receipt.number)
    case.evidence.create(evidence=build.a_photo(cast.officer), added_at=NOON + timedelta(minutes=1))
    cases.file(
        number=case.number, level=level, standard_code="69", is_separate=True, by=cast.analyst, now=NOON
    )
    cases.assign(number=case.number, unit_code="works", by=cast.analyst, now=NOON)
    build.walk(case.number, cast, state=state, level=level, since=State.ASSIGNED)
    return receipt


def closed_at(receipt: queries.Receipt):
    return Case.objects.get(number=receipt.number).closed_at


def test_not_mended_after_closing_plans_a_look_and_moves_nothing(cast: Cast) -> None:
    receipt = brought_to(cast, State.CLOSED)
    now = closed_at(receipt) + DAY
    before = LaterLook.objects.count()
    assert actions.say(token=receipt.token, kind=NOT_FIXED, words="still smells", now=now) == "look"
    assert Case.objects.get(number=receipt.number).state == State.CLOSED
    look = LaterLook.objects.order_by("due_at").first()
    assert look is not None
    assert look.due_at == now + timedelta(hours=72)
    assert LaterLook.objects.count() in {before, before + 1}
    assert build.events("cases.look_asked")[-1].facts["words"] == "still smells"


def test_a_look_that_was_asked_for_reopens_it_by_somebody_independent(cast: Cast) -> None:
    receipt = brought_to(cast, State.CLOSED)
    now = closed_at(receipt) + DAY
    actions.say(token=receipt.token, kind=NOT_FIXED, words="still smells", now=now)
    look = build.a_look(cast.supervisor, has_passed=False, now=now)
    cases.reopen_after_look(number=receipt.number, look=look, by=cast.supervisor, now=now)
    assert queries.standing(receipt.token, now=now).stage is Stage.AGAIN


def test_not_mended_while_it_is_public_is_an_objection(cast: Cast) -> None:
    receipt = brought_to(cast, State.IN_PUBLICITY, level=Level.MAJOR)
    assert actions.say(token=receipt.token, kind=NOT_FIXED, words="still smells", now=NOON) == "objection"
    assert Objection.objects.get().words == "still smells"
    with pytest.raises(rules.SaidAlready):
        actions.say(token=receipt.token, kind=NOT_FIXED, words="really", now=NOON)
    assert Objection.objects.count() == 1


def test_it_can_be_said_neither_too_early_nor_too_late_nor_without_words(cast: Cast) -> None:
    early = brought_to(cast, State.RECTIFYING)
    with pytest.raises(rules.NotYet):
        actions.say(token=early.token, kind=NOT_FIXED, words="still smells", now=NOON)
    build.walk(early.number, cast, state=State.CLOSED, since=State.RECTIFYING)
    at = closed_at(early)
    with pytest.raises(rules.WhatIsWrong):
        actions.say(token=early.token, kind=NOT_FIXED, words=" ", now=at)
    with pytest.raises(rules.TooLate):
        actions.say(token=early.token, kind=NOT_FIXED, words="still", now=at + 31 * DAY)
    assert not models.Saying.objects.exists()
    assert not queries.standing(early.token, now=at + 31 * DAY).may_say


def test_thanks_are_kept_once(cast: Cast) -> None:
    receipt = brought_to(cast, State.CLOSED)
    for _ in range(2):
        assert actions.say(token=receipt.token, kind=THANKS, words="", now=closed_at(receipt)) == ""
    assert queries.standing(receipt.token, now=closed_at(receipt)).said_thanks
    assert models.Saying.objects.count() == 1


def test_a_merged_report_follows_the_case_it_went_into(cast: Cast) -> None:
    one, other = tell(), tell(dataclasses.replace(TALE, words="paint in the air again"), who="b")
    cases.merge(number=other.number, into=one.number, reason="the same", by=cast.analyst, now=NOON)
    actions.reply(number=one.number, words="we look at it tonight", by=cast.analyst, now=NOON)
    standing = queries.standing(other.token, now=NOON)
    assert (standing.number, standing.is_merged) == (other.number, True)
    assert [words for _, words in standing.replies] == ["we look at it tonight"]
    assert [one.number for one in queries.desk(one.number, cast.analyst).tellers] == [
        one.number,
        other.number,
    ]


def test_a_photo_that_a_merged_report_brought_is_not_shown_to_the_other(cast: Cast) -> None:
    photo = actions.keep_photo(content=build.photo_bytes(), name="x.jpg", now=NOON)
    one, later = tell(), NOON + timedelta(minutes=5)
    tale = dataclasses.replace(TALE, photo_keys=(photo,), words="the same smell over here")
    other = actions.tell(key=uuid4(), tale=tale, who="b", now=later)
    cases.merge(
        number=other.number,
        into=one.number,
        reason="the same",
        by=cast.analyst,
        now=later + timedelta(minutes=5),
    )
    assert queries.standing(one.token, now=later).photos == ()
    assert [str(one.key) for one in queries.standing(other.token, now=later).photos] == [photo]


def test_only_their_own_photos_and_released_ones_are_seen(cast: Cast) -> None:
    photo = actions.keep_photo(content=build.photo_bytes(), name="x.jpg", now=NOON)
    tale = dataclasses.replace(TALE, photo_keys=(photo,))
    receipt = actions.tell(key=uuid4(), tale=tale, who="a", now=NOON)
    cases.verify(number=receipt.number, by=cast.analyst, now=NOON)
    case = Case.objects.get(number=receipt.number)
    officer = build.a_photo(cast.officer)
    case.evidence.create(evidence=officer, added_at=NOON + timedelta(minutes=1))
    assert [str(one.key) for one in queries.standing(receipt.token, now=NOON).photos] == [photo]
    with pytest.raises(Evidence.DoesNotExist):
        queries.photo_by_token(receipt.token, officer.key)
    actions.show_photo(number=case.number, key=str(officer.key), by=cast.analyst, now=NOON)
    assert queries.photo_by_token(receipt.token, officer.key) == officer


@pytest.mark.parametrize("who", ["officer", "supervisor", "leader", "unit_head", "handler"])
def test_only_the_desk_answers_and_releases(cast: Cast, who: str) -> None:
    receipt, by = tell(), getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.reply(number=receipt.number, words="no", by=by, now=NOON)
    with pytest.raises(NotAllowed):
        actions.publish_words(number=receipt.number, words="no", by=by, now=NOON)
    with pytest.raises(NotAllowed):
        cases.read_contact(number=receipt.number, by=by, now=NOON)


def test_a_desk_of_another_district_finds_nothing(cast: Cast) -> None:
    receipt = tell(dataclasses.replace(TALE, contact=Contact(phone="000-1234")))
    build.an_organisation("far", kind="district")
    far = build.an_actor("far_desk", role=cast.analyst.role, unit="far", area="far")
    with pytest.raises(Case.DoesNotExist):
        actions.reply(number=receipt.number, words="no", by=far, now=NOON)
    with pytest.raises(Case.DoesNotExist):
        queries.desk(receipt.number, far)
    assert queries.rows(far) == ([], None)
    assert cases.read_contact(number=receipt.number, by=far, now=NOON) is None


def test_reading_a_contact_leaves_a_line(cast: Cast) -> None:
    receipt = tell(dataclasses.replace(TALE, contact=Contact(phone="000-1234")))
    assert cases.read_contact(number=receipt.number, by=cast.analyst, now=NOON) == Contact(phone="000-1234")
    assert [event.by_id for event in build.events("cases.contact_read")] == [cast.analyst.id]
