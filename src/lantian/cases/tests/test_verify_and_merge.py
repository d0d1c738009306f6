"""Before a case is filed: somebody looks, or it turns out to be one that is there already."""

from datetime import timedelta

import pytest

import build
from build import NOON
from build.office import Cast
from lantian.cases import actions, models, queries, rules
from lantian.cases.states import MoveRefused, State
from lantian.dispatch.models import Order


def test_a_hotline_report_is_verified_with_a_photo_before_it_is_filed(cast: Cast) -> None:
    number = build.a_case(cast, channel="12345")
    with pytest.raises(rules.VerificationNeeded):
        _file(number, cast)
    later = NOON + timedelta(hours=1)
    order = actions.verify(number=number, by=cast.analyst, now=later, officer_id=cast.officer.id)
    assert models.Case.objects.get(number=number).state == State.VERIFYING
    assert Order.objects.get(number=order).case_ref == number
    with pytest.raises(rules.SitePhotoMissing):
        _file(number, cast)
    later += timedelta(hours=1)
    visit = build.a_problem(cast, visit=build.a_visit(cast, order=order, now=later), now=later)
    actions.report_finding(visit_key=visit.key, now=later)
    assert models.Case.objects.count() == 1  # the photo went to the case that was verified
    _file(number, cast)
    assert models.Case.objects.get(number=number).state == State.FILED


def test_what_an_officer_found_needs_no_verification(cast: Cast) -> None:
    number = build.a_case(cast)
    with pytest.raises(rules.NoVerificationNeeded):
        actions.verify(number=number, by=cast.analyst, now=NOON)


def test_a_channel_that_is_none_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(rules.ChannelUnknown, match="pigeon"):
        build.a_case(cast, channel="pigeon")
    assert not models.Case.objects.exists()


def test_a_merged_case_takes_its_photos_and_its_reporter_along(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    photos = set(models.CaseEvidence.objects.values_list("evidence", flat=True))
    actions.merge(number=second, into=first, reason="the same heap", by=cast.analyst, now=NOON)
    merged, kept = models.Case.objects.get(number=second), models.Case.objects.get(number=first)
    assert (merged.state, merged.merged_into, merged.due_at) == (State.MERGED, kept, None)
    assert set(kept.evidence.values_list("evidence", flat=True)) == photos
    assert set(merged.evidence.values_list("evidence", flat=True)) <= photos  # and keeps its own
    [reporter] = kept.reporters.all()
    assert (reporter.person_id, reporter.merged) == (cast.officer.id, merged)
    [event] = build.events("cases.merged")
    assert (event.facts["into"], event.facts["finder"]) == (first, cast.officer.id)


def test_a_chain_of_merges_ends_at_the_case_that_stays(cast: Cast) -> None:
    first, second, third = (build.a_case(cast) for _ in range(3))
    actions.merge(number=third, into=second, reason="same", by=cast.analyst, now=NOON)
    actions.merge(number=second, into=first, reason="same", by=cast.analyst, now=NOON)
    kept = models.Case.objects.get(number=first)
    assert set(kept.merged.values_list("number", flat=True)) == {second, third}
    assert kept.reporters.count() == 2


@pytest.mark.parametrize(("into", "reason"), [("QX-1", "no such case"), ("self", "the same case")])
def test_a_merge_into_nothing_or_itself_is_refused(cast: Cast, into: str, reason: str) -> None:
    number = build.a_case(cast)
    with pytest.raises(rules.MergeRefused, match=reason):
        actions.merge(
            number=number, into=number if into == "self" else into, reason="x", by=cast.analyst, now=NOON
        )
    assert models.Case.objects.get(number=number).state == State.REPORTED


def test_nothing_is_merged_into_a_case_that_is_over(cast: Cast) -> None:
    over, number = build.a_case(cast, state=State.VOID), build.a_case(cast)
    with pytest.raises(rules.MergeRefused, match="not open"):
        actions.merge(number=number, into=over, reason="x", by=cast.analyst, now=NOON)
    merged = build.a_case(cast, state=State.MERGED)
    with pytest.raises(MoveRefused):
        actions.merge(number=merged, into=number, reason="x", by=cast.analyst, now=NOON)


def test_filing_offers_the_open_duplicate_and_merges_nothing_by_itself(cast: Cast) -> None:
    first = build.a_case(cast, state=State.FILED)
    second = build.a_case(cast, now=NOON + timedelta(minutes=5))
    with pytest.raises(rules.DuplicateOpen, match=first):
        actions.file(number=second, level="minor", standard_code="69", by=cast.analyst, now=NOON)
    assert models.Case.objects.get(number=second).state == State.REPORTED
    assert queries.open_duplicate(models.Case.objects.get(number=second), now=NOON) == first


def _file(number: str, cast: Cast) -> None:
    actions.file(
        number=number, level="minor", standard_code="69", is_separate=True, by=cast.analyst, now=NOON
    )


def test_photos_of_a_later_look_go_along_when_a_case_that_came_back_is_merged(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED, level="major")
    closed_at = models.Case.objects.get(number=number).closed_at
    look = build.a_look(cast.supervisor)
    actions.recheck_later_ok(number=number, look=look, by=cast.supervisor, now=closed_at)
    visit = build.a_problem(cast, now=closed_at + timedelta(days=1))
    actions.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=closed_at + timedelta(days=1))
    actions.assign(number=number, by=cast.analyst, now=closed_at + timedelta(days=1))
    other = build.a_case(cast, now=closed_at + timedelta(days=1))
    actions.merge(
        number=number, into=other, reason="one heap", by=cast.analyst, now=closed_at + timedelta(days=1)
    )
    held = models.Case.objects.get(number=other).evidence.values_list("evidence__key", flat=True)
    assert set(look.photo_keys) <= {str(key) for key in held}
