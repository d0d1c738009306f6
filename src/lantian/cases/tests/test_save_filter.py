"""A narrowed list under a name: one's own, or for the people of one's unit."""

from dataclasses import replace

import pytest

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import NotAllowed
from lantian.cases import models, permissions
from lantian.cases.actions import filtering as actions
from lantian.cases.rules import filtering

ASKED = {"tab": "open", "level": "major", "overdue": "1"}


def save(by, name: str = "mine", *, is_shared: bool = False, asked: dict[str, str] = ASKED):
    return actions.save_filter(name=name, asked=asked, is_shared=is_shared, by=by, now=NOON)


def seen(by) -> list[str]:
    return [one.name for one in permissions.visible_filters(by)]


def test_keeps_it_for_its_owner_alone_and_writes_it_down(cast: Cast) -> None:
    row = save(cast.handler, "  night shift ")
    assert seen(cast.handler) == ["night shift"]
    assert seen(cast.colleague) == seen(cast.outsider) == seen(cast.analyst) == []
    [event] = build.events("cases.filter_saved")
    assert event.facts["asked"] == ASKED and event.by_id == cast.handler.id
    assert event.about == f"cases.filter:{row.pk}"


def test_a_shared_one_is_for_its_owners_unit_and_no_other(cast: Cast) -> None:
    save(cast.handler, is_shared=True)
    assert seen(cast.colleague) == seen(cast.unit_head) == ["mine"]
    for stranger in (cast.outsider, cast.sub_colleague, cast.analyst, cast.leader, cast.dust_officer):
        assert seen(stranger) == []


def test_whoever_leaves_the_unit_takes_their_filter_along(cast: Cast) -> None:
    save(cast.handler, is_shared=True)
    Person.objects.filter(pk=cast.handler.id).update(organisation=cast.outsider.organisation_id)
    assert seen(cast.colleague) == []


def test_nobody_else_takes_it_away(cast: Cast) -> None:
    row = save(cast.handler, is_shared=True)
    for other in (cast.colleague, cast.unit_head, cast.outsider):
        with pytest.raises(models.SavedFilter.DoesNotExist):
            actions.drop_filter(filter_id=row.pk, by=other, now=NOON)
    actions.drop_filter(filter_id=row.pk, by=cast.handler, now=NOON)
    assert seen(cast.handler) == [] and len(build.events("cases.filter_dropped")) == 1


def test_who_sees_no_list_saves_no_filter(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        save(cast.dust_officer)


def test_refuses_a_name_that_is_taken_and_leaves_no_trace(cast: Cast) -> None:
    save(cast.handler)
    with pytest.raises(filtering.FilterNameTaken):
        save(cast.handler)
    save(replace(cast.colleague))
    assert len(build.events("cases.filter_saved")) == 2


@pytest.mark.parametrize(
    ("name", "asked", "refusal"),
    [
        ("  ", ASKED, filtering.FilterNameMissing),
        ("x" * 41, ASKED, filtering.FilterNameTooLong),
        ("n", {"tab": "open"}, filtering.FilterEmpty),
        ("n", {"tab": "open", "level": ""}, filtering.FilterEmpty),
        ("n", {"order_by": "id"}, filtering.FilterUnknown),
        ("n", {"q": "x" * 61}, filtering.FilterUnknown),
    ],
)
def test_refuses_what_is_no_filter(name: str, asked: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        filtering.check_filter(name, asked, has=0)


def test_refuses_one_too_many() -> None:
    filtering.check_filter("n", ASKED, has=filtering.MOST - 1)
    with pytest.raises(filtering.TooManyFilters):
        filtering.check_filter("n", ASKED, has=filtering.MOST)
