"""What the desk enters for others, and what is offered as the same problem."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

import build
from build import HERE, NOON, Cast
from build.places import METRE
from lantian.accounts.rules import Actor, NotAllowed
from lantian.cases import actions, models, queries, rules
from lantian.cases.queries import Likeness
from lantian.cases.states import State
from lantian.inspections.models import Evidence
from lantian.kernel.models import Event

CALLER = rules.Contact(name="caller", phone="000-0000", words="calls back after six")


def _problem(cast: Cast, **changes: object) -> rules.Problem:
    fields = {
        "category": "bare_land",
        "title": "bare soil",
        "lon": HERE[0],
        "lat": HERE[1],
        "channel": "12345",
        "photo_keys": (str(build.a_photo(cast.analyst).key),),
    }
    return rules.Problem(**fields | changes)


def _take_in(cast: Cast, **changes: object) -> str:
    return actions.report(key=uuid4(), problem=_problem(cast, **changes), by=cast.analyst, now=NOON)


def test_what_was_told_is_kept_with_medium_moment_and_contact(cast: Cast) -> None:
    seen_at = NOON - timedelta(hours=3)
    number = _take_in(cast, medium="water", happened_at=seen_at, contact=CALLER)
    case = models.Case.objects.get(number=number)
    assert (case.channel, case.medium, case.happened_at) == ("12345", "water", seen_at)
    assert queries.contact(number, cast.analyst) == CALLER


def test_only_the_desk_reads_how_to_reach_the_caller_and_no_event_carries_it(cast: Cast) -> None:
    number = _take_in(cast, contact=CALLER)
    for other in (cast.leader, cast.supervisor, cast.unit_head, cast.handler, cast.officer, cast.grid_head):
        with pytest.raises(NotAllowed):
            queries.contact(number, other)
    told = " ".join(str(event.facts) for event in Event.objects.all())
    assert CALLER.name not in told
    assert CALLER.phone not in told
    assert CALLER.words not in told


def test_who_is_not_named_leaves_no_row(cast: Cast) -> None:
    number = _take_in(cast)
    assert queries.contact(number, cast.analyst) is None
    assert not models.CaseContact.objects.exists()


def test_what_is_still_to_come_was_not_seen(cast: Cast) -> None:
    with pytest.raises(rules.HappenedLater, match="still to come"):
        _take_in(cast, happened_at=NOON + timedelta(minutes=1))
    assert not models.Case.objects.exists()


def test_a_medium_that_is_none_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _take_in(cast, medium="fire")


def test_an_open_case_within_fifty_metres_is_offered_with_its_distance(cast: Cast) -> None:
    first = build.a_case(cast)
    near = _problem(cast, lat=HERE[1] + 40 * METRE)
    [offered] = queries.duplicates_of(near, cast.analyst, now=NOON)
    assert (offered.number, offered.likeness, round(offered.metres)) == (first, Likeness.PLACE, 40)
    assert offered.theirs is not None
    assert offered.ours is not None


@pytest.mark.parametrize(
    "changes",
    [{"lat": HERE[1] + 60 * METRE}, {"category": "road_dust"}],
    ids=["farther than fifty metres", "another kind"],
)
def test_what_lies_apart_is_not_offered(cast: Cast, changes: dict[str, object]) -> None:
    build.a_case(cast)
    assert queries.duplicates_of(_problem(cast, **changes), cast.analyst, now=NOON) == ()


def test_a_case_of_the_day_before_yesterday_is_not_offered(cast: Cast) -> None:
    build.a_case(cast, now=NOON - timedelta(hours=25))
    assert queries.duplicates_of(_problem(cast), cast.analyst, now=NOON) == ()


def test_the_same_photo_is_offered_wherever_it_is_said_to_be(cast: Cast) -> None:
    first = build.a_case(cast, photo_keys=(str(_scene(cast.officer, quality=90).key),))
    elsewhere = _problem(
        cast,
        category="road_dust",
        lat=HERE[1] + 0.01,
        photo_keys=(str(_scene(cast.analyst, quality=40, size=(320, 240)).key),),
    )
    [offered] = queries.duplicates_of(elsewhere, cast.analyst, now=NOON)
    assert (offered.number, offered.likeness) == (first, Likeness.PHOTO)
    other = _problem(cast, category="road_dust", photo_keys=(str(_scene(cast.analyst, turned=True).key),))
    assert queries.duplicates_of(other, cast.analyst, now=NOON) == ()


def test_what_was_called_a_problem_of_its_own_is_not_offered_again(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    case = models.Case.objects.get(number=second)
    assert [one.number for one in queries.duplicates(case, cast.analyst, now=NOON)] == [first]
    for _ in range(2):
        actions.keep_apart(number=second, other=first, by=cast.analyst, now=NOON)
    assert queries.duplicates(case, cast.analyst, now=NOON) == ()
    assert len(build.events("cases.kept_apart")) == 1
    actions.file(number=second, level="minor", standard_code="69", by=cast.analyst, now=NOON)
    assert models.Case.objects.get(number=second).state == State.FILED


def test_only_the_desk_holds_cases_apart(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    with pytest.raises(NotAllowed):
        actions.keep_apart(number=second, other=first, by=cast.supervisor, now=NOON)
    with pytest.raises(models.Case.DoesNotExist):
        actions.keep_apart(number=second, other=second, by=cast.analyst, now=NOON)
    assert not models.CaseApart.objects.exists()


def test_filing_stops_at_the_same_photo_too(cast: Cast) -> None:
    first = build.a_case(cast, photo_keys=(str(_scene(cast.officer).key),))
    second = build.a_case(
        cast,
        lat=HERE[1] + 0.01,
        photo_keys=(str(_scene(cast.officer, quality=50).key),),
        now=NOON + timedelta(days=3),
    )
    with pytest.raises(rules.DuplicateOpen, match=first):
        actions.file(number=second, level="minor", standard_code="69", by=cast.analyst, now=NOON)


def _scene(by: Actor, **changes: object) -> Evidence:
    return build.a_photo(by, content=build.a_scene(**changes))
