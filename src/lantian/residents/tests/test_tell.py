"""A resident tells of a problem: a case that somebody looks at first, in nobody's name."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest

import build
from build.office import Cast
from lantian.accounts.models import Person
from lantian.cases import actions as cases
from lantian.cases import rules as case_rules
from lantian.cases.models import Case, CaseContact
from lantian.cases.rules import Contact
from lantian.cases.states import Level, State
from lantian.residents import actions, models, queries, rules

NOON = build.NOON
TALE = rules.Tale(kind="smell", words="smells of burnt paint every evening", lon=113.05, lat=35.05)


def tell(tale: rules.Tale = TALE, *, who: str = "a", now=NOON, key=None) -> queries.Receipt:
    return actions.tell(key=key or uuid4(), tale=tale, who=who, now=now)


def test_it_is_reported_and_waits_for_somebody_to_look(cast: Cast) -> None:
    receipt = tell()
    case = Case.objects.get(number=receipt.number)
    assert (case.state, case.channel, case.category) == (State.REPORTED, "resident", "odour")
    assert case.source is None
    assert case.unit is None
    with pytest.raises(case_rules.VerificationNeeded):
        cases.file(number=case.number, level="minor", standard_code="69", by=cast.analyst, now=NOON)
    cases.verify(number=case.number, by=cast.analyst, now=NOON)
    assert Case.objects.get(pk=case.pk).state == State.VERIFYING


def test_nobody_signs_in_with_the_account_of_the_public(cast: Cast) -> None:
    tell()
    window = Person.objects.get(username="residents")
    assert not window.is_active
    assert not window.has_usable_password()


def test_a_case_a_resident_told_of_has_no_finder(cast: Cast) -> None:
    receipt = tell()
    cases.verify(number=receipt.number, by=cast.analyst, now=NOON)
    case = Case.objects.get(number=receipt.number)
    photo = build.a_photo(cast.officer, now=NOON)
    case.evidence.create(evidence=photo, added_at=NOON + timedelta(hours=1))
    cases.file(number=case.number, level=Level.MINOR, standard_code="69", by=cast.analyst, now=NOON)
    filed = build.events("cases.filed")[-1]
    assert filed.facts["finder_unit"] is None


def test_the_same_form_twice_is_one_case_and_one_link(cast: Cast) -> None:
    key = uuid4()
    assert tell(key=key) == tell(key=key)
    assert models.Report.objects.count() == 1


def test_the_link_is_kept_as_its_hash_alone_and_opens_only_its_own(cast: Cast) -> None:
    one, other = tell(), tell(who="b")
    report = queries.report_of(one.token)
    assert report.case.number == one.number
    assert one.token not in str(list(models.Report.objects.values()))
    assert queries.report_of(other.token).case.number == other.number
    for text in ("", "x", one.token[:-1], one.token + "A", report.token_sha256):
        with pytest.raises(models.Report.DoesNotExist):
            queries.report_of(text)


def test_who_it_was_is_in_no_event_and_no_case(cast: Cast) -> None:
    tell(dataclasses.replace(TALE, contact=Contact(name="caller", phone="000-1234")))
    assert CaseContact.objects.get().phone == "000-1234"
    assert "000-1234" not in str([event.facts for event in build.events()])


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"words": " "}, rules.NothingSaid),
        ({"lon": None, "lat": None}, rules.PlaceMissing),
        ({"lon": None, "lat": None, "grid_code": "nowhere"}, rules.PlaceMissing),
        ({"lon": 100.0}, rules.PlaceOutside),
        ({"kind": "noise"}, rules.KindUnknown),
        ({"photo_keys": ("1", "2", "3", "4")}, rules.TooManyPhotos),
    ],
)
def test_what_cannot_be_looked_for_is_refused(cast: Cast, changes: dict, refusal: type) -> None:
    with pytest.raises(refusal):
        tell(dataclasses.replace(TALE, **changes))
    assert not Case.objects.exists()


def test_without_a_point_the_middle_of_the_area_is_taken_and_marked(cast: Cast) -> None:
    receipt = tell(dataclasses.replace(TALE, lon=None, lat=None, grid_code="grid"))
    assert queries.report_of(receipt.token).is_rough


def test_the_same_words_from_one_address_count_once_a_day(cast: Cast) -> None:
    tell()
    again = dataclasses.replace(TALE, words="Smells of BURNT paint, every evening!!")
    with pytest.raises(rules.SameWords):
        tell(again)
    tell(again, who="b")
    tell(again, now=NOON + timedelta(hours=25))
    assert models.Report.objects.count() == 3


def test_too_many_tries_of_one_address_wait_and_others_do_not(cast: Cast) -> None:
    for _ in range(20):
        actions.knock(what="tell", who="a", now=NOON)
    with pytest.raises(rules.TooOften) as refused:
        actions.knock(what="tell", who="a", now=NOON + timedelta(minutes=20))
    assert refused.value.minutes == 40
    actions.knock(what="tell", who="b", now=NOON)
    actions.knock(what="tell", who="a", now=NOON + timedelta(minutes=61))


def test_what_was_counted_is_forgotten_after_a_day(cast: Cast) -> None:
    actions.knock(what="tell", who="a", now=NOON)
    actions.knock(what="tell", who="b", now=NOON + timedelta(hours=25))
    assert [row.who for row in models.Knock.objects.all()] == ["b"]


def test_a_lost_link_is_found_by_number_and_phone_alone(cast: Cast) -> None:
    known = tell(dataclasses.replace(TALE, contact=Contact(phone="138 0000 12３4")))
    without = tell(who="b")
    assert queries.link_by_phone(number=known.number, phone_tail="1234") == known.token
    for number, tail in (
        (known.number, "0000"),
        (without.number, ""),
        (without.number, "1234"),
        ("QX-0", "1"),
    ):
        with pytest.raises(rules.NothingFound):
            queries.link_by_phone(number=number, phone_tail=tail)


def test_every_state_of_a_case_has_a_plain_word() -> None:
    told_of_its_target = {State.MERGED}
    assert set(State) - set(rules.STAGES) == told_of_its_target
